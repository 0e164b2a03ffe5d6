"""The compiled statement answers every field of every type as a plain walk over the rows does."""

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLUnionType,
    get_named_type,
)
from sqlalchemy import select
from sqlmodel import SQLModel
from strawberry.utils.str_converters import to_camel_case

from db.reading.catalogue import NODES
from db.sessions import Database
from db.tables import ApiKeyRow, ClaimRow, EvidenceRow, NoteRow, VerdictRow
from domain.roles import Role
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import NAMES, SCHEMA, TABLES, World
from tests.keys import create_key

ARGUMENTS = {
    "first": "first: 2",
    "date": 'date: "2024-04-30"',
    "interval": "interval: YEAR",
    "calendar": "calendar: JALALI",
    "text": 'text: "پل «فردا باز»"',
    "language": "language: EN",
    "groupBy": "groupBy: TOPIC",
}
_hidden: ContextVar[set[str]] = ContextVar("hidden", default=set())  # noqa: B039 - never changed in place
"""The fields that who asks may not ask for."""


async def small_world(database: Database, *, store: bool = True) -> list[SQLModel]:
    """Rows of every kind, and not stored where the test does that itself.

    Undated, withdrawn and speakerless claims, a withdrawn article, missing outlets, notes with verdicts, somebody who
    was merged, rejected names and offices, mentions that wait and that people decided.
    """
    async with database.reading() as session:
        verdicts = list((await session.scalars(select(VerdictRow))).all())
    outlet, other = make.outlet(), make.outlet("روزنامه نمونه")
    articles = [
        make.article(of=outlet),
        make.article(of=other, tags=()),
        make.article(title="بی‌نام"),
        make.article(of=outlet, title=None, tags=(), withdrawn_at=make.NOW),
    ]
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
        make.claim(revisions[3], withdrawn_at=make.NOW),
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
        *verification_notes(claims, key, verdicts, speaker=merged[0].id, article=articles[0].id),
    ]
    events = [
        make.event(claim_id=claims[0].id, after='{"verdict":"false"}', reason="سند"),
        make.event(article_id=claims[0].article_id, at=later, action="ingestArticle", request_id="r1"),
        make.event(claim_id=claims[0].id, audience="team", before='{"stage":"draft"}'),
        make.event(claim_id=claims[1].id, audience="admin", subject_kind="key"),
    ]
    people: list[SQLModel] = [row for rows in (*speakers, merged) for row in rows]
    people += [row for rows in offices for row in rows]
    judged = [asked, decided, undone, *names, *tenures, *mentions, *candidates]
    water, power = make.topic("آب"), make.topic("برق")
    topics = [water, power, make.topic("آب شهر", into=water), make.topic("بی\u200cخبر")]
    about = [*make.about(articles[0], power, water), *make.about(articles[1], water), *make.about(articles[2], power)]
    printed: list[SQLModel] = [outlet, other, *articles, *revisions, *topics, *about]
    rows: list[SQLModel] = [*printed, *people, *judged, *hops, *claims, *corrections, key, *notes, *events]
    if store:
        await make.store(database, rows)
    return [*rows, *verdicts]


def verification_notes(
    claims: list[ClaimRow], key: ApiKeyRow, verdicts: list[VerdictRow], *, speaker: UUID, article: UUID
) -> list[NoteRow | EvidenceRow]:
    """Notes of every stage and sort: the team's, drafts, superseded and retracted ones, on speakers and articles."""
    later = make.NOW + timedelta(days=1)
    published = make.note(claims[1], key=key, verdict_id=verdicts[2].id, superseded_at=later)
    root = published[0].id
    return [
        *published,
        *make.note(claims[1], key=key, root_id=root, version=2, verdict_id=verdicts[3].id, changes_verdict="سند نو"),
        *make.note(
            claims[1], key=key, root_id=root, version=3, stage="submitted", submitted_at=later, assigned_to="بهرام"
        ),
        *make.note(
            claims[0], key=key, stage="reviewed", reviewed_by="بهرام", assigned_to="سارا", attribution="confirmed"
        ),
        *make.note(claims[0], key=key, visibility="team", created_at=later, verdict_id=verdicts[4].id),
        *make.note(claims[3], key=key, attribution="misattributed", language="en", body="*he* did not <b>say</b> it"),
        *make.note(claims[3], key=key, verdict_id=verdicts[0].id, retracted_at=later, retraction_reason="سند جعلی بود"),
        *make.note(key=key, speaker_id=speaker),
        *make.note(key=key, article_id=article, origin="imported"),
        *make.note(key=key, article_id=article, stage="draft"),
    ]


