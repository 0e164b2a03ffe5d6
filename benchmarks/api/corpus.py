"""Makes up the articles and claims that the API is measured on: the same rows for the same size, on every machine.

The words are drawn from invented ones as often as words of a language are, the speakers as unevenly as in the news:
the first of them says every tenth claim. Knows no database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from random import Random
from uuid import UUID

from domain.ids import TopicId, topic_id, verdict_id
from domain.searching import searched_text
from domain.sounds import sound_of
from domain.text import Span, name_key, speaker_key

CLAIMS_OF_AN_ARTICLE = 20
SPEAKERS, OUTLETS, TOPICS = 2_000, 20, 40
TOPICS_OF_AN_ARTICLE = 3
"""At most: one that is drawn twice counts once."""
SHARE_OF_THE_FIRST_SPEAKER = 0.1
SHARE_WITH_NOTES = 0.01
FIRST_DAY, DAYS = date(2013, 1, 1), 4_383
"""Twelve years."""
NOW = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
_SEED = 1399
_ARTICLES_AT_ONCE = 500
_WORDS = 20_000
_SYLLABLES = [
    start + middle + end
    for start in ("ب", "پ", "ت", "ج", "چ", "خ", "د", "ر", "ز", "س", "ش", "ف", "ک", "گ", "ل", "م", "ن", "ه")
    for middle in ("ا", "و", "ی", "")
    for end in ("", "ر", "ن", "م", "د", "ش", "ز")
]
_VERDICTS = ("true", "half-true", "misleading", "false", "unproven")
_KINDS = ("direct", "indirect", "mixed")
_ACTS = ("asserted", "asserted", "asserted", "denied", "demanded", "warned", "promised")


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of one table, in the order in which tables point to one another."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def rows_for(claims: int) -> Iterator[Rows]:
    """Every row of a database of so many claims."""
    made = _Corpus(Random(_SEED))  # noqa: S311 - made up, and the same every time
    yield from made.of_once()
    articles = claims // CLAIMS_OF_AN_ARTICLE
    for first in range(0, articles, _ARTICLES_AT_ONCE):
        yield from made.of_articles(range(first, min(first + _ARTICLES_AT_ONCE, articles)))


class _Corpus:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._words = _words(random)
        self._word_weights = list(accumulate(1 / rank for rank in range(1, _WORDS + 1)))
        self._outlets = [(self._id(), f"خبرگزاری {self._name(1)} {number}") for number in range(OUTLETS)]
        self._topics = [f"{self._name(1)} {number}" for number in range(TOPICS)]
        self._topic_weights = list(accumulate(1 / rank for rank in range(1, TOPICS + 1)))
        self._speakers = [(self._id(), f"{self._name(2)} {number}") for number in range(SPEAKERS)]
        self._speaker_weights = list(accumulate(_shares()))
        self._author = self._id()

    def of_once(self) -> Iterator[Rows]:
        """What does not grow with the claims."""
        key = (self._author, "سارا", "verifier", "gzr_bench", "0" * 64, NOW)
        yield Rows("api_key", ("id", "name", "role", "prefix", "key_hash", "created_at"), [key])
        outlets = [(identity, name, name_key(name), NOW) for identity, name in self._outlets]
        yield Rows("outlet", ("id", "name", "key", "created_at"), outlets)
        topics = [(topic_id(key), name, key, topic_id(key), NOW) for key, name in _keyed(self._topics)]
        yield Rows("topic", ("id", "name", "key", "canonical_id", "created_at"), topics)
        people = [(one, "person", name, speaker_key(name), "learned", one, NOW) for one, name in self._speakers]
        yield Rows("speaker", ("id", "kind", "name", "key", "origin", "canonical_id", "created_at"), people)
        names = [
            (self._id(), one, name, "fa", speaker_key(name), sound_of(name), "full", "learned", NOW)
            for one, name in self._speakers
        ]
        columns = ("id", "speaker_id", "text", "language", "key", "sound", "form", "origin", "created_at")
        yield Rows("alias", columns, names)

    def of_articles(self, numbers: range) -> Iterator[Rows]:
        """Articles with their texts and claims, and what is said of those."""
        made = [self._article(number) for number in numbers]
        yield Rows("article", _ARTICLE, [one.row for one in made])
        about = [(one.row[0], topic, place) for one in made for place, topic in enumerate(one.topics)]
        yield Rows("article_topic", ("article_id", "topic_id", "position"), about)
        yield Rows("article_revision", _REVISION, [one.revision for one in made])
        claims = [claim for one in made for claim in one.claims]
        yield Rows("claim", _CLAIM, claims)
        noted = [claim[0] for claim in claims if self._random.random() < SHARE_WITH_NOTES]
        notes = [self._note(claim) for claim in noted]
        yield Rows("note", _NOTE, notes)
        evidence = [(self._id(), note[0], 0, f"https://example.org/proof/{note[0]}", "supports") for note in notes]
        yield Rows("note_evidence", ("id", "note_id", "position", "url", "stance"), evidence)

    def _article(self, number: int) -> "_Article":
        random = self._random
        identity, revision, published_on = self._id(), self._id(), FIRST_DAY + timedelta(random.randrange(DAYS))
        published_at = datetime(published_on.year, published_on.month, published_on.day, 8, 30, tzinfo=UTC)
        text, claims = self._title(), []
        title, printed = text, [text]
        start = len(text) + 1
        for _ in range(CLAIMS_OF_AN_ARTICLE):
            context, claim = self._claim(identity, revision, published_at, start)
            claims.append(claim)
            printed.append(context)
            start += len(context) + 1
        text = "\n".join(printed)
        outlet = random.choice(self._outlets)[0]
        tags = list(
            dict.fromkeys(random.choices(self._topics, cum_weights=self._topic_weights, k=TOPICS_OF_AN_ARTICLE))
        )
        topics = [topic_id(key) for key, _ in _keyed(tags)]
        row = (identity, f"https://example.org/news/{number}", outlet, title, tags, published_on, published_at, NOW)
        digest = sha256(text.encode()).hexdigest()
        return _Article(row, topics, (revision, identity, text, digest, NOW, "bench", NOW), claims)

    def _claim(
        self, article: UUID, revision: UUID, published_at: datetime, start: int
    ) -> tuple[str, tuple[object, ...]]:
        random = self._random
        [(speaker, name)] = random.choices(self._speakers, cum_weights=self._speaker_weights)
        content = " ".join(random.choices(self._words, cum_weights=self._word_weights, k=random.randint(8, 28)))
        context = f"{name} گفت: {content}."
        mentioned, cue = start + len(name), start + len(name) + 1
        claimed = cue + 5
        said_on, precision, basis = self._day(published_at.date())
        searched = searched_text(context, content=Span(claimed - start, claimed - start + len(content)))
        claim = (
            self._id(), article, revision, speaker, speaker, random.choice(_KINDS), random.choice(_ACTS),
            content, claimed, claimed + len(content), context, start, start + len(context),
            "گفت", cue, cue + 3, name, start, mentioned,
            said_on, precision, basis, round(random.uniform(0.5, 1), 3), "bench", NOW, searched,
            published_at,
        )  # fmt: skip
        return context, claim

    def _day(self, published_on: date) -> tuple[date | None, str | None, str | None]:
        """When a claim was said, how precisely that is known, and how."""
        drawn = self._random.random()
        if drawn < 0.02:  # noqa: PLR2004 - the shares are said here
            return None, None, None
        if drawn < 0.04:  # noqa: PLR2004 - as above
            return published_on.replace(month=1, day=1), "year", "stated"
        if drawn < 0.08:  # noqa: PLR2004 - as above
            return published_on.replace(day=1), "month", "stated"
        return published_on - timedelta(self._random.randrange(4)), "day", "published"

    def _note(self, claim: object) -> tuple[object, ...]:
        identity, key = self._id(), self._random.choice(_VERDICTS)
        body = " ".join(self._random.choices(self._words, cum_weights=self._word_weights, k=30))
        return (
            identity, identity, 1, claim, self._author, "سارا", "fa", "public", verdict_id(key), body,
            "written", NOW, "published", NOW, NOW, "آرش", NOW,
        )  # fmt: skip

    def _title(self) -> str:
        return " ".join(self._random.choices(self._words, cum_weights=self._word_weights, k=8))

    def _name(self, words: int) -> str:
        return " ".join(self._random.choice(self._words) for _ in range(words))

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)


@dataclass(frozen=True, slots=True)
class _Article:
    row: tuple[object, ...]
    topics: list[TopicId]
    revision: tuple[object, ...]
    claims: list[tuple[object, ...]]


_ARTICLE = ("id", "url", "outlet_id", "title", "tags", "published_on", "published_at", "created_at")
_REVISION = ("id", "article_id", "text", "text_hash", "fetched_at", "extractor_version", "extracted_at")
_CLAIM = (
    "id", "article_id", "revision_id", "resolved_id", "speaker_id", "kind", "speech_act",
    "content", "content_start", "content_end", "context", "context_start", "context_end",
    "cue", "cue_start", "cue_end", "mention", "mention_start", "mention_end",
    "said_on", "said_on_precision", "said_on_basis", "confidence", "extractor_version", "extracted_at", "search_key",
    "reported_at",
)  # fmt: skip
_NOTE = (
    "id", "root_id", "version", "claim_id", "author_id", "author", "language", "visibility", "verdict_id", "body",
    "origin", "created_at", "stage", "submitted_at", "reviewed_at", "reviewed_by", "published_at",
)  # fmt: skip


def _keyed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names of topics behind their keys."""
    return ((name_key(name), name) for name in names)


def _words(random: Random) -> list[str]:
    """Invented words, the commonest first; none twice."""
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        words["".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 4)))] = None
    return list(words)


def _shares() -> Iterator[float]:
    """What part of all claims each speaker says: the first a tenth, the others ever less."""
    weights = [1 / (rank + 20) for rank in range(1, SPEAKERS)]
    rest = (1 - SHARE_OF_THE_FIRST_SPEAKER) / sum(weights)
    yield SHARE_OF_THE_FIRST_SPEAKER
    yield from (weight * rest for weight in weights)
