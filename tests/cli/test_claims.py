"""Tests of cli/claims.py."""

import re

import pytest

from cli.printing import FIRST_STRONG_ISOLATE, POP_ISOLATE
from domain.ids import speaker_id
from domain.node_ids import node_id
from tests.cli.conftest import Gozareh

MAYOR = "مریم نیک\u200cفر"


def test_a_speakers_claims_are_printed_newest_first(filled: Gozareh) -> None:
    """All of them are hers."""
    found = filled("claims", "--speaker", MAYOR, "--json").rows()
    days = [str(row["said_on"]) for row in found]
    assert {row["speaker"] for row in found} == {MAYOR}
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 2


@pytest.mark.parametrize("name", ["مریم نیکفر", "مريم نيك\u200cفر", "مریم نیک فر"])
def test_a_name_is_found_however_it_is_typed(filled: Gozareh, name: str) -> None:
    """Arabic letters, lost and doubled spaces are no difference."""
    assert filled("claims", "--speaker", name).code == 0


def test_days_choose_and_the_last_day_is_included(filled: Gozareh) -> None:
    """Gregorian or Jalali, whichever is at hand."""
    everything = filled("claims", "--speaker", MAYOR, "--json").rows()
    wanted = [row for row in everything if "2022-12-01" <= str(row["said_on"]) <= "2022-12-29"]
    found = filled("claims", "--speaker", MAYOR, "--from", "1401-09-10", "--to", "2022-12-29", "--json").rows()
    assert {row["said_on"] for row in wanted} == {"2022-12-29"}
    assert found == wanted


def test_words_choose_by_content_or_context(filled: Gozareh) -> None:
    """A half-space in the text or its loss in the question makes no difference."""
    assert filled("claims", "--text", "پیادهروها").code == 0


def test_a_claim_is_shown_with_its_words_intact_and_isolated(filled: Gozareh) -> None:
    """Marks keep a terminal from reordering the Latin words beside them."""
    shown = filled("claims", "--speaker", MAYOR, "--text", "بهای بلیت").out
    assert f"{FIRST_STRONG_ISOLATE}بهای بلیت تا پایان سال تغییر نمی\u200cکند{POP_ISOLATE}" in shown
    assert "(\u2068۸ دی ۱۴۰۱\u2069)" in shown
    assert "https://example.org/namaye-shahr/0110-08" in shown


def test_a_claim_is_shown_with_the_office_of_its_speaker(filled: Gozareh) -> None:
    """Beside the name; somebody without one has the name alone."""
    roles = {row["role"] for row in filled("claims", "--speaker", MAYOR, "--json").rows() if row["role"]}
    shown = filled("claims", "--speaker", MAYOR).out
    assert roles
    assert all(f"{FIRST_STRONG_ISOLATE}{MAYOR}، {role}{POP_ISOLATE}" in shown for role in roles)


def test_more_claims_than_shown_are_told(filled: Gozareh) -> None:
    """On standard error, so that the claims can be piped."""
    told = filled("claims", "--first", "2", "--json")
    assert len(told.rows()) == 2
    assert "2 of " in told.err


def test_outlets_topics_and_verdicts_choose(filled: Gozareh) -> None:
    """By their names, however they are typed; the timeline counts the same."""
    everything = filled("claims", "--first", "1000", "--json").rows()
    outlet = next(str(row["outlet"]) for row in everything if row["outlet"])
    of_outlet = [row for row in everything if row["outlet"] == outlet]
    found = filled("claims", "--first", "1000", "--outlet", outlet.replace("ی", "ي"), "--json").rows()
    [counted] = filled("timeline", "--outlet", outlet, "--json").rows()
    assert (found, counted["total_count"]) == (of_outlet, len(of_outlet))
    assert [filled("claims", option, "هیچ").code for option in ("--outlet", "--topic", "--verdict")] == [1, 1, 1]


def test_nothing_found_is_exit_code_1(filled: Gozareh) -> None:
    """And says so."""
    told = filled("claims", "--text", "کهکشان")
    assert (told.code, told.out, told.err) == (1, "", "no claim is like that\n")


def test_an_unknown_speaker_is_told_with_names_alike(filled: Gozareh) -> None:
    """So that a slip can be mended."""
    told = filled("claims", "--speaker", "کاوه نیک\u200cفر")
    assert told.code == 1
    assert MAYOR in told.err


BAD_OPTIONS = {
    "an impossible day": (("--from", "1399-13-01"), "is not in the calendar"),
    "words for a day": (("--to", "دیروز"), "is not a date"),
    "days that run backwards": (("--from", "1400-01-01", "--to", "1399-01-01"), "--to: 2020-03-20 is before --from"),
    "no words": (("--text", " «» "), "text"),
    "too many": (("--first", "1000000"), "--first"),
}


@pytest.mark.parametrize(("options", "problem"), BAD_OPTIONS.values(), ids=BAD_OPTIONS.keys())
def test_a_bad_option_is_misuse(filled: Gozareh, options: tuple[str, ...], problem: str) -> None:
    """The message says which and why."""
    told = filled("claims", *options)
    assert (told.code, told.out) == (2, "")
    assert problem in told.err


def test_a_speaker_can_be_named_by_id(filled: Gozareh) -> None:
    """As where two people go by one name."""
    claimed = filled("claims", "--speaker", "مریم نیک\u200cفر", "--json").rows()
    named = filled("claims", "--speaker", node_id("speaker", speaker_id("مریم نیک\u200cفر")), "--json").rows()
    assert named == claimed
    assert claimed


def test_an_id_is_the_one_that_clients_use(filled: Gozareh) -> None:
    """So that a note can be added to what the terminal shows."""
    (first, *_) = filled("claims", "--json").rows()
    assert re.fullmatch("claim_[0-9a-f]{32}", str(first["id"]))


def test_an_id_of_another_kind_is_misuse(filled: Gozareh) -> None:
    """The message names the option."""
    told = filled("claims", "--speaker", "speaker_1")
    assert told.code == 2
    assert "--speaker" in told.err