def every_field(of: GraphQLOutputType, depth: int) -> str:
    """A selection of every field of a type, as deep as `depth` objects; "" for a leaf."""
    named = get_named_type(of)
    if isinstance(named, GraphQLScalarType | GraphQLEnumType):
        return ""
    if isinstance(named, GraphQLUnionType):
        members = [f"... on {one.name} {every_field(one, depth)}" for one in named.types]
        return f"{{ __typename {' '.join(members)} }}"
    assert isinstance(named, GraphQLObjectType)
    fields = ["__typename"]
    for name, field in named.fields.items():
        if name in _hidden.get():
            continue
        below = every_field(field.type, depth - 1) if depth else None
        is_leaf = isinstance(get_named_type(field.type), GraphQLScalarType | GraphQLEnumType)
        if is_leaf or below:
            fields.append(f"{asked_for(name, field)} {below or ''}")
    return f"{{ {' '.join(fields)} }}"


def fields_alone(of: GraphQLNamedType, depth: int) -> Iterator[str]:
    """Every field of a type by itself, each with every field below it as deep as `depth` objects."""
    assert isinstance(of, GraphQLObjectType)
    for name, field in of.fields.items():
        if name in _hidden.get():
            continue
        yield f"{asked_for(name, field)} {every_field(field.type, depth)}"


def asked_for(name: str, field: GraphQLField) -> str:
    """A field with arguments."""
    given = ", ".join(ARGUMENTS[key] for key in field.args if key in ARGUMENTS)
    return f"{name}({given})" if given else name


PUBLIC = [("claims", 2), ("speakers", 2), ("offices", 2), ("judgements", 1), ("topics", 2)]
TEAM = [*PUBLIC, ("reviewQueue", 2), ("auditEvents", 2)]


async def asked_by(database: Database, audience: str) -> str | None:
    """The key of somebody of this audience; None for the public, who may not ask for some fields."""
    restricted = {to_camel_case(name) for entity in NODES.values() for name in entity.restricted}
    _hidden.set(restricted if audience == "public" else set())
    if audience == "public":
        return None
    return await create_key(database, name="سردبیر", role=Role.EDITOR, now=make.NOW)


@pytest.mark.parametrize(
    ("audience", "root", "depth"),
    [*(("public", *one) for one in PUBLIC), *(("team", *one) for one in TEAM)],
)
async def test_every_field_is_answered_as_a_plain_walk_answers_it(
    client: Client, database: Database, audience: str, root: str, depth: int
) -> None:
    """The compiled read is no second meaning: every field of every row, and every field of what is below it."""
    world, key = World(await small_world(database), audience=audience), await asked_by(database, audience)
    query_type = SCHEMA.query_type
    assert query_type is not None
    page = query_type.fields[root].type
    node_type = get_named_type(get_named_type(page).fields["nodes"].type)
    for below in (every_field(page, 1), *(f"{{ nodes {{ {one} }} }}" for one in fields_alone(node_type, depth))):
        query = f"{{ {root}(first: 3) {below} }}"
        assert await client.data(query, key=key) == world.ask(query)


@pytest.mark.parametrize("audience", ["public", "team"])
@pytest.mark.parametrize("kind", list(TABLES))
async def test_every_kind_of_node_is_answered_by_its_id(
    client: Client, database: Database, kind: str, audience: str
) -> None:
    """Through the interface, and with what is below it."""
    rows = await small_world(database)
    world, key = World(rows, audience=audience), await asked_by(database, audience)
    row: Any = next(one for one in rows if one.__tablename__ == TABLES[kind].__tablename__)
    node_type = SCHEMA.type_map[NAMES.get(kind, kind.capitalize())]
    for one in fields_alone(node_type, 1):
        query = f'{{ node(id: "{kind}_{row.id.hex}") {{ id ... on {node_type.name} {{ {one} }} }} }}'
        assert await client.data(query, key=key) == world.ask(query)
