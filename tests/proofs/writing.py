"""Clients that write without a pause, and remember of each write whether it was acknowledged."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Any

import httpx

from tests.proofs.printed import article

SECONDS = 120.0
"""How long a client waits for an answer."""
_FIRST_DAY = date(2001, 1, 1)
"""Corrections give a claim one day after the other from here on, so that none changes nothing."""
_PAYLOAD = "errors { code field message }"
_DOCUMENTS = {
    "ingestArticle": f"""mutation ($input: IngestArticleInput!) {{ did: ingestArticle(input: $input) {{ {_PAYLOAD}
        article {{ claims {{ nodes {{ id version }} }} }} }} }}""",
    "addNote": f"mutation ($input: AddNoteInput!) {{ did: addNote(input: $input) {{ {_PAYLOAD} note {{ id }} }} }}",
    "amendNote": f"mutation ($input: AmendNoteInput!) {{ did: amendNote(input: $input)"
    f" {{ {_PAYLOAD} note {{ id version }} }} }}",
    "correctClaim": f"mutation ($input: CorrectClaimInput!) {{ did: correctClaim(input: $input)"
    f" {{ {_PAYLOAD} claim {{ id version }} }} }}",
}


class Fate(StrEnum):
    """What a client knows of a write that it asked for."""

    ASKED = "asked"
    """No answer came: it is done once, or not at all."""
    ACKNOWLEDGED = "acknowledged"


@dataclass(slots=True)
class Write:
    """One mutation with its idempotency key, which also stands in what it writes."""

    action: str
    token: str
    input: Mapping[str, Any]
    fate: Fate = Fate.ASKED
    article: int = 0
    """The number of the article that it stores, 0 for another action."""


@dataclass(slots=True)
class Ledger:
    """All that was asked of the service, and what it answered that it should not have."""

    writes: list[Write] = field(default_factory=list)
    wrong: list[object] = field(default_factory=list)
    cut_off: int = 0
    """How many writes were asked and had no answer when the server died."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with each answer."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    tokens: "count[int]" = field(default_factory=lambda: count(1))


@dataclass(slots=True)
class Writer:
    """One client with a key of its own, which changes only what it wrote itself.

    Articles of even numbers get their longer text later; on the claims of the others notes and corrections are written.
    """

    key: str
    ledger: Ledger
    chance: random.Random
    short: list[int] = field(default_factory=list)
    claims: dict[str, int] = field(default_factory=dict)
    """The versions of its claims, by id."""
    notes: dict[str, int] = field(default_factory=dict)
    unanswered: Write | None = None

    async def write_until_cut_off(self, address: str) -> None:
        """Write one thing after another until the server is gone; half of what had no answer is asked again first."""
        async with httpx.AsyncClient(base_url=address, timeout=SECONDS) as http:
            pending, self.unanswered = self.unanswered, None
            try:
                if pending is not None and self.chance.random() < 0.5:
                    await self._ask(http, pending)
                while True:
                    await self._ask(http, self._next())
            except httpx.TransportError:
                return

    def _next(self) -> Write:
        actions = ["ingestArticle"] * 3
        if self.claims:
            actions += ["addNote", "addNote", "correctClaim", "correctClaim"]
        if self.notes:
            actions += ["amendNote"] * 2
        if self.short:
            actions += ["longer"] * 2
        write = self._made(self.chance.choice(actions), f"token-{next(self.ledger.tokens)}.")
        self.ledger.writes.append(write)
        return write

    def _made(self, action: str, token: str) -> Write:
        if action in {"ingestArticle", "longer"}:
            is_longer = action == "longer"
            number = self.short.pop(self.chance.randrange(len(self.short))) if is_longer else next(self.ledger.numbers)
            given = {**article(number, is_longer=is_longer), "idempotencyKey": token}
            return Write("ingestArticle", token, given, article=number)
        if action == "addNote":
            about: dict[str, object] = {"claimId": self.chance.choice(list(self.claims))}
        elif action == "amendNote":
            note = self.chance.choice(list(self.notes))
            about = {"noteId": note, "version": self.notes.pop(note)}
        else:
            claim = self.chance.choice(list(self.claims))
            day = {"date": (_FIRST_DAY + timedelta(days=len(self.ledger.writes))).isoformat()}
            about = {"claimId": claim, "version": self.claims.pop(claim), "saidOn": day}
        words = {"reason": token} if action == "correctClaim" else {"body": f"سند {token}"}
        return Write(action, token, {**about, **words, "idempotencyKey": token})

    async def _ask(self, http: httpx.AsyncClient, write: Write) -> None:
        """Ask it, and keep what the answer tells. Raises httpx.TransportError where no answer comes."""
        body = {"query": _DOCUMENTS[write.action], "variables": {"input": write.input}}
        try:
            response = await http.post("/graphql", json=body, headers={"authorization": f"Bearer {self.key}"})
        except (httpx.ReadError, httpx.RemoteProtocolError):
            self.unanswered = write
            self.ledger.cut_off += 1
            raise
        except httpx.TransportError:
            self.unanswered = write
            raise
        self.ledger.answered.set()
        answer = response.json()
        did = (answer.get("data") or {}).get("did")
        if "errors" in answer or did is None or did["errors"]:
            self.ledger.wrong.append((write, answer))
            return
        write.fate = Fate.ACKNOWLEDGED
        self._keep(write, did)

    def _keep(self, write: Write, did: Mapping[str, Any]) -> None:
        match write.action:
            case "ingestArticle" if write.article % 2:
                self.claims |= {one["id"]: one["version"] for one in did["article"]["claims"]["nodes"]}
            case "ingestArticle":
                if write.input == {**article(write.article, is_longer=False), "idempotencyKey": write.token}:
                    self.short.append(write.article)
            case "addNote":
                self.notes[did["note"]["id"]] = 1
            case "amendNote":
                self.notes[did["note"]["id"]] = did["note"]["version"]
            case "correctClaim":
                self.claims[did["claim"]["id"]] = did["claim"]["version"]
