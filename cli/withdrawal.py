"""`gozareh withdraw` and `gozareh restore`: claims and articles whose words go, and come back."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import migrated_database, read_settings, who_sits_here
from cli.printing import AsJson, complain, print_json
from domain.errors import BadDecision, BadSetting
from domain.links import is_web_link
from domain.node_ids import node_id, split_node_id

if TYPE_CHECKING:
    from uuid import UUID

    from ingest.acting import Acting

Which = Annotated[str, typer.Argument(metavar="ID|URL", help="A claim's or an article's id, or the article's address.")]
Why = Annotated[str, typer.Option(help="Why, in a sentence that everybody may read; it stays beside the id.")]
By = Annotated[str | None, typer.Option(help="Who does it; the user of this terminal where it is left out.")]

_FIELDS = {"claimId": "ID", "articleId": "ID", "reason": "--why"}
"""What the commands call the fields of a decision."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A claim or an article that is named on the command line."""

    kind: str
    key: UUID

    @property
    def id(self) -> str:
        """The id that clients use."""
        return node_id(self.kind, self.key)


def add_to(app: typer.Typer) -> None:
    """Give the commands their place."""
    app.command(epilog='Example: gozareh withdraw claim_5f... --why "the speaker never said so; the paper mended it"')(
        withdraw
    )
    app.command(epilog='Example: gozareh restore claim_5f... --why "the complaint was about another article"')(restore)


def withdraw(  # noqa: PLR0913 - the options of a command are its arguments
    which: Which,
    *,
    why: Why,
    erase: Annotated[bool, typer.Option("--erase", help="Keep nothing of the words, for ever.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without being asked once more.")] = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a claim, or an article with all its claims: their words are shown nowhere any more.

    The id goes on answering, with the reason. Without --erase the words are kept where nothing reads them, and
    `gozareh restore` brings them back. An article that was withdrawn is not ingested again.
    """
    from ingest.withdrawal import withdraw_article, withdraw_claim

    thing = _thing(which)
    if erase and not yes:
        _confirm(thing)

    async def act(acting: Acting) -> dict[str, object]:
        if thing.kind == "article":
            return {"claims": await withdraw_article(acting, thing.key, reason=why, erase=erase), "held_by": []}
        done = await withdraw_claim(acting, thing.key, reason=why, erase=erase)
        return {"claims": 1, "held_by": [node_id("claim", one) for one in done.held_by]}

    done = _acted(act, by)
    if as_json:
        print_json({"id": thing.id, "erased": erase, **done})
        return
    kept = "nothing of it is kept" if erase else f"to bring it back: gozareh restore {thing.id}"
    counted = f" with {done['claims']} live claims" if thing.kind == "article" else ""
    print(f"{thing.id}: withdrawn{counted}; {kept}")
    for other in done["held_by"] if isinstance(done["held_by"], list) else ():
        complain(f"{other} holds the same words; withdraw it too, if it is meant")


def restore(which: Which, *, why: Why, by: By = None, as_json: AsJson = False) -> None:
    """Bring back a claim or an article that was withdrawn, with its words, unless they were erased."""
    from ingest.withdrawal import restore_article, restore_claim

    thing = _thing(which)

    async def act(acting: Acting) -> dict[str, object]:
        if thing.kind == "article":
            return {"claims": await restore_article(acting, thing.key, reason=why)}
        await restore_claim(acting, thing.key, reason=why)
        return {"claims": 1}

    done = _acted(act, by)
    if as_json:
        print_json({"id": thing.id, **done})
        return
    counted = f" with {done['claims']} live claims" if thing.kind == "article" else ""
    print(f"{thing.id}: restored{counted}")


def _thing(given: str) -> Thing:
    """The claim or the article that is meant. Raises BadFilter and BadSetting."""
    from domain.ids import article_id_by_url

    if is_web_link(given):
        return Thing("article", article_id_by_url(given))
    kind, key = split_node_id(given, field="ID")
    if kind not in {"article", "claim"}:
        raise BadSetting("ID", f"is a {kind}'s; give a claim's, an article's, or the article's address")
    return Thing(kind, key)


def _confirm(thing: Thing) -> None:
    """Ask once more on a terminal. Raises BadSetting where nobody can be asked."""
    if not sys.stdin.isatty():
        raise BadSetting("--erase", "keeps nothing of the words, for ever; add --yes where nobody can be asked")
    typer.confirm(f"Nothing of {thing.id} will be kept, for ever. Erase it?", abort=True, err=True)


def _acted(act: Callable[[Acting], Awaitable[dict[str, object]]], by: str | None) -> dict[str, object]:
    """What was done, once it is stored. Raises BadSetting for what is refused."""
    try:
        return asyncio.run(_act(act, by or who_sits_here()))
    except BadDecision as refused:
        raise BadSetting(_FIELDS.get(refused.field, refused.field), refused.problem) from refused


async def _act(act: Callable[[Acting], Awaitable[dict[str, object]]], author: str) -> dict[str, object]:
    from domain.roles import at_terminal
    from domain.text import is_storable
    from ingest.acting import Acting

    if not is_storable(author):
        raise BadSetting("--by", "holds characters that are no text; remove them")
    settings = read_settings()
    async with migrated_database(settings) as database, database.writing() as session:
        return await act(Acting(session, at_terminal(author), datetime.now(UTC), settings.home_country))
