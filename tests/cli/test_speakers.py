"""Tests of cli/speakers.py, cli/registers.py and cli/speaker_decisions.py."""

import re
from pathlib import Path

import pytest

from domain.ids import speaker_id
from domain.node_ids import node_id
from tests.cli.conftest import SAMPLES, Gozareh, Outcome

MAYOR, CHAIR = "مریم نیک\u200cفر", "کاوه مهرزاد"
OWN = SAMPLES / "speakers.csv"
WHY = ("--why", "در مقاله گفته شده است")
NO_ONE = "0" * 31 + "1"
IN_THE_TABLES = "حسن روحانی"
ID = re.compile("(?:speaker|alias|mention|judgement)_[0-9a-f]{32}")


@pytest.fixture
def told(filled: Gozareh, tmp_path: Path) -> Gozareh:
    """Runs the command in a database that holds the sample articles and the newsroom's own speakers.

    One article calls somebody by the surname of one of them, and by another office: that mention waits.
    """
    assert filled("speakers", "import", OWN).code == 0
    namesake = tmp_path / "namesake.txt"
    namesake.write_text("مهرزاد، کارشناس هواشناسی گفت: فردا باران می‌بارد.", encoding="utf-8")
    assert filled("ingest", namesake, "--outlet", "نمای شهر", "--published-at", "1401-10-08").code == 0
    return filled


@pytest.fixture
def known(migrated: Gozareh) -> Gozareh:
    """Runs the command in a database that holds the newsroom's own speakers and no article."""
    assert migrated("speakers", "import", OWN).code == 0
    return migrated


@pytest.fixture
def loaded(migrated: Gozareh) -> Gozareh:
    """Runs the command in a database that holds the shipped speakers."""
    assert migrated("speakers", "load").code == 0
    return migrated


def shown(gozareh: Gozareh, speaker: str = MAYOR) -> dict[str, object]:
    """Everything that is known of a speaker."""
    (found,) = gozareh("speakers", "show", speaker, "--json").rows()
    return found


def listed(found: object, field: str) -> list[object]:
    """A field of each of some JSON objects."""
    assert isinstance(found, list)
    return [one[field] for one in found]


def claims(gozareh: Gozareh, speaker: str) -> int:
    """How many claims a speaker has."""
    line = shown(gozareh, speaker)["line"]
    assert isinstance(line, dict)
    return int(line["claims"])


def own_id(name: str) -> str:
    """The id by which clients know the speaker of a name."""
    return node_id("speaker", speaker_id(name))


def waiting_mention(gozareh: Gozareh) -> str:
    """The id of the one mention that waits in the samples: a surname."""
    (found,) = gozareh("speakers", "waiting", "--json").rows()
    mentions = found["mentions"]
    assert isinstance(mentions, list)
    return str(mentions[0]).split()[0]


def decision(outcome: Outcome) -> str:
    """The id of the judgement that a decision left."""
    (found,) = outcome.rows()
    return str(found["judgement"])


def test_loading_stores_what_ships(loaded: Gozareh) -> None:
    """The speakers are there to be found."""
    assert loaded("speakers", "list", "--name", IN_THE_TABLES, "--json").rows()[0]["origin"] == "shipped"


def test_loading_says_what_is_new(migrated: Gozareh) -> None:
    """For each table how many and some names."""
    out = migrated("speakers", "load").out
    assert all(
        words in out
        for words in ("speakers", "times in office", "حسن روحانی", "Claims that are told otherwise by it: 0")
    )


def test_loading_again_changes_nothing(loaded: Gozareh) -> None:
    """And says so."""
    told = loaded("speakers", "load")
    assert (told.code, told.out) == (0, "Nothing changes: all of it is stored already.\n")


def test_a_dry_run_of_loading_stores_nothing(migrated: Gozareh) -> None:
    """Though it says what would be new."""
    told = migrated("speakers", "load", "--dry-run")
    assert (told.code, "Nothing was stored" in told.out) == (0, True)
    assert migrated("speakers", "list").code == 1


def test_a_dry_run_says_what_loading_then_does(migrated: Gozareh) -> None:
    """By the same names."""
    (dry,) = migrated("speakers", "load", "--dry-run", "--json").rows()
    (wet,) = migrated("speakers", "load", "--json").rows()
    assert (set(dry), dry) == ({"new", "changed", "gone", "kept", "claims_changed"}, wet)


def test_a_dry_run_of_an_import_stores_nothing(migrated: Gozareh) -> None:
    """It can be looked at first."""
    told = migrated("speakers", "import", OWN, "--dry-run")
    assert (told.code, MAYOR in told.out) == (0, True)
    assert migrated("speakers", "list").code == 1


