"""The tree of errors is the one that its module draws, and each error is a sentence."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain import errors
from domain.errors import GozarehError

MADE: dict[str, Callable[[], GozarehError]] = {
    "UnreadableRegister": lambda: errors.UnreadableRegister("speakers.csv, line 3", "has no name", "give one"),
    "UnreadableArticle": lambda: errors.UnreadableArticle("a.jsonl:7", "is not JSON", "mend the line"),
    "ImpossibleDate": lambda: errors.ImpossibleDate("1399-13-01"),
    "BadCursor": lambda: errors.BadCursor("forged"),
    "BadPageSize": lambda: errors.BadPageSize("first", 1000, 100),
    "BadDecision": lambda: errors.BadDecision("speakerId", "names no speaker"),
    "Conflict": lambda: errors.Conflict("version", "is 1, the newest is 2"),
    "OutOfTurn": lambda: errors.OutOfTurn("to", "is for an editor"),
    "BadFilter": lambda: errors.BadFilter("text", "holds no word"),
    "BackwardRange": errors.BackwardRange,
    "QueriesOnly": errors.QueriesOnly,
    "NoStream": errors.NoStream,
    "TooManySubscribers": lambda: errors.TooManySubscribers(1_000),
    "TooManyOfOne": lambda: errors.TooManyOfOne(100, has_key=False),
    "ServerStops": errors.ServerStops,
    "OverLimit": lambda: errors.OverLimit("aliases", 50, "ask in several requests"),
    "TooExpensive": lambda: errors.TooExpensive(40_000, 25_000),
    "RateLimited": lambda: errors.RateLimited(100_000, 12, has_key=False),
    "TooSlow": lambda: errors.TooSlow(10),
    "TooManyFields": lambda: errors.TooManyFields(50),
    "TooDeep": lambda: errors.TooDeep(6),
    "RefusedAddress": lambda: errors.RefusedAddress("scheme", "is not https"),
    "BadSetting": lambda: errors.BadSetting("GOZAREH_TIMEZONE", "is no timezone"),
    "UnusableBackup": lambda: errors.UnusableBackup(Path("news.backup"), "is damaged"),
    "AlreadyThere": lambda: errors.AlreadyThere("news.backup", "give another name"),
    "BackupFailed": lambda: errors.BackupFailed("news.backup", "the disk is full", "make room"),
    "DatabaseInUse": lambda: errors.DatabaseInUse("sqlite:///news.db"),
    "MissingFile": lambda: errors.MissingFile(Path("none.txt")),
    "UnknownSpeaker": lambda: errors.UnknownSpeaker("مریم", ["مریم نیک‌فر", "مریم آذرنگ"]),
    "AmbiguousSpeaker": lambda: errors.AmbiguousSpeaker("مریم", ["مریم نیک‌فر (speaker_1)", "مریم آذرنگ (speaker_2)"]),
    "MissingKey": errors.MissingKey,
    "WrongKey": errors.WrongKey,
    "ExpiredKey": lambda: errors.ExpiredKey(datetime(2024, 5, 1, tzinfo=UTC)),
    "RevokedKey": lambda: errors.RevokedKey(datetime(2024, 5, 1, tzinfo=UTC)),
    "WrongToken": lambda: errors.WrongToken("exp", "has expired"),
    "NoRole": lambda: errors.NoRole("gozareh_role", ["reader", "admin"]),
    "IssuerUnreachable": lambda: errors.IssuerUnreachable("https://login.example.org", "does not answer"),
    "RoleTooLow": lambda: errors.RoleTooLow("reader", "verifier"),
    "BrokenChain": lambda: errors.BrokenChain(7, "its hash is not that of what it tells"),
    "ScopeMissing": lambda: errors.ScopeMissing("notes"),
    "NotMigrated": lambda: errors.NotMigrated(None, "0001"),
    "DatabaseBusy": errors.DatabaseBusy,
    "DatabaseReadOnly": errors.DatabaseReadOnly,
    "DatabaseFull": errors.DatabaseFull,
    "DatabaseUnreachable": lambda: errors.DatabaseUnreachable("sqlite:///none.db", "unable to open"),
}


def tree(of: type[GozarehError]) -> dict[str, str]:
    """Every error below `of`, with the name of the one that it is a kind of."""
    found = {}
    for kind in of.__subclasses__():
        found[kind.__name__] = of.__name__
        found |= tree(kind)
    return found


def drawn(drawing: str) -> dict[str, str]:
    """The same of a drawing, in which each level is four characters further in."""
    above: dict[int, str] = {}
    found = {}
    for indent, name in re.findall(r"^([│├└─ ]*)([A-Z][A-Za-z]+)(?= {2,}|$)", drawing, re.MULTILINE):
        level = len(indent) // 4
        above[level] = name
        if level:
            found[name] = above[level - 1]
    return found


def leaves() -> list[str]:
    """The errors that have no kinds of their own."""
    known = tree(GozarehError)
    return sorted(set(known) - set(known.values()))


def test_the_drawing_is_the_tree() -> None:
    """Every error stands in the module's drawing under the right one, and nothing else does."""
    assert drawn(errors.__doc__ or "") == tree(GozarehError)


def test_every_error_of_this_module_is_in_the_tree() -> None:
    """No other module makes errors of its own."""
    elsewhere = [kind for kind in GozarehError.__subclasses__() if kind.__module__ != errors.__name__]
    assert elsewhere == []


@pytest.mark.parametrize("name", leaves())
def test_every_error_words_itself_in_one_line(name: str) -> None:
    """A sentence, for one line of a terminal or of a log."""
    worded = str(MADE[name]())
    assert worded.strip()
    assert len(worded.splitlines()) == 1


@pytest.mark.parametrize("name", leaves())
def test_an_error_keeps_its_facts(name: str) -> None:
    """What it takes can be asked of it by name."""
    error = MADE[name]()
    code = type(error).__init__.__code__
    wanted = set(code.co_varnames[1 : code.co_argcount])
    assert wanted <= set(vars(error))


def test_a_speaker_that_nothing_is_like_says_so() -> None:
    """There is nothing to suggest."""
    assert "no name is like it" in str(errors.UnknownSpeaker("ناشناس"))


def test_a_database_at_another_migration_names_both() -> None:
    """Where it is and where it has to be."""
    assert "0001" in (told := str(errors.NotMigrated("0001", "0002"))) and "0002" in told  # noqa: PT018 - one fact
