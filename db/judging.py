"""Judgements and what they teach, as rows: made, superseded, and what they taught taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select, update
from sqlmodel import col

from db.inserting import insert_missing
from db.register_rows import office_values, tenure_values, title_values
from db.sessions import ReadSession, WriteSession
from db.speakers import PERSIAN
from db.tables import AliasRow, ArticleRow, JudgementRow, MentionRow, OfficeAliasRow, OfficeRow, SpeakerRow, TenureRow
from domain.ids import JudgementId, OfficeId, SpeakerId, office_id, speaker_id
from domain.judgement import About, Decision
from domain.register import ListedOffice, ListedTenure
from domain.roles import Actor
from domain.sounds import sound_of
from domain.speaker import AliasForm, Origin, SpeakerKind
from domain.suggestions import name_words
from domain.terms import Term
from domain.text import speaker_key


@dataclass(frozen=True, slots=True)
class Teaching:
    """The judgement that teaches something, and when."""

    by: JudgementId
    now: datetime


@dataclass(frozen=True, slots=True)
class NewJudgement:
    """What somebody decided, before it is stored."""

    about: About
    decision: Decision
    why: str
    name: str = ""
    mention_id: UUID | None = None
    speaker_id: UUID | None = None
    other_id: UUID | None = None


async def add_judgement(session: WriteSession, made: NewJudgement, *, by: Actor, now: datetime) -> JudgementId:
    """Store a judgement of people; its id."""
    identity = JudgementId(uuid4())
    row = {
        "id": identity,
        "about": made.about.value,
        "decision": made.decision.value,
        "name": made.name,
        "key": speaker_key(made.name),
        "mention_id": made.mention_id,
        "speaker_id": made.speaker_id,
        "other_id": made.other_id,
        "why": made.why,
        "key_id": by.id if by.issuer is None else None,
        "author": by.name,
        "made_at": now,
    }
    await insert_missing(session, JudgementRow, [row])
    return identity


async def name_speaker(session: WriteSession, judgement: JudgementId, speaker: UUID | None, *, now: datetime) -> None:
    """Note whom a judgement names, who may be made by it."""
    named = {"speaker_id": speaker, "changed_at": now}
    await session.execute(update(JudgementRow).where(col(JudgementRow.id) == judgement).values(named))


async def published_on_of(session: ReadSession, mention: UUID) -> date | None:
    """The day on which a mention's article was published."""
    query = select(col(ArticleRow.published_on)).join(MentionRow, col(MentionRow.article_id) == col(ArticleRow.id))
    return (await session.scalars(query.where(col(MentionRow.id) == mention))).first()


async def supersede(session: WriteSession, judgement: UUID, by: JudgementId, *, now: datetime) -> None:
    """Note that a later judgement takes a judgement's place: what that one taught holds no longer."""
    replaced = {"superseded_by": by, "changed_at": now}
    await session.execute(update(JudgementRow).where(col(JudgementRow.id) == judgement).values(replaced))
    for table in (AliasRow, TenureRow):
        taught = (col(table.taught_by) == judgement) & col(table.rejected_by).is_(None)
        await session.execute(update(table).where(taught).values(rejected_by=by))


async def reinstate(session: WriteSession, judgement: UUID, *, now: datetime) -> None:
    """Undo what a judgement did to others: those that it superseded stand again, with what they taught.

    What it took away comes back, unless the judgement that taught it was itself taken back since.
    """
    superseded = col(JudgementRow.superseded_by) == judgement
    await session.execute(update(JudgementRow).where(superseded).values(superseded_by=None, changed_at=now))
    for table in (AliasRow, TenureRow):
        teacher = select(col(JudgementRow.superseded_by)).where(col(JudgementRow.id) == col(table.taught_by))
        restored = {"rejected_by": teacher.scalar_subquery()}
        await session.execute(update(table).where(col(table.rejected_by) == judgement).values(restored))


