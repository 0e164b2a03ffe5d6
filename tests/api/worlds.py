"""A speaker, an article, a claim and all that pages show beside them, with one text in every place that holds words."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import ClaimRow, NoteRow, SpeakerRow
from db.withdrawal import Mark, withhold_claim
from domain.ids import verdict_id
from domain.node_ids import node_id
from tests import factories as make

HARMLESS = "سخن"
PLAIN_LINK = "https://example.org/plain"
GONE = "این واژه‌ها را سردبیر برداشت"
"""The content of the claim that is withdrawn."""


@dataclass(frozen=True, slots=True)
class World:
    """The rows, and the ids by which pages show them; of the claim to withdraw, its row and why it is withdrawn."""

    rows: list[SQLModel]
    gone: ClaimRow
    reason: str
    speaker: str
    topic: str
    claim: str
    withdrawn: str


def world_of(text: str, *, number: int, article_url: str, evidence_url: str) -> World:
    """All rows with the text in them; `number` tells the rows of one world from another's."""
    outlet, topic, key = make.outlet(text), make.topic(text), make.api_key(text)
    outlet.key = topic.key = key.name = f"{number} {text}"
    topic.id = topic.canonical_id = outlet.id
    speaker, alias = make.speaker(text)
    assert isinstance(speaker, SpeakerRow)
    speaker.latin = f"latin {text}"
    office, *titles = make.office(text)
    tenure = make.tenure(speaker.id, office=office.id)
    tenure.source = article_url
    article = make.article(of=outlet, title=text)
    article.url = article_url
    revision = make.revision(article)
    claim = make.claim(revision, by=speaker.id, content=text, target=text, role=text)
    gone = make.claim(revision, by=speaker.id, content=GONE, role=text)
    notes = make.note(claim, key=key, verdict_id=verdict_id("false"), body=text)
    note, evidence = notes
    assert isinstance(note, NoteRow)
    note.author = text
    evidence.url, evidence.title, evidence.excerpt = evidence_url, text, text
    happened = make.event(actor=text, reason=text, subject_id=claim.id)
    rows: list[SQLModel] = [outlet, topic, key, speaker, alias, office, *titles, tenure]
    rows += [
        article,
        *make.about(article, topic),
        revision,
        make.hop(revision, name=text),
        claim,
        gone,
        *notes,
        happened,
    ]
    return World(
        rows,
        gone,
        text,
        node_id("speaker", speaker.id),
        node_id("topic", topic.id),
        _id_of(claim),
        _id_of(gone),
    )


def _id_of(claim: ClaimRow) -> str:
    return node_id("claim", claim.id)


async def store_worlds(database: Database, worlds: Collection[World]) -> None:
    """Store them, each with a claim that an editor withdrew."""
    await make.store(database, [row for world in worlds for row in world.rows])
    async with database.writing() as session:
        for world in worlds:
            await withhold_claim(session, world.gone.id, Mark(make.NOW, world.reason))
