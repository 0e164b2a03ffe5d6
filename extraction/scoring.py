"""How well extraction reads: the figures of found statements against gold; finds and prints nothing.

Contents are compared as sets of word positions: A and B match at t when they share at least t of the words of both.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.statement import Kind, Statement
from extraction.gold import GoldArticle, GoldStatement

MATCH = 0.5
"""The share of words from which a found content counts as the gold one; speakers and days are judged on these."""
CLOSE_MATCH = 0.8
_SAMPLES = 400
_SEED = 7
_TAIL = 10
"""Of 400 sorted samples the 11th and the 11th from the end bound 95 %."""

_WORD = re.compile(r"\w+")
# Not domain.text.fold: a figure must stay comparable with the ones measured before, whatever extraction learns to fold.
_FOLD = str.maketrans(
    "يىكةۀأإؤئ\u200c",
    "ییکههااوی ",
    "\u200fـ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670«»\"'()[]،؛:.-",
)
_HONORIFICS = frozenset(
    {
        *("آقای", "اقای", "خانم", "دکتر", "مهندس", "سید", "سیده", "آیت", "الله", "حجت", "الاسلام", "والمسلمین"),
        *("سردار", "سرتیپ", "سرهنگ", "امیر", "شیخ", "حاج"),
    }
)
_WORDS_OF_A_FULL_NAME = 2


@dataclass(frozen=True, slots=True)
class Prediction:
    """One found statement of an article; `said_on` is an ISO day."""

    start: int
    end: int
    kind: str
    cue: str = ""
    speaker: str | None = None
    said_on: str | None = None


def prediction_of(statement: Statement, text: str) -> Prediction:
    """A statement found in `text` as it is measured."""
    return Prediction(
        start=statement.content.start,
        end=statement.content.end,
        kind=statement.kind,
        cue=statement.cue.of(text),
        speaker=statement.source.name if statement.source else None,
        said_on=statement.said_on.day.isoformat() if statement.said_on else None,
    )


class ErrorKind(StrEnum):
    """What is wrong with a statement."""

    MISS = "MISS"
    """In gold, not found."""
    SPEAKER = "SPEAKER"
    """Found, with another source than gold's."""
    FALSE = "FALSE"
    """Found, not in gold."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One error: `gold` is None for a FALSE one, `found` for a MISS."""

    kind: ErrorKind
    article_id: str
    content: str
    gold: GoldStatement | None = None
    found: Prediction | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold statement and a found one, by index, that share some words; `shared` runs from 0 to 1."""

    shared: float
    gold: int
    found: int


def same_source(name: str | None, statement: GoldStatement) -> bool:
    """Whether `name` is a right answer: the full name, or any form that gold accepts."""
    given = _name(name)
    if not given:
        return False
    accepted = ("".join(_name(one)) for one in (statement.speaker, *statement.accept))
    return "".join(given) in set(accepted) or is_fullest(name, statement)


def is_fullest(name: str | None, statement: GoldStatement) -> bool:
    """Whether `name` is the fullest name the article gives, alone or within a longer phrase of title and name."""
    given, full = _name(name), _name(statement.speaker)
    if given and "".join(given) == "".join(full):
        return True
    return len(full) >= _WORDS_OF_A_FULL_NAME and "".join(full) in "".join(given)


def scored_name(name: str) -> str:
    """A source's name as the scorer compares it: without spaces, honorifics and marks.

    >>> scored_name("دکتر علي آذرنگ") == scored_name("علی آذرنگ")
    True
    """
    return "".join(_name(name))


def pairs(article: GoldArticle, found: Sequence[Prediction]) -> list[Pair]:
    """The one-to-one pairs of one article, chosen greedily: most words shared first, then those of the right source."""
    golds = [_words_in(article.text, one.start, one.end) for one in article.statements]
    founds = [_words_in(article.text, one.start, one.end) for one in found]
    candidates = [
        (len(words & others) / len(words | others), same_source(found[j].speaker, article.statements[i]), i, j)
        for i, words in enumerate(golds)
        for j, others in enumerate(founds)
        if words & others
    ]
    candidates.sort(key=lambda candidate: (-candidate[0], not candidate[1]))
    return list(_one_to_one(Pair(shared, i, j) for shared, _, i, j in candidates))


def tally(article: GoldArticle, found: Sequence[Prediction]) -> Counter[str]:
    """The counts of one article from which `figures` are made; an optional gold statement counts nowhere."""
    matched = pairs(article, found)
    counts: Counter[str] = Counter()
    for share in (MATCH, CLOSE_MATCH):
        close = [pair for pair in matched if pair.shared >= share]
        optional = sum(article.statements[pair.gold].optional for pair in close)
        counts[f"hits@{share}"] = len(close) - optional
        counts[f"found@{share}"] = len(found) - optional
    counts["gold"] = sum(not statement.optional for statement in article.statements)
    counts.update(f"gold_{statement.kind}" for statement in article.statements if not statement.optional)
    for pair in matched:
        statement = article.statements[pair.gold]
        if pair.shared >= MATCH and not statement.optional:
            counts.update(_right_about(article.text, statement, found[pair.found]))
    return counts


def figures(tallies: Iterable[Mapping[str, int]]) -> dict[str, float]:
    """The figures of some articles' tallies, by name, in the order to print them; names with `n_` are counts."""
    counts: Counter[str] = Counter()
    for one in tallies:
        counts.update(one)
    measured: dict[str, float] = {}
    for share in (MATCH, CLOSE_MATCH):
        measured |= zip(
            (f"p@{share}", f"r@{share}", f"f1@{share}"),
            _precision_recall_f1(counts, f"hits@{share}", share),
            strict=True,
        )
    matched = counts[f"hits@{MATCH}"]
    measured["exact_f1"] = _f1(counts, "exact")
    measured["speaker"] = _share(counts["speaker"], matched)
    measured["fullest"] = _share(counts["fullest"], matched)
    measured["e2e_f1"] = _f1(counts, "speaker")
    measured["e2e_full"] = _f1(counts, "fullest")
    measured["kind"] = _share(counts["kind"], matched)
    measured["said_on"] = _share(counts["said_on"], counts["dated"])
    for kind in (Kind.DIRECT, Kind.INDIRECT, Kind.MIXED):
        measured[f"recall_{kind}"] = _share(counts[f"hit_{kind}"], counts[f"gold_{kind}"])
    return measured | {"n_gold": counts["gold"], "n_pred": counts[f"found@{MATCH}"], "n_dated": counts["dated"]}