def test_an_import_tells_claims_otherwise(filled: Gozareh) -> None:
    """The mayor's have her office as their role now, and how many is told."""
    (changes,) = filled("speakers", "import", OWN, "--json").rows()
    assert changes["claims_changed"] == 23


def test_importing_again_changes_nothing(known: Gozareh) -> None:
    """The same file, the same rows."""
    assert known("speakers", "import", OWN).out == "Nothing changes: all of it is stored already.\n"


def test_a_missing_file_is_misuse(migrated: Gozareh) -> None:
    """The message names it."""
    told = migrated("speakers", "import", "gone.csv")
    assert (told.code, "gone.csv: there is no such file" in told.err) == (2, True)


FOUND = [
    ("--name", "نیک\u200cفر"),
    ("--name", "نيكفر"),
    ("--name", "Nikfar"),
    ("--name", "maryam"),
    ("--name", MAYOR, "--country", "ir"),
    ("--name", f"خانم دکتر {MAYOR}"),
    ("--name", "Dr. M. Nikfar"),
    ("--role", "شهردار نیکان\u200cشهر", "--on", "2021-05-01"),
    ("--role", "شهردار نیکان\u200cشهر ایران", "--on", "1400-02-11"),
    ("--role", "شهردار نیکان\u200cشهر"),
]


@pytest.mark.parametrize("options", FOUND, ids=" ".join)
def test_a_speaker_is_found(known: Gozareh, options: tuple[str, ...]) -> None:
    """By a part of a name in either script, by an office and a day in either calendar."""
    assert [row["name"] for row in known("speakers", "list", *options, "--json").rows()] == [MAYOR]


NOT_FOUND = [
    ("--name", "ژاغضپخ"),
    ("--role", "شهردار نیکان\u200cشهر", "--on", "2019-05-01"),
    ("--role", "شهردار نیکان\u200cشهر عراق"),
    ("--country", "XX"),
    ("--name", "مهرزاد", "--country", "AF"),
]


@pytest.mark.parametrize("options", NOT_FOUND, ids=" ".join)
def test_nobody_found_is_exit_code_1(known: Gozareh, options: tuple[str, ...]) -> None:
    """And says how to get the shipped ones."""
    found = known("speakers", "list", *options)
    assert (found.code, found.err) == (1, "no speaker is like that; run: gozareh speakers load\n")


def test_the_holder_on_that_day_is_found_in_the_shipped_tables(loaded: Gozareh) -> None:
    """A role and a day in the newsroom's calendar."""
    told = loaded("speakers", "list", "--role", "رئیس جمهور ایران", "--on", "1398-05-01", "--json")
    assert [row["name"] for row in told.rows()] == [IN_THE_TABLES]


def test_those_with_most_claims_are_first(told: Gozareh) -> None:
    """And that there are more is told beside."""
    found = told("speakers", "list", "--first", "3", "--json")
    counts = [int(str(row["claims"])) for row in found.rows()]
    assert (len(counts), counts, "3 of " in found.err) == (3, sorted(counts, reverse=True), True)


def test_those_who_may_be_meant_are_found(told: Gozareh) -> None:
    """Whom an open judgement names."""
    assert [row["name"] for row in told("speakers", "list", "--waiting", "--json").rows()] == [CHAIR]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--on", "1399-13-01"), "is not in the calendar"),
        (("--name", " "), "name: "),
        (("--role", " "), "role: "),
        (("--country", "Iran"), "country: "),
        (("--first", "0"), "--first"),
        (("--first", "1001"), "--first"),
    ],
)
def test_a_bad_option_is_misuse(known: Gozareh, options: tuple[str, ...], problem: str) -> None:
    """The message says which and why."""
    found = known("speakers", "list", *options)
    assert (found.code, problem in found.err) == (2, True)


def test_a_speaker_is_shown_whole(told: Gozareh) -> None:
    """Names in both scripts, offices with their days and sources, and how articles say it."""
    out = told("speakers", "show", MAYOR).out
    parts = (MAYOR, "Maryam Nikfar", "شهردار نیکان\u200cشهر", "2020-09-05", "speakers.csv, line 2", "11 claims")
    assert [part for part in parts if part not in out] == []


@pytest.mark.parametrize("name", [MAYOR, "مريم نيكفر", "سید مریم نیک\u200cفر", "Maryam Nikfar", own_id(MAYOR)])
def test_a_speaker_is_shown_by_any_name_and_by_id(known: Gozareh, name: str) -> None:
    """All are the same one."""
    line = shown(known, name)["line"]
    assert isinstance(line, dict)
    assert line["id"] == own_id(MAYOR)


