"""Loads a newsroom's table of topics' other names: a row for each, with the topic that it means.

The columns, in any order: topic, alias. A name that no article has printed yet is kept, so that one which prints it
later is about the topic.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.mentions import hold_identities
from db.topics import ensure_topics
from domain.errors import BadDecision, UnreadableArticle, UnreadableRegister
from domain.ids import topic_id
from domain.text import name_key
from domain.topics import LONGEST_TOPIC, PrintedTopic, names_a_topic, topic_name
from ingest.acting import Acting
from ingest.readers.csv_rows import delimiter_of, numbered_rows
from ingest.readers.decoding import decode
from ingest.readers.whole_file import content_of
from ingest.registers.place import Place
from ingest.topics import are_one, merge_topics

COLUMNS = ("topic", "alias")
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class ListedAlias:
    """A row of the table: `alias` is another name of `topic`."""

    place: Place
    topic: PrintedTopic
    alias: PrintedTopic


@dataclass(frozen=True, slots=True)
class Merged:
    """An alias that was merged into its topic, and how many claims are about that by it."""

    topic: str
    alias: str
    claims_changed: int


def read_aliases(path: Path) -> Sequence[ListedAlias]:
    """The aliases that a table lists. Raises UnreadableRegister, which names the line and what to do."""
    try:
        text = decode(content_of(path, most_bytes=_MOST_BYTES), str(path))
    except UnreadableArticle as unread:
        raise UnreadableRegister(unread.place, unread.problem, unread.remedy) from unread
    listed = [
        ListedAlias(place, _named(cells, place, "topic"), _named(cells, place, "alias"))
        for place, cells in _rows(text, path)
    ]
    if not listed:
        raise UnreadableRegister(str(path), "lists no alias", "check that it is the right file")
    return listed


async def load_aliases(acting: Acting, listed: Sequence[ListedAlias], *, why: str) -> list[Merged]:
    """Merge the aliases into their topics, all or none; those that were not merged yet. Raises UnreadableRegister."""
    await hold_identities(acting.session)
    named = [one for row in listed for one in (row.topic, row.alias)]
    await ensure_topics(acting.session, named, now=acting.now)
    merged = []
    for row in listed:
        topic, alias = topic_id(row.topic.key), topic_id(row.alias.key)
        if await are_one(acting, topic, alias):
            continue
        try:
            changed = await merge_topics(acting, topic, [alias], why=why)
        except BadDecision as refused:
            raise row.place.refusal("alias", refused.problem, "leave the line out") from refused
        merged.append(Merged(row.topic.name, row.alias.name, changed))
    return merged


def _rows(text: str, path: Path) -> Iterator[tuple[Place, Mapping[str, str]]]:
    names: list[str] | None = None
    for line, cells in numbered_rows(text, delimiter_of(text, path)):
        place = Place(path, f"line {line}")
        if isinstance(cells, csv.Error):
            raise UnreadableRegister(str(place), f"is no row of a table: {cells}", "close its quotes") from cells
        if names is None:
            names = [cell.strip().casefold() for cell in cells]
            if sorted(names) != sorted(COLUMNS):
                problem = f"does not name the columns {' and '.join(COLUMNS)}"
                raise UnreadableRegister(str(place), problem, "write them in the first row")
        elif len(cells) != len(names):
            raise UnreadableRegister(str(place), f"has {len(cells)} cells", "write a topic and an alias")
        else:
            yield place, dict(zip(names, cells, strict=True))


def _named(cells: Mapping[str, str], place: Place, field: str) -> PrintedTopic:
    name = topic_name(cells[field])
    key = name_key(name)
    if not names_a_topic(name, key):
        problem = f"is “{cells[field].strip()[:LONGEST_TOPIC]}”, which names no topic"
        raise place.refusal(field, problem, f"write what tags print, at most {LONGEST_TOPIC} characters")
    return PrintedTopic(name, key)
