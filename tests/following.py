"""Follows a page of docs from its top: runs its commands and asks its queries, in order, as a newcomer would."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from asgi_lifespan import LifespanManager

from api.app import create_app
from config import Settings

PROJECT = Path(__file__).parents[1]
_BLOCK = re.compile(r"```(sh|graphql|json)\n(.*?)```", re.DOTALL)
_KEY = re.compile(r"^# Authorization: Bearer \$(\w+)\n")
_ID = re.compile(r"(claim|note|article|speaker|correction|topic|office)_[0-9a-f]{32}")


def blocks(page: Path) -> list[tuple[str, str]]:
    """The blocks of a page that something runs, each with its language."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


async def follow(page: Path, folder: Path) -> None:
    """Run every command and ask every query of a page; fail at the first that does not do what the page says."""
    database_url = f"sqlite+aiosqlite:///{folder / 'news.db'}"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    reader = Reader(folder, {**os.environ, "PATH": path, "GOZAREH_DATABASE_URL": database_url, "TMPDIR": str(folder)})
    for language, content, expected in asked(blocks(page)):
        if language == "sh":
            reader.run(content)
            continue
        answer = await ask(reader, content, database_url)
        assert "errors" not in answer, f"{content}\n{answer}"
        if expected is not None:
            assert fits(answer["data"], json.loads(reader.with_ids(expected))), (
                f"{content}\n{json.dumps(answer, ensure_ascii=False)}"
            )
        reader.learn(answer)


@dataclass
class Reader:
    """Somebody who follows the page from its top: a shell whose variables last, and the ids that answers gave."""

    folder: Path
    environment: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)

    def run(self, commands: str) -> str:
        """What the commands print."""
        kept = self.folder / "exported"
        script = f"{self.with_ids(commands)}\ndeclare -px > {kept}"
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"[ -e {kept} ] && . {kept}; {script}"],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, f"{commands}\n{ran.stdout}\n{ran.stderr}"
        for kind, found in ((one[1], one[0]) for one in _ID.finditer(ran.stdout)):
            self.ids[f"{kind.upper()}_ID"] = found
        return ran.stdout

    def exported(self, name: str) -> str:
        """The value of a variable that a command exported."""
        found = re.search(rf'^declare -x {name}="(.*)"$', (self.folder / "exported").read_text(), re.MULTILINE)
        assert found is not None, f"no command on the page exports {name}"
        return found[1]

    def with_ids(self, words: str) -> str:
        """The words with the ids that earlier answers gave in place of CLAIM_ID and its like."""
        for name, found in self.ids.items():
            words = words.replace(name, found)
        return words

    def learn(self, answer: object) -> None:
        """Keep the ids of an answer, those that come last."""
        for found in _ID.finditer(json.dumps(answer)):
            self.ids[f"{found[1].upper()}_ID"] = found[0]


def fits(told: Any, expected: Any) -> bool:
    """Whether an answer is what the page says; "..." stands for anything."""
    if expected == "...":
        return True
    match expected:
        case Mapping():
            return (
                isinstance(told, Mapping)
                and told.keys() == expected.keys()
                and all(fits(told[name], one) for name, one in expected.items())
            )
        case list():
            return isinstance(told, list) and len(told) == len(expected) and all(map(fits, told, expected))
    return bool(told == expected)


def asked(blocks: list[tuple[str, str]]) -> Iterator[tuple[str, str, str | None]]:
    """Each command and query, a query with the answer that the page shows after it."""
    for place, (language, content) in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else ("", "")
        if language != "json":
            yield language, content, after[1] if language == "graphql" and after[0] == "json" else None


async def ask(reader: Reader, query: str, database_url: str) -> Any:
    """What the service answers to a query of the page, by the key that its first line names."""
    key = _KEY.match(query)
    headers = {"authorization": f"Bearer {reader.exported(key[1])}"} if key else {}
    app = create_app(Settings(database_url=database_url))
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gozareh") as http,
    ):
        response = await http.post("/graphql", json={"query": reader.with_ids(query)}, headers=headers)
    return response.json()