def test_an_unknown_speaker_is_told_with_names_alike(known: Gozareh) -> None:
    """So that a slip can be mended."""
    found = known("speakers", "show", "کاوه نیک\u200cفر")
    assert (found.code, found.out, MAYOR in found.err) == (1, "", True)


def test_an_id_of_nobody_is_known(known: Gozareh) -> None:
    """It may have been copied from another database."""
    found = known("speakers", "show", f"speaker_{NO_ONE}")
    assert (found.code, NO_ONE in found.err) == (1, True)


@pytest.mark.parametrize("command", [("show", MAYOR), ("waiting",)], ids=" ".join)
def test_ids_are_printed_whole_in_a_narrow_terminal(
    told: Gozareh, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are there to be copied."""
    monkeypatch.setenv("COLUMNS", "80")
    ids = set(ID.findall(told("speakers", *command, "--json").out))
    assert (set(ID.findall(told("speakers", *command).out)), bool(ids)) == (ids, True)


def test_a_name_that_waits_is_printed_with_its_mentions(filled: Gozareh) -> None:
    """How often it stands, why, in which article; and who it may be, where anybody is."""
    out = filled("speakers", "waiting").out
    assert out.startswith("1 × \u2068مهرزاد\u2069  a name that is not full, of nobody who is known\n    judgement_")
    assert "2022-12-29" in out


def test_who_may_be_meant_is_printed(told: Gozareh) -> None:
    """With the offices and days that speak for it."""
    (found,) = told("speakers", "waiting", "--json").rows()
    (candidate,) = found["candidates"] if isinstance(found["candidates"], list) else []
    assert str(candidate).startswith(f"{CHAIR} (IR; ")


def test_where_nothing_waits_that_is_told(migrated: Gozareh) -> None:
    """It is no fault."""
    told = migrated("speakers", "waiting")
    assert (told.code, told.out) == (0, "Nothing waits: whoever can be told is told.\n")


@pytest.mark.parametrize(
    ("whom", "who"),
    [(("--speaker", CHAIR), CHAIR), (("--speaker", own_id(CHAIR)), CHAIR), (("--new", "علی آذرنگ"), "علی آذرنگ")],
    ids=["by name", "by id", "new"],
)
def test_a_mention_is_resolved_to_somebody(told: Gozareh, whom: tuple[str, ...], who: str) -> None:
    """Nothing waits then, and the claim is that speaker's."""
    before = claims(told, who) if who == CHAIR else 0
    decided = told("speakers", "resolve", waiting_mention(told), *whom, *WHY)
    assert decided.out.endswith(": claims that are told otherwise by it: 1\n")
    assert (claims(told, who), told("speakers", "waiting", "--json").out) == (before + 1, "")


def test_a_mention_is_resolved_to_nobody(told: Gozareh) -> None:
    """It waits no longer."""
    decided = told("speakers", "resolve", waiting_mention(told), "--nobody", *WHY, "--by", "سارا", "--json")
    assert (decided.code, ID.fullmatch(decision(decided)) is not None) == (0, True)
    assert told("speakers", "waiting").out.startswith("Nothing waits")


WHOM = [
    (),
    ("--nobody", "--new", "علی آذرنگ"),
    ("--nobody", "--speaker", CHAIR),
    ("--speaker", CHAIR, "--new", "علی آذرنگ"),
]


@pytest.mark.parametrize("whom", WHOM, ids=str)
def test_exactly_one_way_to_say_who_it_is_is_needed(told: Gozareh, whom: tuple[str, ...]) -> None:
    """None and two are misuse, and nothing is decided."""
    mention = waiting_mention(told)
    decided = told("speakers", "resolve", mention, *whom, *WHY)
    assert (decided.code, "--speaker, --new or --nobody" in decided.err) == (2, True)
    assert waiting_mention(told) == mention


def test_speakers_are_merged_and_taken_apart(told: Gozareh) -> None:
    """The claims go along, and come back."""
    alone = claims(told, MAYOR), claims(told, CHAIR)
    assert told("speakers", "merge", MAYOR, CHAIR, *WHY).code == 0
    together = claims(told, MAYOR), claims(told, CHAIR)
    assert told("speakers", "unmerge", own_id(CHAIR), *WHY).code == 0
    assert (together, (claims(told, MAYOR), claims(told, CHAIR))) == ((sum(alone),) * 2, alone)


def test_the_id_of_who_was_merged_goes_on_working(known: Gozareh) -> None:
    """It shows the one whom the speaker was merged into, who tells it."""
    known("speakers", "merge", MAYOR, CHAIR, *WHY)
    found = shown(known, own_id(CHAIR))
    assert isinstance(found["line"], dict)
    assert (found["line"]["id"], found["merged"]) == (own_id(MAYOR), [own_id(CHAIR)])


def test_several_are_merged_at_once(known: Gozareh) -> None:
    """A judgement for each."""
    decided = known("speakers", "merge", MAYOR, CHAIR, "بهرام آذرپی", *WHY, "--json")
    assert len({row["judgement"] for row in decided.rows()}) == 2


def test_a_name_is_taken_from_its_speaker(known: Gozareh) -> None:
    """And given to another."""
    names = shown(known, MAYOR)["names"]
    alias = listed(names, "id")[listed(names, "text").index(f"{MAYOR} رودبالایی")]
    assert known("speakers", "split-alias", alias, "--new", "سارا آذرنگ", *WHY).code == 0
    assert [f"{MAYOR} رودبالایی" in listed(shown(known, who)["names"], "text") for who in (MAYOR, "سارا آذرنگ")] == [
        False,
        True,
    ]


def test_a_time_in_office_is_added(known: Gozareh) -> None:
    """With what is known of its days, and where it can be read."""
    office = ("فرماندار سپیدان", "--from", "2010", "--to", "2012-05", "--source", "آرشیو")
    assert known("speakers", "add-tenure", MAYOR, *office, *WHY).code == 0
    out = known("speakers", "show", MAYOR).out
    assert [part for part in ("فرماندار سپیدان", "2010", "2012-05", "آرشیو") if part not in out] == []


def test_a_decision_is_undone(told: Gozareh) -> None:
    """The mention waits again, and the claim is nobody's."""
    mention, before = waiting_mention(told), claims(told, CHAIR)
    decided = told("speakers", "resolve", mention, "--speaker", CHAIR, *WHY, "--json")
    undone = told("speakers", "undo", decision(decided), *WHY, "--json")
    assert undone.rows()[0]["claims_changed"] == 1
    assert (waiting_mention(told), claims(told, CHAIR)) == (mention, before)


BAD = {
    "a mention that is none": (("resolve", "mention_1", "--nobody", *WHY), "MENTION: "),
    "another kind of id": (("resolve", f"speaker_{NO_ONE}", "--nobody", *WHY), "begins with mention_"),
    "a mention of nothing": (("resolve", f"mention_{NO_ONE}", "--nobody", *WHY), "MENTION: "),
    "a speaker that is none": (("unmerge", "speaker_1", *WHY), "ID: "),
    "a name for an id": (("unmerge", MAYOR, *WHY), "ID: "),
    "one who was not merged": (("unmerge", own_id(MAYOR), *WHY), "was not merged"),
    "one with oneself": (("merge", MAYOR, own_id(MAYOR), *WHY), "OTHER 1: "),
    "an alias that is none": (("split-alias", "alias_1", "--nobody", *WHY), "ALIAS: "),
    "an alias of nothing": (("split-alias", f"alias_{NO_ONE}", "--nobody", *WHY), "ALIAS: "),
    "an office that is none": (("add-tenure", MAYOR, "office_1", "--source", "x", *WHY), "OFFICE: "),
    "an impossible month": (("add-tenure", MAYOR, "شهردار", "--from", "2010-13", "--source", "x", *WHY), "2010-13"),
    "an end before the start": (
        ("add-tenure", MAYOR, "شهردار", "--from", "2012", "--to", "2010", "--source", "x", *WHY),
        "--to: ",
    ),
    "no source": (("add-tenure", MAYOR, "شهردار", *WHY), "--source"),
    "an empty source": (("add-tenure", MAYOR, "شهردار", "--source", " ", *WHY), "--source: "),
    "a judgement that is none": (("undo", "judgement_1", *WHY), "JUDGEMENT: "),
    "a judgement of nothing": (("undo", f"judgement_{NO_ONE}", *WHY), "JUDGEMENT: "),
    "no reason": (("merge", MAYOR, CHAIR), "--why"),
    "an empty reason": (("merge", MAYOR, CHAIR, "--why", " "), "--why: "),
}


@pytest.mark.parametrize(("arguments", "problem"), BAD.values(), ids=BAD)
def test_a_decision_that_cannot_be_made_is_misuse(known: Gozareh, arguments: tuple[str, ...], problem: str) -> None:
    """The message names the field, and nothing is printed for a program."""
    decided = known("speakers", *arguments)
    assert (decided.code, decided.out) == (2, "")
    assert problem in decided.err


def test_a_decision_on_an_unknown_name_finds_nothing(known: Gozareh) -> None:
    """With names alike."""
    decided = known("speakers", "merge", MAYOR, "کاوه نیک\u200cفر", *WHY)
    assert (decided.code, MAYOR in decided.err) == (1, True)
