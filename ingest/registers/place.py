"""Where in a file a value stands, for errors and for the source of what is told."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import UnreadableRegister


@dataclass(frozen=True, slots=True)
class Place:
    """A line or an object of a file: `at` is such as “line 3” or “object Q42”."""

    path: Path
    at: str

    def refusal(self, field: str, problem: str, remedy: str) -> UnreadableRegister:
        """The error of a field whose value cannot be used."""
        return UnreadableRegister(str(self), f"its “{field}” {problem}", remedy)

    @property
    def source(self) -> str:
        """What the facts that stand here name as their source."""
        return f"{_shown(self.path.name)}, {self.at}"

    def __str__(self) -> str:
        """The file by its whole path, then the line or the object."""
        return f"{_shown(str(self.path))}, {self.at}"


def _shown(name: str) -> str:
    """A file's name with what is no text in it replaced, as a database keeps none of it."""
    return name.encode("utf-8", "replace").decode()
