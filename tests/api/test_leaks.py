"""What the team keeps to itself is nowhere in what others are answered: the whole schema is walked, before and after.

A database is asked everything that the schema has, without a key and with a reader's; then the team's notes, drafts and
events are added, and it is asked again. Every answer must be the same, to the letter.
"""

from collections.abc import Iterable

import orjson
import pytest
from graphql import GraphQLObjectType, get_named_type
from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import AuditEventRow, EvidenceRow, NoteRow
from domain.roles import Role
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import NAMES, SCHEMA, TABLES
from tests.api.test_every_field import asked_by, every_field, fields_alone, small_world
from tests.keys import create_key

LISTS = ("claims", "speakers", "offices", "judgements", "topics")
BY_ID = {"claim", "speaker", "office", "mention", "judgement", "node", "topic"}
REFUSED = {"reviewQueue", "auditEvents", "apiKeys", "webhooks", "webhookDeliveries"}
OTHERS = {
    "timeline": "{ timeline(interval: YEAR, groupBy: VERDICT) { totalCount undatedCount coarserCount"
    " buckets { count claims { totalCount nodes { id } } } series { verdict { key } counts totalCount } } }",
    "suggestions": '{ suggestions(text: "نی") { kind label matched node { id } } }',
    "viewer": "{ viewer { name role } }",
    "verdicts": "{ verdicts { key } }",
    "rateLimit": "{ rateLimit { limit } }",
    "liveCursors": "{ liveCursors { claimAdded noteChanged } }",
}
SEARCHES = ("راز", "پیش‌نویس", "پل")
FILTERS = (
    "hasNotes: true", "hasNotes: false", "not: {hasNotes: true}", "hasVerdict: true", "hasVerdict: false",
    'verdicts: ["true", "false", "half-true", "misleading", "unproven"]',
)  # fmt: skip
SECRETS = {"body": "راز تیم", "author": "رازدار", "url": "https://example.org/secret", "reason": "دلیل پنهان"}


def is_hidden(row: SQLModel, rows: Iterable[SQLModel]) -> bool:
    """Whether a row is the team's alone."""
    match row:
        case NoteRow():
            return row.stage != "published" or row.visibility != "public"
        case EvidenceRow():
            return any(isinstance(one, NoteRow) and one.id == row.note_id and is_hidden(one, ()) for one in rows)
        case AuditEventRow():
            return row.audience != "public"
    return False


def marked(row: SQLModel) -> SQLModel:
    """A hidden row whose every word is a secret."""
    match row:
        case NoteRow():
            return row.model_copy(update={"body": SECRETS["body"], "author": SECRETS["author"]})
        case EvidenceRow():
            return row.model_copy(update={"url": SECRETS["url"]})
        case AuditEventRow():
            return row.model_copy(update={"reason": SECRETS["reason"], "actor": SECRETS["author"]})
    raise AssertionError(row)


def questions(rows: Iterable[SQLModel]) -> list[str]:
    """Everything that the schema can be asked about these rows."""
    query_type = SCHEMA.query_type
    assert query_type is not None
    assert set(query_type.fields) <= {*LISTS, *BY_ID, *REFUSED, *OTHERS}, "a new field of Query has to be walked here"
    asked = [OTHERS[name] for name in OTHERS if name in query_type.fields]
    asked += [f'{{ claims(where: {{text: "{words}"}}) {{ totalCount nodes {{ id }} }} }}' for words in SEARCHES]
    asked += [f"{{ claims(where: {{{where}}}) {{ totalCount nodes {{ id }} }} }}" for where in FILTERS]
    for name in LISTS:
        page = query_type.fields[name].type
        node = get_named_type(get_named_type(page).fields["nodes"].type)
        asked.append(f"{{ {name}(first: 50) {every_field(page, 1)} }}")
        asked += [f"{{ {name}(first: 50) {{ nodes {{ {one} }} }} }}" for one in fields_alone(node, 2)]
    for kind, table in TABLES.items():
        node = SCHEMA.type_map[NAMES.get(kind, kind.capitalize())]
        assert isinstance(node, GraphQLObjectType)
        for row in rows:
            if isinstance(row, table):
                fields = every_field(node, 0)
                asked.append(
                    f'{{ node(id: "{kind}_{row.model_dump()["id"].hex}") {{ id ... on {node.name} {fields} }} }}'
                )
    return asked


@pytest.mark.parametrize("role", [None, Role.READER])
async def test_nothing_of_the_team_is_in_what_others_are_answered(
    client: Client, database: Database, role: Role | None
) -> None:
    """No field, count, search, timeline, node, cursor or error changes by it."""
    rows = await small_world(database, store=False)
    await asked_by(database, "public")
    hidden = [marked(row) for row in rows if is_hidden(row, rows)]
    await make.store(database, [row for row in rows if not is_hidden(row, rows)])
    key = await create_key(database, name="خواننده", role=role, now=make.NOW) if role else None
    asked = questions(rows)
    before = [orjson.dumps(await client.ask(one, key=key)) for one in asked]
    await make.store(database, hidden)
    after = [orjson.dumps(await client.ask(one, key=key)) for one in asked]
    assert len(hidden) > 8
    assert [one for one, old, new in zip(asked, before, after, strict=True) if old != new] == []
    assert not any(secret in told.decode() for told in after for secret in SECRETS.values())


@pytest.mark.parametrize("role", [None, Role.READER])
async def test_what_is_refused_tells_nothing_of_it(client: Client, database: Database, role: Role | None) -> None:
    """The refusal of a mutation on a hidden note is that of a mutation on none."""
    rows = await small_world(database)
    key = await create_key(database, name="خواننده", role=role, now=make.NOW) if role else None
    hidden = next(row for row in rows if isinstance(row, NoteRow) and is_hidden(row, rows))
    move = 'mutation {{ moveNote(input: {{noteId: "note_{}", version: 1, to: DRAFT}}) {{ errors {{ message }} }} }}'
    refused = [await client.error(move.format(one), key=key) for one in (hidden.id.hex, "0" * 32)]
    assert refused[0] == refused[1]
