"""What tables and people know of speakers: names, offices and times, as resolution looks at them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from uuid import UUID

from sqlalchemy import Row, Select, or_, select
from sqlmodel import col

from db.sessions import ReadSession
from db.tables import AliasRow, JudgementRow, OfficeAliasRow, OfficeRow, SpeakerRow, TenureRow
from domain.dates import Precision
from domain.ids import OfficeId, SpeakerId
from domain.judgement import About
from domain.speaker import AliasForm, KnownName, KnownSpeaker, Office, Origin, Seats, SpeakerKind, Tenure
from domain.terms import PartialDay, Term

_KEYS_A_QUERY = 500
"""Well under SQLite's limit of 32,766 parameters a statement."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of known speakers by their key (`speaker_key`), and the names that people took from a speaker."""

    known: Mapping[str, Sequence[KnownName]]
    taken: frozenset[tuple[str, SpeakerId]]


async def known_names(session: ReadSession, keys: Collection[str]) -> Names:
    """What is known of names; a key that nobody has is absent.

    Names that articles alone have made known are left out. `taken` are those that people said are not the speaker's.
    """
    query = (
        select(AliasRow, col(SpeakerRow.canonical_id), col(JudgementRow.about))
        .join(SpeakerRow, col(SpeakerRow.id) == col(AliasRow.speaker_id))
        .outerjoin(JudgementRow, col(JudgementRow.id) == col(AliasRow.rejected_by))
        .where(or_(col(AliasRow.origin) != Origin.LEARNED.value, col(AliasRow.rejected_by).is_not(None)))
        .order_by(col(AliasRow.id))
    )
    found_rows = await _some(session, query, col(AliasRow.key), keys)
    taken = frozenset(
        (alias.key, SpeakerId(alias.speaker_id)) for alias, _, about in found_rows if about == About.ALIAS.value
    )
    rows = [(alias, canonical) for alias, canonical, _ in found_rows if alias.rejected_by is None]
    speakers = await _known_speakers(session, {canonical for _, canonical in rows})
    found: dict[str, list[KnownName]] = {}
    for alias, _ in rows:
        term = Term(_day(alias.valid_from), _day_after(alias.valid_to))
        name = KnownName(speakers[alias.speaker_id], AliasForm(alias.form), term, taught=alias.taught_by is not None)
        found.setdefault(alias.key, []).append(name)
    return Names(found, taken)


async def not_provisional(session: ReadSession, speakers: Collection[SpeakerId]) -> frozenset[SpeakerId]:
    """Those of the ids that are speakers of tables or people, whatever their names are now."""
    query = select(col(SpeakerRow.id)).where(col(SpeakerRow.origin) != Origin.LEARNED.value)
    return frozenset(SpeakerId(identity) for (identity,) in await _some(session, query, col(SpeakerRow.id), speakers))


async def known_holders(session: ReadSession, keys: Collection[str]) -> dict[str, list[tuple[KnownSpeaker, Tenure]]]:
    """Who held the offices of each title at any time, by the title's key; offices of many seats are left out."""
    query = (
        select(col(OfficeAliasRow.key), col(OfficeAliasRow.office_id))
        .join(OfficeRow, col(OfficeRow.id) == col(OfficeAliasRow.office_id))
        .where(col(OfficeRow.seats) == Seats.ONE.value)
        .order_by(col(OfficeAliasRow.id))
    )
    offices = await _some(session, query, col(OfficeAliasRow.key), keys)
    held = (
        select(col(TenureRow.office_id), col(TenureRow.speaker_id), col(SpeakerRow.canonical_id))
        .join(SpeakerRow, col(SpeakerRow.id) == col(TenureRow.speaker_id))
        .where(col(TenureRow.rejected_by).is_(None))
        .order_by(col(TenureRow.id))
    )
    tenures = await _some(session, held, col(TenureRow.office_id), {office for _, office in offices})
    speakers = await _known_speakers(session, {canonical for _, _, canonical in tenures})
    holders: dict[UUID, list[KnownSpeaker]] = {}
    for office, speaker, _ in tenures:
        holders.setdefault(office, []).append(speakers[speaker])
    found: dict[str, list[tuple[KnownSpeaker, Tenure]]] = {}
    for key, office in dict.fromkeys((key, office) for key, office in offices):
        for holder in dict.fromkeys(holders.get(office, ())):
            own = [tenure for tenure in holder.tenures if tenure.office.id == office]
            found.setdefault(key, []).extend((holder, tenure) for tenure in own)
    return found


