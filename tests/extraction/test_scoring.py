"""The figures of found statements against gold, and that they are the ones of the shared scorer."""

import importlib.util
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from domain.statement import Kind
from extraction.gold import GoldArticle, GoldStatement, read_gold, strip_half_spaces
from extraction.scoring import Disagreement, ErrorKind, Prediction, disagreements, figures, intervals, pairs, tally

SHARED_GOLD = Path(__file__).parents[3] / "shared" / "gold"
needs_shared_gold = pytest.mark.skipif(
    not (SHARED_GOLD / "score.py").exists(), reason="../shared/gold is not beside this checkout"
)

TEXT = "زهرا کریمی گفت: پل تازه تا پاییز باز می شود. وی افزود: هزینه آن را شهرداری می دهد."
FIRST, SECOND = "پل تازه تا پاییز باز می شود", "هزینه آن را شهرداری می دهد"


def gold_statement(content: str = FIRST, **changes: object) -> GoldStatement:
    """A gold statement of TEXT."""
    start = TEXT.index(content)
    statement = GoldStatement(start, start + len(content), Kind.DIRECT, "گفت", "زهرا کریمی", "زهرا کریمی", ("کریمی",))
    return replace(statement, **changes)  # type: ignore[arg-type]  # the test's own names


def article(*statements: GoldStatement) -> GoldArticle:
    """TEXT as a gold article."""
    return GoldArticle("one", TEXT, statements)


def found(statement: GoldStatement, speaker: str | None = "زهرا کریمی") -> Prediction:
    """The prediction that agrees with a gold statement."""
    return Prediction(statement.start, statement.end, statement.kind, statement.cue, speaker, said_on=statement.said_on)


def test_gold_against_itself_is_perfect() -> None:
    """Every figure but the counts and the kinds that are not there is 1."""
    one = gold_statement(said_on="2021-03-04")
    measured = figures([tally(article(one), [found(one)])])
    assert {name for name, value in measured.items() if value != 1} == {"recall_indirect", "recall_mixed"}


def test_no_articles_give_zeros_and_no_intervals() -> None:
    """Nothing is divided by nothing."""
    assert set(figures([]).values()) == {0}
    assert intervals([]) == {}


@pytest.mark.parametrize(
    ("speaker", "speaker_right", "fullest"),
    [
        ("زهرا کریمی", 1, 1),
        ("خانم دکتر زهرا کریمی", 1, 1),
        ("زهرا كريمي", 1, 1),
        ("شهردار زهرا کریمی", 1, 1),
        ("کریمی", 1, 0),
        ("مریم کریمی", 0, 0),
        ("دکتر", 0, 0),
        (None, 0, 0),
    ],
)
def test_a_speaker_is_right_by_any_accepted_form(speaker: str | None, speaker_right: int, fullest: int) -> None:
    """The fullest name counts for both figures, an accepted shorter one for the first only."""
    one = gold_statement()
    counts = tally(article(one), [found(one, speaker)])
    assert (counts["speaker"], counts["fullest"]) == (speaker_right, fullest)


def test_of_equal_overlaps_the_right_speaker_is_paired_first() -> None:
    """Two predictions of the same words: the one with the right source is the match."""
    one = gold_statement()
    (pair,) = pairs(article(one), [found(one, "مریم"), found(one)])
    assert (pair.gold, pair.found, pair.shared) == (0, 1, 1.0)


def test_optional_gold_is_neither_rewarded_nor_punished() -> None:
    """Found or not, an optional statement leaves precision and recall as they are."""
    one, two = gold_statement(), gold_statement(SECOND, optional=True)
    with_it = figures([tally(article(one, two), [found(one), found(two)])])
    without_it = figures([tally(article(one, two), [found(one)])])
    assert with_it == without_it


def test_each_disagreement_says_what_is_wrong() -> None:
    """A wrong speaker, a miss and a false alarm come in that order, with their words."""
    one, two = gold_statement(), gold_statement(SECOND)
    wrong, false = found(one, "مریم"), Prediction(0, len("زهرا کریمی"), "direct")
    assert disagreements(article(one, two), [wrong, false]) == [
        Disagreement(ErrorKind.SPEAKER, "one", FIRST, one, wrong),
        Disagreement(ErrorKind.MISS, "one", SECOND, two),
        Disagreement(ErrorKind.FALSE, "one", "زهرا کریمی", None, false),
    ]


