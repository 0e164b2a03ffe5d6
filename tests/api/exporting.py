"""What tests of exports share: an export over HTTP, the claims that hostile articles make, and a slow reader."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import orjson
from sqlmodel import SQLModel
from starlette.types import ASGIApp, Message

from api.exports.forms import Form
from db.sessions import Database
from domain.ids import verdict_id
from tests import factories as make
from tests.api.client import Client

HOSTILE = {
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "a formula after spaces": "  +1-2",
    "a formula after quotes": '"«=1+1»',
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "full-width signs": "＝1＋1",
    "a formula after a mark of direction": "\u200f\u2067-1\u2069",
    "tabs": "\t=1",
    "a cell that ends elsewhere": "الف;=1+1",
    "lines": "سطر\r\n-سطر\nسطر",
    "other ends of lines": "سطر\u2028سطر\u2029سطر\u0085سطر",
    "quotes": 'گفت "آب"، \'نان\' و ""',
    "a script": "</script><script>alert(1)</script><!--",
    "HTML": '<img src=x onerror="alert(1)"> & &lt;',
    "marks of direction": "\u202eabc\u202c\u2066def\u2069",
    "controls": "\x01\x08\x1b[31m\x7f",
    "a very long one": "آب" * 20_000,
}
"""Words by what is hostile about them."""


def address(form: Form, where: Mapping[str, object] | None = None) -> str:
    """The path and query of an export."""
    query = f"?{urlencode({'where': orjson.dumps(where).decode()})}" if where is not None else ""
    return f"/exports/{form}{query}"


async def export(client: Client, form: Form, where: Mapping[str, object] | None = None) -> bytes:
    """The bytes of an export."""
    response = await client.http.get(address(form, where), headers={"accept-encoding": "identity"})
    assert response.status_code == 200, response.text
    return response.content


async def store_claims(database: Database, count: int, *, content: str = "پل باز می‌شود") -> None:
    """Store this many claims of one article."""
    article = make.article()
    revision = make.revision(article)
    await make.store(database, [article, revision, *(make.claim(revision, content=content) for _ in range(count))])


async def store_hostile(database: Database) -> dict[str, str]:
    """Store a claim with each of the hostile words, which its article, outlet, speaker and note have too.

    The words by the ids of claims.
    """
    key, found = make.api_key(), dict[str, str]()
    rows: list[SQLModel] = [key]
    for number, words in enumerate(HOSTILE.values()):
        short = f"{words[:200]} {number}"
        outlet, [speaker, alias] = make.outlet(short), make.speaker(short)
        article = make.article(of=outlet, title=short)
        revision = make.revision(article)
        claim = make.claim(revision, by=speaker.id, content=words, role=short)
        note = make.note(claim, key=key, verdict_id=verdict_id("false"), body=short)
        rows += [outlet, speaker, alias, article, revision, claim, *note]
        found[f"claim_{claim.id.hex}"] = words
    await make.store(database, rows)
    return found


@dataclass
class Reader:
    """Reads an answer at the level of ASGI; where it is told, it leaves after some parts, or acts after two."""

    app: ASGIApp
    leaves_after: int | None = None
    after_two: Callable[[], Awaitable[None]] | None = None
    parts: list[bytes] = field(default_factory=list)
    is_whole: bool = False
    """Whether the answer came to its end."""
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def get(self, address: str) -> None:
        """Read the answer. Raises what the application raises."""
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [],
            "client": ("192.0.2.7", 50_000),
            "server": ("gozareh", 80),
        }
        await self.app(scope, self._receive, self._send)

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            return
        self.parts.append(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        if self.after_two is not None and len(self.parts) == 2:
            await self.after_two()
        if self.leaves_after is not None and len(self.parts) >= self.leaves_after:
            self.gone.set()
            await asyncio.sleep(0)
