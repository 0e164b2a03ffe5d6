"""Tests of cli/timeline.py."""

from tests.cli.conftest import Gozareh

MAYOR = "مریم نیک\u200cفر"


def test_periods_are_counted_with_the_empty_ones(filled: Gozareh) -> None:
    """Jalali months by default."""
    shown = filled("timeline", "--speaker", MAYOR)
    assert shown.code == 0
    assert "آذر ۱۳۹۹" in shown.out
    assert "دی ۱۳۹۹" in shown.out
    assert "2020-11-21" in shown.out


def test_the_counts_of_the_json_add_up(filled: Gozareh) -> None:
    """Buckets, coarser and undated are the total."""
    (row,) = filled("timeline", "--interval", "year", "--calendar", "gregorian", "--json").rows()
    buckets = row["buckets"]
    assert isinstance(buckets, list)
    assert [bucket["label"] for bucket in buckets] == ["2020", "2021", "2022", "2023", "2024"]
    counted = sum(bucket["count"] for bucket in buckets) + row["coarser_count"] + row["undated_count"]
    assert counted == row["total_count"]


def test_days_and_words_choose(filled: Gozareh) -> None:
    """The same options as those of claims."""
    (row,) = filled("timeline", "--from", "1403-01-01", "--to", "1403-01-31", "--text", "پل", "--json").rows()
    claims = filled("claims", "--from", "1403-01-01", "--to", "1403-01-31", "--text", "پل", "--json").rows()
    assert row["total_count"] == len(claims) > 0


def test_nothing_found_is_exit_code_1(filled: Gozareh) -> None:
    """And says so."""
    told = filled("timeline", "--text", "کهکشان")
    assert (told.code, told.err) == (1, "no claim is like that\n")


def test_an_unknown_speaker_is_told(filled: Gozareh) -> None:
    """As claims does."""
    told = filled("timeline", "--speaker", "ناشناس")
    assert told.code == 1
    assert "no speaker is called «ناشناس»" in told.err