def test_intervals_are_the_same_each_time() -> None:
    """The bootstrap's seed is fixed, and each interval holds its figure."""
    one, two = gold_statement(), gold_statement(SECOND)
    tallies = [tally(article(one, two), predictions) for predictions in ([found(one)], [found(one), found(two)], [])]
    assert intervals(tallies) == intervals(tallies)
    low, high = intervals(tallies)["r@0.5"]
    assert low <= figures(tallies)["r@0.5"] <= high


def shared_scorer() -> ModuleType:
    """The shared score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED_GOLD / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_they_are(number: int, one: Prediction) -> Prediction | None:  # noqa: ARG001 -- one shape for all
    """Gold itself."""
    return one


def dropped(number: int, one: Prediction) -> Prediction | None:
    """Every third statement missed."""
    return None if number % 3 == 0 else one


def shifted(number: int, one: Prediction) -> Prediction | None:
    """Contents that start or end elsewhere, undated."""
    return replace(one, start=one.start + 11 * (number % 5), end=one.end + 17 * (number % 4), said_on=None)


def renamed(number: int, one: Prediction) -> Prediction | None:
    """Speakers by surname, by another name or not at all; another kind now and then."""
    names = (one.speaker, (one.speaker or "").split()[-1], "دکتر " + (one.speaker or ""), "دیگری", None)
    return replace(one, speaker=names[number % 5], kind=one.kind if number % 4 else "mixed")


@needs_shared_gold
@pytest.mark.parametrize("changed", [as_they_are, dropped, shifted, renamed])
def test_every_figure_is_the_shared_scorers(
    changed: Callable[[int, Prediction], Prediction | None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures, intervals and errors are the ones that score.py prints for the same predictions."""
    golds = read_gold((SHARED_GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines(), name="dev.jsonl")
    predictions: dict[str, list[Prediction]] = defaultdict(list)
    for gold in golds:
        for number, statement in enumerate(gold.statements):
            one = changed(number, found(statement, statement.speaker))
            if one:
                predictions[gold.id].append(one)
    written = tmp_path / "found.jsonl"
    written.write_text(
        "".join(
            json.dumps(
                {"article_id": name, "start": one.start, "end": one.end, "kind": one.kind, "cue": one.cue,
                 "speaker": one.speaker, "said_on": one.said_on}
            ) + "\n"
            for name, ones in predictions.items()
            for one in ones
        ),
        encoding="utf-8",
    )  # fmt: skip
    theirs = shared_scorer().score(SHARED_GOLD / "dev.jsonl", written, errors=True)
    printed = capsys.readouterr().out.splitlines()
    tallies = [tally(gold, predictions[gold.id]) for gold in golds]
    measured = figures(tallies)
    between = intervals(tallies)
    assert measured == theirs
    assert [printed_figure(name, value, between) for name, value in measured.items()] == printed[: len(measured)]
    assert [
        (error.kind, error.article_id) for gold in golds for error in disagreements(gold, predictions[gold.id])
    ] == [tuple(line.split()[:2]) for line in printed[len(measured) :]]


def printed_figure(name: str, value: float, between: dict[str, tuple[float, float]]) -> str:
    """A figure's line as score.py prints it."""
    if name not in between:
        return f"{name:16} {int(value)}"
    low, high = between[name]
    return f"{name:16} {value:6.3f}   [{low:.3f}, {high:.3f}]"


@needs_shared_gold
def test_the_stripped_gold_is_the_shared_scorers() -> None:
    """Text, cues, mentions and offsets without half-spaces are those that score.py gives."""
    lines = (SHARED_GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    stripped = [json.dumps(shared_scorer().strip(json.loads(line))) for line in lines]
    assert [strip_half_spaces(gold) for gold in read_gold(lines, name="a")] == read_gold(stripped, name="b")
