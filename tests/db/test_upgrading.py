"""A database of the first migration, with rows in it, comes to the newest one and back with all that it held."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import bindparam, select, text
from sqlmodel import SQLModel, col

from db.migrating import current_migration, differences, downgrade, newest_migration, upgrade
from db.search import SearchWords, finds
from db.sessions import Database
from db.tables import AliasRow, ArticleRow, ClaimRow, RevisionRow, SpeakerRow
from domain.register import ListedAlias
from domain.sounds import sound_of
from domain.text import name_key, search_key, speaker_key
from tests.ingest.registering import NOW, REGISTER, article, ingest, register

FIRST = "0001"
NAME = "سید مریم نیک\u200cفر"
OTHER_NAME = "سیدمریم نیک\u200cفر رودبالایی"
MADE = "2020-01-01 00:00:00+00:00"
SAID = "پل تازه فردا باز می\u200cشود"


@dataclass(frozen=True)
class Ids:
    """The ids of the rows that an old database holds."""

    speaker: UUID
    aliases: tuple[UUID, UUID]
    article: UUID
    revision: UUID
    claim: UUID
    unattributed: UUID


def written(database: Database, identity: UUID) -> str:
    """An id as the engine keeps it."""
    return identity.hex if database.is_sqlite else str(identity)


async def run(database: Database, statement: str, **values: object) -> None:
    """Run one statement of plain SQL: the code of today knows today's tables alone."""
    ids = {name: written(database, one) if isinstance(one, UUID) else one for name, one in values.items()}
    columns = {name: f":{name}" for name in ids}
    async with database.writing() as session:
        if not database.is_sqlite:
            columns |= {
                name: f"CAST(CAST(:{name} AS TEXT) AS UUID)" for name, one in values.items() if isinstance(one, UUID)
            }
            instant = "CAST(CAST(:{} AS TEXT) AS TIMESTAMPTZ)"
            columns |= {name: instant.format(name) for name, one in values.items() if one == MADE}
            columns |= {name: f"CAST(:{name} AS JSONB)" for name, one in values.items() if one == "[]"}
        await session.execute(text(statement.format(columns=", ".join(ids), values=", ".join(columns.values()))), ids)


async def put(database: Database, table: str, **values: object) -> None:
    """Put a row into a table."""
    await run(database, f"INSERT INTO {table} ({{columns}}) VALUES ({{values}})", **values)  # noqa: S608 - names of this file's


async def put_claim(database: Database, ids: Ids, identity: UUID, speaker: UUID | None, said: str = SAID) -> None:
    """Put a claim as the first migration has it."""
    spoken = {} if speaker is None else {"speaker_id": speaker}
    await put(
        database,
        "claim",
        id=identity,
        article_id=ids.article,
        revision_id=ids.revision,
        kind="direct",
        content=said,
        content_start=10,
        content_end=34,
        context=said,
        context_start=0,
        context_end=34,
        cue="گفت",
        cue_start=5,
        cue_end=8,
        speech_act="asserted",
        confidence=0.9,
        extractor_version="test",
        extracted_at=MADE,
        search_key=search_key(said),
        **spoken,
    )


async def old_rows(database: Database) -> Ids:
    """The rows of a database at the first migration: keys are `name_key`, as they were then."""
    await downgrade(database, FIRST)
    ids = Ids(uuid4(), (uuid4(), uuid4()), uuid4(), uuid4(), uuid4(), uuid4())
    await put(database, "speaker", id=ids.speaker, kind="person", name=NAME, key=name_key(NAME), created_at=MADE)
    for identity, name in zip(ids.aliases, (NAME, OTHER_NAME), strict=True):
        await put(
            database, "alias", id=identity, speaker_id=ids.speaker, text=name, key=name_key(name), origin="learned",
            created_at=MADE,
        )  # fmt: skip
    await put(database, "article", id=ids.article, title="عنوان", tags="[]", created_at=MADE)
    await put(
        database, "article_revision", id=ids.revision, article_id=ids.article, text="متن", text_hash="h",
        fetched_at=MADE, extractor_version="test", extracted_at=MADE,
    )  # fmt: skip
    await put_claim(database, ids, ids.claim, ids.speaker)
    await put_claim(database, ids, ids.unattributed, None, "باران می\u200cبارد")
    return ids