async def known_by_ids(session: ReadSession, speakers: Collection[UUID]) -> dict[UUID, KnownSpeaker]:
    """Known speakers by their ids, those who were merged too; an id of nobody is absent."""
    query = select(col(SpeakerRow.canonical_id))
    canonical = await _some(session, query, col(SpeakerRow.id), speakers)
    found = await _known_speakers(session, {identity for (identity,) in canonical})
    return {identity: found[identity] for identity in speakers if identity in found}


async def _known_speakers(session: ReadSession, canonical: Collection[UUID]) -> dict[UUID, KnownSpeaker]:
    """Those of the canonical ids and all who were merged into them, by their own ids, each with all tenures."""
    rows = [row for (row,) in await _some(session, select(SpeakerRow), col(SpeakerRow.canonical_id), canonical)]
    tenures: dict[UUID, list[Tenure]] = {}
    by_id = {row.id: row.canonical_id for row in rows}
    for tenure in await _tenures(session, by_id):
        tenures.setdefault(by_id[tenure.speaker], []).append(tenure)
    return {
        row.id: KnownSpeaker(
            SpeakerId(row.id),
            SpeakerId(row.canonical_id),
            row.name,
            SpeakerKind(row.kind),
            row.country,
            partial_day(row.died_on, row.died_precision),
            tuple(tenures.get(row.canonical_id, ())),
        )
        for row in rows
    }


async def _tenures(session: ReadSession, speakers: Collection[UUID]) -> list[Tenure]:
    query = (
        select(TenureRow, OfficeRow)
        .join(OfficeRow, col(OfficeRow.id) == col(TenureRow.office_id))
        .where(col(TenureRow.rejected_by).is_(None))
        .order_by(col(TenureRow.held_from), col(TenureRow.id))
    )
    rows = await _some(session, query, col(TenureRow.speaker_id), speakers)
    titles = await _titles(session, {office.id for _, office in rows})
    offices = {office.id: office_of(office, titles.get(office.id, ())) for _, office in rows}
    return [Tenure(SpeakerId(row.speaker_id), offices[office.id], term_of(row)) for row, office in rows]


async def _titles(session: ReadSession, offices: Collection[UUID]) -> dict[UUID, list[str]]:
    query = select(col(OfficeAliasRow.office_id), col(OfficeAliasRow.text)).order_by(col(OfficeAliasRow.id))
    found: dict[UUID, list[str]] = {}
    for office, text in await _some(session, query, col(OfficeAliasRow.office_id), offices):
        found.setdefault(office, []).append(text)
    return found


def office_of(row: OfficeRow, titles: Iterable[str] = ()) -> Office:
    """An office as its row tells it."""
    return Office(OfficeId(row.id), row.title, row.country, row.organisation, Seats(row.seats), row.rank, tuple(titles))


def term_of(row: TenureRow) -> Term:
    """When a tenure was, as its row tells it."""
    start, end = partial_day(row.from_on, row.from_precision), partial_day(row.to_on, row.to_precision)
    return Term(start, end, row.believed_until)


def partial_day(first: date | None, precision: str | None) -> PartialDay | None:
    """A day of which a part may be known, as two columns tell it."""
    return PartialDay(first, Precision(precision)) if first is not None and precision is not None else None


def _day_after(day: date | None) -> PartialDay | None:
    """The end of a term whose last day is `day`: a term is sure up to the day before its end."""
    return PartialDay(day + timedelta(days=1)) if day is not None else None


def _day(day: date | None) -> PartialDay | None:
    return PartialDay(day) if day is not None else None


async def _some[*Columns](
    session: ReadSession, query: Select[*Columns], column: object, values: Collection[object]
) -> Sequence[Row[*Columns]]:
    """The rows of `query` whose `column` has one of the values, however many."""
    found: list[Row[*Columns]] = []
    for some in batched(sorted(values, key=str), _KEYS_A_QUERY):
        found += (await session.execute(query.where(column.in_(some)))).all()  # type: ignore[attr-defined]  # a column of any type
    return found