async def keys_touched(session: ReadSession, judgement: UUID) -> set[str]:
    """The keys of the names that a judgement taught or took away, or that those did which it supersedes."""
    superseded = select(col(JudgementRow.id)).where(col(JudgementRow.superseded_by) == judgement)
    query = select(col(AliasRow.key)).where(
        (col(AliasRow.taught_by) == judgement)
        | (col(AliasRow.rejected_by) == judgement)
        | col(AliasRow.taught_by).in_(superseded)
    )
    return set((await session.scalars(query)).all())


async def standing_on_mention(session: ReadSession, mention: UUID) -> JudgementRow | None:
    """What people say of a mention, as nothing supersedes it; None where nobody said anything."""
    query = select(JudgementRow).where(
        col(JudgementRow.mention_id) == mention,
        col(JudgementRow.decision) != Decision.UNSURE.value,
        col(JudgementRow.superseded_by).is_(None),
    )
    return await _first(session, query.order_by(col(JudgementRow.made_at).desc()))


async def judgement_by_id(session: ReadSession, identity: UUID) -> JudgementRow | None:
    """The judgement; None where there is none."""
    return await _first(session, select(JudgementRow).where(col(JudgementRow.id) == identity))


async def standing_judgement(
    session: ReadSession, *, about: About, speaker: UUID, other: UUID, decision: Decision
) -> JudgementRow | None:
    """The newest judgement of this sort on two speakers that nothing supersedes; None where there is none."""
    query = select(JudgementRow).where(
        col(JudgementRow.about) == about.value,
        col(JudgementRow.decision) == decision.value,
        col(JudgementRow.superseded_by).is_(None),
        col(JudgementRow.other_id) == other,
        col(JudgementRow.speaker_id) == speaker,
    )
    return await _first(session, query.order_by(col(JudgementRow.made_at).desc()))


async def mention_by_id(session: ReadSession, identity: UUID) -> MentionRow | None:
    """The mention; None where there is none."""
    return await _first(session, select(MentionRow).where(col(MentionRow.id) == identity))


async def speaker_by_id(session: ReadSession, identity: UUID) -> SpeakerRow | None:
    """The speaker, merged or not; None where there is none."""
    return await _first(session, select(SpeakerRow).where(col(SpeakerRow.id) == identity))


async def alias_by_id(session: ReadSession, identity: UUID) -> AliasRow | None:
    """The name of a speaker; None where there is none."""
    return await _first(session, select(AliasRow).where(col(AliasRow.id) == identity))


async def office_by_id(session: ReadSession, identity: UUID) -> OfficeRow | None:
    """The office; None where there is none."""
    return await _first(session, select(OfficeRow).where(col(OfficeRow.id) == identity))


async def decide_mention(session: WriteSession, mention: UUID, *, now: datetime) -> None:
    """Note on a mention what people say of it now."""
    standing = await standing_on_mention(session, mention)
    values = {
        "decided_by": standing.id if standing else None,
        "decided_id": standing.speaker_id if standing else None,
        "changed_at": now,
    }
    await session.execute(update(MentionRow).where(col(MentionRow.id) == mention).values(values))


async def make_speaker(session: WriteSession, name: str, kind: SpeakerKind, *, teaching: Teaching) -> SpeakerId:
    """Store a speaker whom people make, with the name as an alias that their judgement teaches; the id.

    One whom articles alone had made known by this name is taken for it; a namesake of a known one is somebody new.
    """
    identity = speaker_id(name)
    stored = await speaker_by_id(session, identity)
    if stored is not None and stored.origin != Origin.LEARNED.value:
        identity = SpeakerId(uuid4())
    row = {
        "id": identity,
        "kind": kind.value,
        "name": name,
        "key": speaker_key(name),
        "origin": Origin.MANUAL.value,
        "canonical_id": identity,
        "created_at": teaching.now,
    }
    await insert_missing(session, SpeakerRow, [row])
    await teach_alias(session, identity, name, term=Term(), teaching=teaching)
    return identity