@pytest.fixture
async def ids(database: Database) -> Ids:
    """The rows of an old database that was upgraded to the newest migration."""
    found = await old_rows(database)
    await upgrade(database)
    return found


async def row[Row: SQLModel](database: Database, table: type[Row], identity: UUID) -> Row:
    """A row by its id."""
    async with database.reading() as session:
        query = select(table).where(col(table.id) == identity)  # type: ignore[attr-defined]  # every table has an id
        return (await session.scalars(query)).one()


async def found_claims(database: Database, words: str) -> list[UUID]:
    """The claims that hold the words, as they are searched."""
    claim = ClaimRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    async with database.reading() as session:
        query = select(col(ClaimRow.id)).where(
            finds(bindparam("words", words, SearchWords()), claim, is_sqlite=database.is_sqlite)
        )
        return list((await session.scalars(query)).all())


async def said_by(database: Database) -> dict[UUID, UUID | None]:
    """Who made each claim."""
    async with database.reading() as session:
        return {row.id: row.speaker_id for row in (await session.scalars(select(ClaimRow))).all()}


@pytest.mark.usefixtures("ids")
async def test_an_upgraded_database_has_the_tables_that_the_code_declares(database: Database) -> None:
    """Those that were made anew with their rows too."""
    assert (await current_migration(database), await differences(database)) == (newest_migration(), [])


async def test_every_row_is_kept(database: Database, ids: Ids) -> None:
    """With its words."""
    article, revision = await row(database, ArticleRow, ids.article), await row(database, RevisionRow, ids.revision)
    claim = await row(database, ClaimRow, ids.claim)
    speaker = await row(database, SpeakerRow, ids.speaker)
    aliases = [(await row(database, AliasRow, one)).text for one in ids.aliases]
    assert [article.title, revision.text, claim.content, speaker.name, *aliases] == [
        "عنوان", "متن", SAID, NAME, NAME, OTHER_NAME,
    ]  # fmt: skip


async def test_a_speaker_was_learned_and_is_nobody_elses(database: Database, ids: Ids) -> None:
    """No table had told anything; nobody had been merged."""
    speaker = await row(database, SpeakerRow, ids.speaker)
    assert (speaker.origin, speaker.canonical_id, speaker.merged_into) == ("learned", ids.speaker, None)


async def test_names_are_compared_as_they_are_now(database: Database, ids: Ids) -> None:
    """Without «سید», the speaker's own too."""
    keys = [(await row(database, AliasRow, one)).key for one in ids.aliases]
    speaker = await row(database, SpeakerRow, ids.speaker)
    assert (speaker.key, keys) == (speaker_key(NAME), [speaker_key(NAME), speaker_key(OTHER_NAME)])


async def test_names_are_found_by_their_sound(database: Database, ids: Ids) -> None:
    """Each is a full Persian name, of any time."""
    alias = await row(database, AliasRow, ids.aliases[0])
    assert (alias.sound, alias.form, alias.language, alias.valid_from, alias.rejected_by) == (
        sound_of(NAME), "full", "fa", None, None,
    )  # fmt: skip


async def test_a_claim_was_resolved_to_its_speaker(database: Database, ids: Ids) -> None:
    """One without a speaker to nobody."""
    claim = await row(database, ClaimRow, ids.claim)
    nobodys = await row(database, ClaimRow, ids.unattributed)
    assert (claim.speaker_id, claim.resolved_id, nobodys.resolved_id) == (ids.speaker, ids.speaker, None)


async def test_claims_are_found_by_their_words(database: Database, ids: Ids) -> None:
    """Those that were stored before."""
    assert await found_claims(database, "تازه فردا") == [ids.claim]