def intervals(tallies: Sequence[Mapping[str, int]]) -> dict[str, tuple[float, float]]:
    """The 95 % interval of each figure by bootstrap over articles: the same tallies give the same intervals."""
    if not tallies:
        return {}
    chance = random.Random(_SEED)  # noqa: S311 -- samples, no secrets
    samples = [figures([chance.choice(tallies) for _ in tallies]) for _ in range(_SAMPLES)]
    names = [name for name in samples[0] if not name.startswith("n_")]
    ordered = {name: sorted(sample[name] for sample in samples) for name in names}
    return {name: (values[_TAIL], values[-_TAIL - 1]) for name, values in ordered.items()}


def disagreements(article: GoldArticle, found: Sequence[Prediction]) -> list[Disagreement]:
    """The errors of one article: misses and wrong speakers in gold's order, then what was found and is not there."""
    matched = {pair.gold: pair.found for pair in pairs(article, found) if pair.shared >= MATCH}
    errors: list[Disagreement] = []
    for i, statement in enumerate(article.statements):
        prediction = found[matched[i]] if i in matched else None
        kind = None if statement.optional else _fault(statement, prediction)
        if kind:
            content = article.text[statement.start : statement.end]
            errors.append(Disagreement(kind, article.id, content, statement, prediction))
    taken = set(matched.values())
    return errors + [
        Disagreement(ErrorKind.FALSE, article.id, article.text[one.start : one.end], None, one)
        for j, one in enumerate(found)
        if j not in taken
    ]


def _fault(statement: GoldStatement, found: Prediction | None) -> ErrorKind | None:
    if found is None:
        return ErrorKind.MISS
    return None if same_source(found.speaker, statement) else ErrorKind.SPEAKER


def _one_to_one(best_first: Iterable[Pair]) -> Iterator[Pair]:
    golds: set[int] = set()
    founds: set[int] = set()
    for pair in best_first:
        if pair.gold not in golds and pair.found not in founds:
            golds.add(pair.gold)
            founds.add(pair.found)
            yield pair


def _right_about(text: str, statement: GoldStatement, found: Prediction) -> Iterator[str]:
    """The names of the counts that a matched pair adds one to."""
    yield f"hit_{statement.kind}"
    if same_source(found.speaker, statement):
        yield "speaker"
    if is_fullest(found.speaker, statement):
        yield "fullest"
    if found.kind == statement.kind:
        yield "kind"
    if statement.said_on:
        yield "dated"
        if (found.said_on or "")[:10] == statement.said_on:
            yield "said_on"
    if _words_in(text, statement.start, statement.end) == _words_in(text, found.start, found.end):
        yield "exact"


def _name(name: str | None) -> list[str]:
    return [word for word in _WORD.findall((name or "").translate(_FOLD)) if word not in _HONORIFICS]


def _words_in(text: str, start: int, end: int) -> frozenset[int]:
    return frozenset(word.start() for word in _WORD.finditer(text, max(start, 0), max(end, 0)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _precision_recall_f1(counts: Counter[str], hits: str, share: float = MATCH) -> tuple[float, float, float]:
    precision = _share(counts[hits], counts[f"found@{share}"])
    recall = _share(counts[hits], counts["gold"])
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def _f1(counts: Counter[str], hits: str) -> float:
    return _precision_recall_f1(counts, hits)[2]