async def teach_alias(  # noqa: PLR0913 - a name has as many parts
    session: WriteSession,
    speaker: UUID,
    name: str,
    *,
    teaching: Teaching,
    term: Term,
    form: AliasForm = AliasForm.FULL,
) -> None:
    """Store a name that people say is a speaker's in a time; a row for each judgement, so each can be taken back."""
    row = {
        "id": uuid4(),
        "speaker_id": speaker,
        "text": name,
        "language": PERSIAN,
        "key": speaker_key(name),
        "sound": sound_of(name),
        "words": name_words(name),
        "form": form.value,
        "valid_from": term.start.first if term.start else None,
        "valid_to": term.end.last if term.end else None,
        "origin": Origin.MANUAL.value,
        "taught_by": teaching.by,
        "created_at": teaching.now,
    }
    await insert_missing(session, AliasRow, [row])


async def goes_by(session: ReadSession, name: str, speaker: SpeakerId) -> bool:
    """Whether a name is one of a speaker's, or of those who were merged into that one."""
    query = (
        select(col(AliasRow.id))
        .join(SpeakerRow, col(SpeakerRow.id) == col(AliasRow.speaker_id))
        .where(
            col(SpeakerRow.canonical_id) == speaker,
            col(AliasRow.key) == speaker_key(name),
            col(AliasRow.rejected_by).is_(None),
        )
    )
    return (await session.scalars(query)).first() is not None


async def reject_alias(session: WriteSession, alias: AliasRow, by: JudgementId) -> None:
    """Note that people say a name is not its speaker's, whoever else said that it is."""
    same = (
        (col(AliasRow.speaker_id) == alias.speaker_id)
        & (col(AliasRow.key) == alias.key)
        & col(AliasRow.rejected_by).is_(None)
    )
    await session.execute(update(AliasRow).where(same).values(rejected_by=by))


async def reject_tenure(session: WriteSession, tenure: UUID, by: JudgementId) -> None:
    """Note that people say a time in an office was otherwise."""
    await session.execute(update(TenureRow).where(col(TenureRow.id) == tenure).values(rejected_by=by))


async def make_office(session: WriteSession, listed: ListedOffice, title_key: str, *, now: datetime) -> OfficeId:
    """Store an office that people name, with its title, unless it is stored; its id."""
    identity = office_id(title_key, listed.country)
    office = office_values(listed, identity, Origin.MANUAL)
    await insert_missing(session, OfficeRow, [{**office, "created_at": now}])
    titles = title_values(listed, identity, {listed.title: title_key}, Origin.MANUAL)
    await insert_missing(session, OfficeAliasRow, list(titles))
    return identity


async def office_of_title(session: ReadSession, title_key: str, country: str | None) -> list[OfficeId]:
    """The offices of a title in a country."""
    query = (
        select(col(OfficeAliasRow.office_id))
        .join(OfficeRow, col(OfficeRow.id) == col(OfficeAliasRow.office_id))
        .where(col(OfficeAliasRow.key) == title_key, col(OfficeRow.country) == country)
        .distinct()
    )
    return [OfficeId(identity) for identity in (await session.scalars(query)).all()]


async def teach_tenure(
    session: WriteSession, speaker: SpeakerId, listed: ListedTenure, office: OfficeId, *, teaching: Teaching
) -> UUID:
    """Store a time in an office that people tell; its id."""
    values = tenure_values(listed, speaker, office, Origin.MANUAL)
    identity = uuid4()
    taught = {"id": identity, "taught_by": teaching.by, "created_at": teaching.now}
    await insert_missing(session, TenureRow, [{**values, **taught}])
    return identity


async def tenures_of(session: ReadSession, speaker: UUID, office: UUID) -> list[TenureRow]:
    """The times of a speaker in an office."""
    query = select(TenureRow).where(
        col(TenureRow.speaker_id) == speaker, col(TenureRow.office_id) == office, col(TenureRow.rejected_by).is_(None)
    )
    rows = list((await session.scalars(query)).all())
    session.expunge_all()
    return rows


async def _first[Row](session: ReadSession, query: Select[Row]) -> Row | None:
    """The first row, as it is now and apart from the session, in which rows are changed by statements of their own."""
    row = (await session.scalars(query.execution_options(populate_existing=True))).first()
    if row is not None:
        session.expunge(row)
    return row
