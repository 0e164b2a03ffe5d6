"""Reads a file that is held in memory at once, and no larger one."""

from pathlib import Path

from domain.errors import UnreadableArticle


def content_of(path: Path, *, most_bytes: int) -> bytes:
    """All bytes of a file. Raises UnreadableArticle for one that cannot be read or is larger than `most_bytes`."""
    try:
        with path.open("rb") as stream:
            content = stream.read(most_bytes + 1)
    except OSError as failed:
        problem = f"cannot be read: {failed.strerror or failed}"
        raise UnreadableArticle(str(path), problem, "check the path and its permissions") from failed
    if len(content) > most_bytes:
        raise UnreadableArticle(str(path), f"is larger than {most_bytes:,} bytes", "split it into smaller files")
    return content
