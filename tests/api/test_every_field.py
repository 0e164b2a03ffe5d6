"""The compiled statement answers every field of every type as a plain walk over the rows does."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    get_named_type,
)
from sqlalchemy import select
from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import VerdictRow
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import SCHEMA, World

ARGUMENTS = {
    "first": "first: 2",
    "date": 'date: "2024-04-30"',
    "interval": "interval: YEAR",
    "calendar": "calendar: JALALI",
}


async def small_world(database: Database) -> list[SQLModel]:
    """Rows of every kind.

    Undated, withdrawn and speakerless claims, missing outlets, notes with verdicts, somebody who was merged, rejected
    names and offices, mentions that wait and that people decided.
    """
    async with database.reading() as session:
        verdicts = list((await session.scalars(select(VerdictRow))).all())
    outlet, other = make.outlet(), make.outlet("روزنامه نمونه")
    articles = [make.article(of=outlet), make.article(of=other, tags=()), make.article(title="بی‌نام")]
    revisions = [make.revision(article) for article in articles]
    speakers = [make.speaker(), make.speaker("بهرام آذرنگ"), make.speaker("خاموش بی‌سخن")]
    key = make.api_key()
    first, second = speakers[0][0].id, speakers[1][0].id
    merged = make.merged_speaker(first, born_on=date(1960, 3, 1), born_precision="month")
    offices = [make.office(), make.office("سرپرست سازمان نمونه", country=None, organisation="سازمان نمونه", rank=20)]
    minister, head = offices[0][0], offices[1][0]
    asked, decided = (
        make.judgement(),
        make.judgement(decision="same", mention_id=uuid4(), speaker_id=first, author="سارا"),
    )
    undone = make.judgement(
        about="speakers",
        decision="different",
        speaker_id=first,
        other_id=merged[0].id,
        author="سارا",
        superseded_by=decided.id,
        made_at=make.NOW - timedelta(days=1),
    )
    tenures = [
        make.tenure(first, office=minister.id, start="2019-02", end="2024-05-10"),
        make.tenure(merged[0].id, office=head.id, start="2024-04-30", believed_until=date(2024, 6, 1)),
        make.tenure(second, office=head.id, start=None, end="2024-04-30"),
        make.tenure(second, office=minister.id, rejected_by=decided),
    ]
    waiting = make.mention(articles[1], waits_for=asked, offices=("وزیر آزمون",))
    mentions = [
        make.mention(articles[0], "مریم نیک‌فر", decided_by=decided),
        make.mention(articles[1], "نیک‌فر وزیر آزمون"),
        waiting,
    ]
    candidates = [make.candidate(waiting, merged[0].id), make.candidate(waiting, second)]
    names = [make.alias(merged[0].id, "Niknam", language="en"), make.alias(first, "کس دیگر", rejected_by=decided)]
    claims = [
        make.claim(revisions[0], by=first, source=mentions[0], role="وزیر آزمون ایران", office_id=minister.id),
        make.claim(
            revisions[0],
            by=first,
            said_on=date(2023, 1, 1),
            precision="year",
            kind="mixed",
            target="پل",
            source=mentions[0],
        ),
        make.claim(revisions[1], by=second, said_on=None),
        make.claim(revisions[1], by=first, said_on=date(2024, 4, 30), kind="indirect", source=mentions[1]),
        make.claim(revisions[1], said_on=None, source=waiting, role="وزیر آزمون"),
        make.claim(revisions[2], by=second, withdrawn_at=make.NOW, source=mentions[1]),
    ]
    claims[1].corrected_fields = ["speaker", "said_on", "kind"]
    claims[1].version = 3
    claims[4].found_by = "person"
    claims[5].withdrawn_by = "extractor"
    corrections = [
        make.correction(claims[1], "content", before={"start": 1, "end": 5}, after={"start": 2, "end": 5}),
        make.correction(claims[1], "speaker", before={"speaker": second.hex}, after={"speaker": None}),
        make.correction(
            claims[1],
            "said_on",
            before={"day": None, "precision": None},
            after={"day": "2023-01-01", "precision": "year"},
            made_at=make.NOW + timedelta(hours=2),
        ),
        make.correction(claims[1], "kind", before={"kind": "direct"}, after={"kind": "mixed"}),
        make.correction(
            claims[4],
            "missed",
            after={"start": 10, "end": 20, "cue_start": 5, "cue_end": 8, "mention_start": None, "is_statement": True},
        ),
    ]
    hops = [
        make.hop(revisions[0]),
        make.hop(revisions[0], position=1, name="روزنامه نمونه", words="نمونه"),
        make.hop(revisions[0], position=2, name="ناشناس", words="ناشناس"),
    ]
    later = make.NOW + timedelta(hours=1)
    notes = [
        *make.note(claims[0], key=key, verdict_id=verdicts[0].id),
        *make.note(claims[0], key=key, verdict_id=verdicts[1].id, created_at=later),
        *make.note(claims[0], key=key, created_at=later + timedelta(hours=1)),
        *make.note(claims[2], key=key),
    ]
    people: list[SQLModel] = [row for rows in (*speakers, merged) for row in rows]
    people += [row for rows in offices for row in rows]
    judged = [asked, decided, undone, *names, *tenures, *mentions, *candidates]
    printed: list[SQLModel] = [outlet, other, *articles, *revisions]
    rows: list[SQLModel] = [*printed, *people, *judged, *hops, *claims, *corrections, key, *notes]
    await make.store(database, rows)
    return [*rows, *verdicts]


def every_field(of: GraphQLOutputType, depth: int) -> str:
    """A selection of every field of a type, as deep as `depth` objects; "" for a leaf."""
    named = get_named_type(of)
    if isinstance(named, GraphQLScalarType | GraphQLEnumType):
        return ""
    assert isinstance(named, GraphQLObjectType)
    fields = ["__typename"]
    for name, field in named.fields.items():
        below = every_field(field.type, depth - 1) if depth else None
        is_leaf = isinstance(get_named_type(field.type), GraphQLScalarType | GraphQLEnumType)
        if is_leaf or below:
            fields.append(f"{asked_for(name, field)} {below or ''}")
    return f"{{ {' '.join(fields)} }}"


def fields_alone(of: GraphQLNamedType, depth: int) -> Iterator[str]:
    """Every field of a type by itself, each with every field below it as deep as `depth` objects."""
    assert isinstance(of, GraphQLObjectType)
    for name, field in of.fields.items():
        yield f"{asked_for(name, field)} {every_field(field.type, depth)}"


def asked_for(name: str, field: GraphQLField) -> str:
    """A field with arguments."""
    given = ", ".join(ARGUMENTS[key] for key in field.args if key in ARGUMENTS)
    return f"{name}({given})" if given else name


@pytest.mark.parametrize(("root", "depth"), [("claims", 2), ("speakers", 2), ("offices", 2), ("judgements", 1)])
async def test_every_field_is_answered_as_a_plain_walk_answers_it(
    client: Client, database: Database, root: str, depth: int
) -> None:
    """The compiled read is no second meaning: every field of every row, and every field of what is below it."""
    world = World(await small_world(database))
    query_type = SCHEMA.query_type
    assert query_type is not None
    page = query_type.fields[root].type
    node_type = get_named_type(get_named_type(page).fields["nodes"].type)
    for below in (every_field(page, 1), *(f"{{ nodes {{ {one} }} }}" for one in fields_alone(node_type, depth))):
        query = f"{{ {root}(first: 3) {below} }}"
        assert await client.data(query) == world.ask(query)


@pytest.mark.parametrize(
    "kind", ["article", "claim", "correction", "judgement", "mention", "note", "office", "outlet", "speaker", "verdict"]
)
async def test_every_kind_of_node_is_answered_by_its_id(client: Client, database: Database, kind: str) -> None:
    """Through the interface, and with what is below it."""
    rows = await small_world(database)
    world = World(rows)
    row: Any = next(one for one in rows if one.__tablename__ == kind)
    node_type = SCHEMA.type_map[kind.capitalize()]
    for one in fields_alone(node_type, 1):
        query = f'{{ node(id: "{kind}_{row.id.hex}") {{ id ... on {node_type.name} {{ {one} }} }} }}'
        assert await client.data(query) == world.ask(query)
