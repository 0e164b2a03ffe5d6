"""The register that ships: speakers, offices and times in `ingest/knowledge/`, each row with its source."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from domain.register import ListedAlias, ListedOffice, ListedOutlet, ListedSpeaker, ListedTenure, Register
from domain.speaker import AliasForm, Seats, SpeakerKind
from domain.terms import PartialDay, Term

type Row = Mapping[str, str]


@cache
def shipped_register() -> Register:
    """Everything that ships.

    A tenure without an end is believed until the last day that its sources can tell of.
    """
    titles: dict[str, list[str]] = {}
    for row in _rows("office_aliases"):
        titles.setdefault(row["office"], []).append(row["text"])
    as_of = {row["key"]: date.fromisoformat(row["as_of"]) for row in _rows("sources") if row["as_of"]}
    return Register(
        speakers=tuple(map(_speaker, _rows("people"))),
        aliases=tuple(map(_alias, _rows("aliases"))),
        offices=tuple(_office(row, titles.get(row["key"], ())) for row in _rows("offices")),
        tenures=tuple(_tenure(row, as_of) for row in _rows("tenures")),
        outlets=tuple(ListedOutlet(row["name"], row["country"]) for row in _rows("outlets")),
    )


def _rows(name: str) -> Iterator[Row]:
    table = files("ingest").joinpath("knowledge", f"{name}.tsv").read_text(encoding="utf-8")
    return iter(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def _speaker(row: Row) -> ListedSpeaker:
    return ListedSpeaker(
        key=row["key"],
        name=row["name"],
        kind=SpeakerKind(row["kind"]),
        latin=row["latin"] or None,
        wikidata_id=row["wikidata_id"] or None,
        country=row["country"] or None,
        born=_day(row["born"]),
        died=_day(row["died"]),
        shared=row["shared"] == "yes",
        source=row["source"],
    )


def _alias(row: Row) -> ListedAlias:
    term = Term(_day(row["valid_from"]), _day(row["valid_to"]))
    return ListedAlias(row["speaker"], row["text"], row["language"], AliasForm(row["form"]), term, row["source"])


def _office(row: Row, titles: Iterable[str]) -> ListedOffice:
    return ListedOffice(
        key=row["key"],
        title=row["title"],
        latin=row["latin"] or None,
        country=row["country"] or None,
        organisation=row["organisation"] or None,
        seats=Seats(row["seats"]),
        rank=int(row["rank"]),
        wikidata_id=row["wikidata_id"] or None,
        titles=tuple(titles),
        source=row["source"],
    )


def _tenure(row: Row, as_of: Mapping[str, date]) -> ListedTenure:
    end = _day(row["to"])
    told = [as_of[key] for key in _source_keys(row["source"]) if key in as_of]
    believed_until = max(told, default=None) if end is None else None
    return ListedTenure(row["speaker"], row["office"], Term(_day(row["from"]), end, believed_until), row["source"])


def _source_keys(source: str) -> list[str]:
    return [reference.split(":", 1)[0] for reference in source.split("; ")]


def _day(text: str) -> PartialDay | None:
    return PartialDay.parse(text) if text else None