async def test_a_claim_is_found_by_the_words_that_it_has_now(database: Database, ids: Ids) -> None:
    """On SQLite triggers keep the index; they outlast the upgrade."""
    async with database.writing() as session:
        claim = (await session.scalars(select(ClaimRow).where(col(ClaimRow.id) == ids.claim))).one()
        claim.search_key, claim.changed_at = search_key("مدرسه باز است"), NOW
    assert [await found_claims(database, words) for words in ("مدرسه", "تازه")] == [[ids.claim], []]


async def test_a_claim_that_comes_later_is_found(database: Database, ids: Ids) -> None:
    """And is not found once it is gone."""
    later = uuid4()
    await put_claim(database, ids, later, ids.speaker, "مدرسه باز است")
    found = await found_claims(database, "مدرسه")
    await run(database, "DELETE FROM claim WHERE {columns} = {values}", id=later)
    assert (found, await found_claims(database, "مدرسه")) == ([later], [])


async def test_rows_are_kept_on_the_way_down_and_up_again(database: Database, ids: Ids) -> None:
    """And told as before."""
    before = [
        await row(database, table, identity)
        for table, identity in (
            (SpeakerRow, ids.speaker), (AliasRow, ids.aliases[0]), (AliasRow, ids.aliases[1]),
            (ArticleRow, ids.article), (RevisionRow, ids.revision), (ClaimRow, ids.claim),
        )
    ]  # fmt: skip
    await downgrade(database, FIRST)
    await upgrade(database)
    after = [await row(database, type(one), one.id) for one in before]  # type: ignore[attr-defined]  # every table has an id
    assert [one.model_dump() for one in after] == [one.model_dump() for one in before]


async def test_a_database_that_was_taken_down_is_found_by_words(database: Database, ids: Ids) -> None:
    """The claims as they were, and one that came while it was down."""
    await downgrade(database, FIRST)
    later = uuid4()
    await put_claim(database, ids, later, ids.speaker, "مدرسه باز است")
    await upgrade(database)
    assert [await found_claims(database, words) for words in ("مدرسه", "تازه")] == [[later], [ids.claim]]


async def test_a_speaker_whom_no_source_names_is_a_person_further_down(database: Database, ids: Ids) -> None:
    """The first migration knows persons and organisations alone."""
    async with database.writing() as session:
        speaker = (await session.scalars(select(SpeakerRow).where(col(SpeakerRow.id) == ids.speaker))).one()
        speaker.kind, speaker.changed_at = "unnamed", NOW
    await downgrade(database, FIRST)
    await upgrade(database)
    assert (await row(database, SpeakerRow, ids.speaker)).kind == "person"


async def test_two_spellings_of_a_name_are_one_further_down(database: Database, ids: Ids) -> None:
    """The first migration keeps a name once; up here it may stand twice, with and without «سید»."""
    await downgrade(database, FIRST)
    await put(
        database, "alias", id=uuid4(), speaker_id=ids.speaker, text=NAME, key=name_key(NAME), origin="learned",
        created_at=MADE,
    )  # fmt: skip
    await upgrade(database)
    await downgrade(database, FIRST)
    async with database.reading() as session:
        keys = (await session.scalars(text("SELECT key FROM alias ORDER BY key"))).all()
    assert keys == sorted({speaker_key(NAME), speaker_key(OTHER_NAME)})


async def test_a_database_in_use_goes_down_and_up_again(database: Database) -> None:
    """With offices, mentions, judgements and merges in it: who made each claim is kept."""
    merged = "کاوه مهرزادی گفت: بودجه کم است."
    await ingest(database, article(merged, "2020-01-01"), article("آذرنگ گفت: باران می\u200cبارد.", "2020-01-02"))
    alias = ListedAlias("elder", "کاوه مهرزادی", source="test")
    await register(database, replace(REGISTER, aliases=(*REGISTER.aliases, alias)))
    before = await said_by(database)
    assert len(before) == 2
    await downgrade(database, FIRST)
    await upgrade(database)
    assert (await said_by(database), await differences(database)) == (before, [])
