"""The rows that a register makes, with ids made of names, so that the same register makes the same rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import exists, select
from sqlmodel import SQLModel, col

from db.sessions import ReadSession
from db.speakers import PERSIAN, alias_id
from db.tables import AliasRow, OfficeAliasRow, OfficeRow, OutletRow, SpeakerRow, TenureRow
from domain.dates import Precision
from domain.errors import UnreadableRegister
from domain.ids import OfficeId, SpeakerId, office_id, outlet_id, speaker_id
from domain.register import ListedAlias, ListedOffice, ListedOutlet, ListedSpeaker, ListedTenure, Register
from domain.sounds import sound_of
from domain.speaker import AliasForm, Origin, SpeakerKind
from domain.suggestions import name_words
from domain.terms import PartialDay, Term
from domain.text import ZWNJ, name_key, search_key, speaker_key

type Values = dict[str, Any]
type TitleKey = Mapping[str, str]
"""The key of each title, as offices are compared; extraction knows how."""

_AT_ONCE = 500
_LATIN = "en"


@dataclass(frozen=True)
class TableRows:
    """The rows that a register has for a table, and by what people know each, by id.

    `keeps` are columns that stay once stored. `clears` says that a value that is no longer told goes; of speakers and
    offices it may be one that somebody else filled in.
    """

    row: type[SQLModel]
    rows: Sequence[Values]
    shown: Mapping[UUID, str]
    keeps: frozenset[str] = frozenset()
    clears: bool = False


async def rows_of(
    session: ReadSession, register: Register, *, origin: Origin, titles: TitleKey
) -> tuple[list[TableRows], list[str]]:
    """The rows of each table that the register makes, in an order in which each finds those that it names.

    Beside them the times in office that make none, as somebody else has told them already, perhaps otherwise.
    """
    speakers = await _speaker_ids(session, register.speakers, origin)
    offices = await _office_ids(session, register.offices, titles)
    aliases = [*_own_names(register.speakers), *register.aliases]
    tenures = [(one, speakers[one.speaker], offices[one.office]) for one in register.tenures]
    known = await _other_tenures(session, tenures, origin)
    listed = {one.key: one.name for one in register.speakers} | {one.key: one.title for one in register.offices}
    shown = {one: f"{listed[one[0].office]}: {listed[one[0].speaker]}" for one in tenures}
    held = [(tenure_values(*one, origin), shown[one]) for one in tenures if one not in known]
    names = [
        (row, row["text"]) for one in register.offices for row in title_values(one, offices[one.key], titles, origin)
    ]
    tables = [
        _table(SpeakerRow, [(_speaker(one, speakers[one.key], origin), one.name) for one in register.speakers]),
        _table(AliasRow, [(_alias(one, speakers[one.speaker], origin), one.text) for one in aliases]),
        _table(OfficeRow, [(office_values(one, offices[one.key], origin), one.title) for one in register.offices]),
        _table(OfficeAliasRow, names),
        replace(_table(TenureRow, held), clears=True),
        _table(OutletRow, [(_outlet(one), one.name) for one in register.outlets], keeps=frozenset({"name"})),
    ]
    return tables, [shown[one] for one in known]


def _table(
    row: type[SQLModel], rows: Sequence[tuple[Values, str]], *, keeps: frozenset[str] = frozenset()
) -> TableRows:
    """The rows, each once; of two of one id what either tells, the later one where both do."""
    each: dict[UUID, Values] = {}
    for values, _ in rows:
        told = {name: value for name, value in values.items() if value is not None}
        each[values["id"]] = {**each.get(values["id"], values), **told}
    return TableRows(row, list(each.values()), {values["id"]: told for values, told in rows}, keeps)


async def _speaker_ids(session: ReadSession, listed: Sequence[ListedSpeaker], origin: Origin) -> dict[str, SpeakerId]:
    """The id of each listed speaker: of the one who has the same Wikidata id, else the one that the name makes.

    A name that another Wikidata id has already is a namesake's; so, when tables are loaded, is one of which people said
    for a mention whom it means, and nobody which Wikidata id is theirs.
    """
    by_wikidata: dict[str, UUID] = {}
    by_id: dict[UUID, str | None] = {}
    peoples: set[UUID] = set()
    names: dict[UUID, str] = {}
    for some in batched(listed, _AT_ONCE):
        wanted = [one.wikidata_id for one in some if one.wikidata_id]
        ids = [speaker_id(one.name) for one in some]
        taught = exists().where(
            col(AliasRow.speaker_id) == col(SpeakerRow.id),
            col(AliasRow.key) == col(SpeakerRow.key),
            col(AliasRow.taught_by).is_not(None),
            col(AliasRow.rejected_by).is_(None),
        )
        query = select(col(SpeakerRow.id), col(SpeakerRow.wikidata_id), taught, col(SpeakerRow.name)).where(
            col(SpeakerRow.wikidata_id).in_(wanted) | col(SpeakerRow.id).in_(ids)
        )
        for identity, wikidata_id, is_peoples, name in (await session.execute(query)).all():
            by_id[identity] = wikidata_id
            names[identity] = name
            if origin is Origin.SHIPPED and is_peoples:
                peoples.add(identity)
            if wikidata_id:
                by_wikidata[wikidata_id] = identity
    found: dict[str, SpeakerId] = {}
    for one in listed:
        identity = speaker_id(one.name)
        if one.wikidata_id and one.wikidata_id in by_wikidata:
            identity = SpeakerId(by_wikidata[one.wikidata_id])
            _check_same(one, names.get(identity, one.name))
        elif one.wikidata_id and (by_id.get(identity) not in {None, one.wikidata_id} or identity in peoples):
            identity = SpeakerId(uuid5(identity, one.wikidata_id))
        by_id[identity] = one.wikidata_id or by_id.get(identity)
        if one.wikidata_id:
            by_wikidata[one.wikidata_id] = identity
        found[one.key] = identity
    return found


async def _office_ids(session: ReadSession, listed: Sequence[ListedOffice], titles: TitleKey) -> dict[str, OfficeId]:
    """The id of each listed office: of the one that has its Wikidata id, else its title and country, else a new one."""
    keys = {titles[one.title] for one in listed}
    known: dict[tuple[str, str | None], set[UUID]] = {}
    for some in batched(sorted(keys), _AT_ONCE):
        query = (
            select(col(OfficeAliasRow.key), col(OfficeRow.country), col(OfficeRow.id))
            .join(OfficeRow, col(OfficeRow.id) == col(OfficeAliasRow.office_id))
            .where(col(OfficeAliasRow.key).in_(some))
        )
        for key, country, identity in (await session.execute(query)).all():
            known.setdefault((key, country), set()).add(identity)
    by_wikidata = await _offices_by_wikidata(session, {one.wikidata_id for one in listed if one.wikidata_id})
    found = {}
    for one in listed:
        own = office_id(titles[one.title], one.country)
        others = known.get((titles[one.title], one.country), set())
        alike = own if own in others or len(others) != 1 else OfficeId(next(iter(others)))
        found[one.key] = by_wikidata.get(one.wikidata_id or "", alike)
    return found


async def _offices_by_wikidata(session: ReadSession, wikidata_ids: Collection[str]) -> dict[str, OfficeId]:
    found: dict[str, OfficeId] = {}
    for some in batched(sorted(wikidata_ids), _AT_ONCE):
        query = select(col(OfficeRow.wikidata_id), col(OfficeRow.id)).where(col(OfficeRow.wikidata_id).in_(some))
        found |= {str(told): OfficeId(identity) for told, identity in (await session.execute(query)).all()}
    return found


async def _other_tenures(
    session: ReadSession, tenures: Sequence[tuple[ListedTenure, SpeakerId, OfficeId]], origin: Origin
) -> list[tuple[ListedTenure, SpeakerId, OfficeId]]:
    """Those of the tenures that somebody else has told already, perhaps with other dates."""
    stored: dict[tuple[UUID, UUID], list[TenureRow]] = {}
    for some in batched(sorted({speaker for _, speaker, _ in tenures}), _AT_ONCE):
        query = select(TenureRow).where(
            col(TenureRow.speaker_id).in_(some),
            col(TenureRow.origin) != origin.value,
            col(TenureRow.rejected_by).is_(None),
        )
        for row in (await session.scalars(query)).all():
            stored.setdefault((row.speaker_id, row.office_id), []).append(row)
    return [one for one in tenures if any(_overlaps(one[0].term, row) for row in stored.get(one[1:], ()))]


def _overlaps(term: Term, row: TenureRow) -> bool:
    return term.sure_from < row.held_until and row.held_from < term.sure_until


def _own_names(listed: Iterable[ListedSpeaker]) -> Iterable[ListedAlias]:
    for one in listed:
        language = _LATIN if one.name.isascii() else PERSIAN
        yield ListedAlias(one.key, one.name, language, _own_form(one), source=one.source)
        if one.latin:
            yield ListedAlias(one.key, one.latin, _LATIN, source=one.source)


def _own_form(one: ListedSpeaker) -> AliasForm:
    """What a speaker's own name is enough for: a person's single word only as a surname is."""
    if one.kind is SpeakerKind.PERSON and len(search_key(one.name.replace(ZWNJ, " ")).split()) == 1:
        return AliasForm.SURNAME
    return AliasForm.SHARED if one.shared else AliasForm.FULL


def _check_same(one: ListedSpeaker, stored: str) -> None:
    """Raise UnreadableRegister where a Wikidata id is a stored speaker's whose name has nothing of the listed one's."""
    told = {part for name in (one.name, one.latin or "") for part in sound_of(name).split()}
    if not told & set(sound_of(stored).split()):
        raise UnreadableRegister(
            one.source or one.name,
            f"gives «{one.name}» {one.wikidata_id}, which is that of «{stored}»",
            "correct the Wikidata id, or leave it out",
        )


def _speaker(one: ListedSpeaker, identity: SpeakerId, origin: Origin) -> Values:
    return {
        "id": identity,
        "kind": one.kind.value,
        "name": one.name,
        "key": speaker_key(one.name),
        "latin": one.latin,
        "wikidata_id": one.wikidata_id,
        "country": one.country,
        **_partial("born", one.born),
        **_partial("died", one.died),
        "source": one.source or None,
        "origin": origin.value,
        "canonical_id": identity,
    }


def _alias(one: ListedAlias, speaker: SpeakerId, origin: Origin) -> Values:
    valid_from = one.term.start.last if one.term.start else None
    valid_to = one.term.end.first if one.term.end else None
    return {
        "id": alias_id(speaker, one.form, one.text, valid_from, valid_to),
        "speaker_id": speaker,
        "text": one.text,
        "language": one.language or PERSIAN,
        "key": speaker_key(one.text),
        "sound": sound_of(one.text),
        "words": name_words(one.text),
        "form": AliasForm(one.form).value,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": one.source or None,
        "origin": origin.value,
    }


def office_values(one: ListedOffice, identity: OfficeId, origin: Origin) -> Values:
    """The columns of an office's row."""
    return {
        "id": identity,
        "title": one.title,
        "latin": one.latin,
        "country": one.country,
        "organisation": one.organisation,
        "organisation_key": name_key(one.organisation) if one.organisation else None,
        "seats": one.seats.value,
        "rank": one.rank,
        "wikidata_id": one.wikidata_id,
        "source": one.source or None,
        "origin": origin.value,
    }


