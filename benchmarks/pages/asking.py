"""Which pages are asked for: of speakers who said very much, much and little, and of claims and words of theirs."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from api import addresses
from domain.node_ids import node_id

MUCH, LITTLE = 5_000, 500
"""Claims of the speakers who are asked for beside the one who said most."""
CHOSEN = ("1395", "1398")
"""A range of years in the middle of what the database holds."""
_COUNTS = "SELECT speaker_id, count(*) FROM claim WHERE speaker_id IS NOT NULL GROUP BY 1"
_CLAIMS = "SELECT id, content FROM claim WHERE speaker_id = ? ORDER BY id LIMIT ?"
_LETTERS = 4
"""Of the shortest word that is searched."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Pages of one kind, in their order; those of a speaker may cost and weigh only so much."""

    name: str
    paths: Sequence[str]
    is_bounded: bool = False


def asked_of(path: Path, *, times: int) -> Sequence[Asked]:
    """What is asked of a SQLite file, each kind `times` times; the file is only read."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        counts = {UUID(speaker): count for speaker, count in connection.execute(_COUNTS)}
        most = max(counts, key=lambda one: counts[one])
        claims = list(connection.execute(_CLAIMS, (most.hex, times)))
    near = [min(counts, key=lambda one: abs(counts[one] - wanted)) for wanted in (MUCH, LITTLE)]
    found = [one for speaker in (most, *near) for one in _of_a_speaker(speaker, counts[speaker], times)]
    ids = [node_id("claim", UUID(identity)) for identity, _ in claims]
    found.append(Asked("claim", [addresses.claim("fa", one) for one in ids]))
    found.append(Asked("search for two words", [addresses.search("fa", q=_words_of(content)) for _, content in claims]))
    return [*found, Asked("first page", [addresses.home("fa")] * times)]


def speaker_with_most(path: Path) -> tuple[str, int]:
    """The speaker who said most, and how many claims."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        speaker, count = max(connection.execute(_COUNTS), key=lambda one: int(one[1]))
    return node_id("speaker", UUID(speaker)), count


def _of_a_speaker(speaker: UUID, count: int, times: int) -> Sequence[Asked]:
    key, said = node_id("speaker", speaker), f"speaker of {count:,} claims"
    chosen = {"from_": CHOSEN[0], "to": CHOSEN[1]}
    old = {"to": CHOSEN[0]}
    return [
        Asked(said, [addresses.speaker("fa", key)] * times, is_bounded=True),
        Asked(f"{said}, a range", [addresses.speaker("fa", key, **chosen)] * times, is_bounded=True),
        Asked(f"{said}, the oldest", [addresses.speaker("fa", key, **old)] * times, is_bounded=True),
        Asked(f"{said}, in English", [addresses.speaker("en", key)] * times, is_bounded=True),
    ]


def _words_of(content: str) -> str:
    """Two words that stand beside each other."""
    return next(
        (f"{one} {two}" for one, two in pairwise(content.split()) if min(len(one), len(two)) >= _LETTERS), content[:20]
    )