def _outlet(one: ListedOutlet) -> Values:
    return {"id": outlet_id(one.name), "name": one.name, "key": name_key(one.name), "country": one.country}


def title_values(one: ListedOffice, office: OfficeId, titles: TitleKey, origin: Origin) -> Iterable[Values]:
    """The columns of the rows of an office's titles."""
    for text in dict.fromkeys((one.title, *one.titles)):
        yield {
            "id": uuid5(office, f"title\n{titles[text]}"),
            "office_id": office,
            "text": text,
            "key": titles[text],
            "words": name_words(text),
            "source": one.source or None,
            "origin": origin.value,
        }


def tenure_values(listed: ListedTenure, speaker: SpeakerId, office: OfficeId, origin: Origin) -> Values:
    """The columns of a tenure's row, but for when and by whom it was told."""
    term = listed.term
    return {
        "id": uuid5(speaker, f"tenure\n{office}\n{term.start or ''}"),
        "speaker_id": speaker,
        "office_id": office,
        **_partial("from", term.start),
        **_partial("to", term.end),
        "believed_until": term.believed_until,
        "held_from": term.sure_from if term.start else term.sure_until,
        "held_until": max(term.sure_until, term.sure_from),
        "source": listed.source,
        "origin": origin.value,
    }


def _partial(name: str, day: PartialDay | None) -> Values:
    precision: Precision | None = day.precision if day else None
    return {f"{name}_on": day.first if day else None, f"{name}_precision": precision.value if precision else None}
