"""The lexicon's tables and the phrases made of them."""

import re
from importlib.resources import files

import pytest

from domain.text import fold
from extraction.cue_lexicon import compounds, cue_nouns, participles, simple_verbs
from extraction.hazm_verbs import forms
from extraction.lexicon import Phrases, read_table
from extraction.reading import read

_TABLES = sorted(table.name.removesuffix(".tsv") for table in files("extraction").joinpath("data").iterdir())
_ACTS = {"asserted", "denied", "demanded", "warned", "promised", "asked", "thanked"}
_FRAMES = {
    "clause", "marked", "purpose", "request", "judged", "object", "accused", "ezafe", "split", "document", "weak",
    "addressee", "feeling", "بر", "روی", "از", "به", "با", "برای", "نسبت", "درباره",
}  # fmt: skip


@pytest.mark.parametrize("table", _TABLES)
def test_every_row_of_every_table_has_a_source(table: str) -> None:
    """Each table has rows, each row fills every column that its first line names as needed, and says its source."""
    rows = read_table(table)
    assert rows
    assert all(row["source"] for row in rows)
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("table", ["verbs", "participles"])
def test_frames_and_speech_acts_are_closed_sets(table: str) -> None:
    """No row of a cue takes a frame or has a speech act that the code does not know."""
    for row in read_table(table):
        assert row["speech_act"] in _ACTS
        assert set(row["takes"].split()) <= _FRAMES


def test_no_verb_stands_twice() -> None:
    """One compound with one light verb has one row."""
    keys = [(row["noun"], verb) for row in read_table("verbs") for verb in row["verbs"].split()]
    assert len(keys) == len(set(keys))


def test_every_verb_can_be_inflected() -> None:
    """Hazm conjugates each past stem of the lexicon, present forms included."""
    stems = {verb for row in read_table("verbs") for verb in row["verbs"].split()}
    bare_present = {stem for stem in stems if not any(pieces[0] in {"می", "است"} for pieces, _ in forms(stem))}
    assert not bare_present


@pytest.mark.parametrize("printed", ["خاطر نشان کرد", "خاطرنشان کرد", "خاطر نشان‌کرد", "خاطرنشانكرد"])
def test_a_phrase_is_found_however_it_is_spaced(printed: str) -> None:
    """Spaces, half-spaces and Arabic letters make no difference."""
    reading = read(f"وی {printed}")
    assert Phrases([("خاطرنشان کرد", "said")]).longest_at(reading, 1) == (len(reading.keys), "said")


def test_the_longest_phrase_wins() -> None:
    """Of two phrases that start together the longer one is found."""
    phrases = Phrases([("با بیان", 1), ("با بیان این", 2)])
    assert phrases.longest_at(read("با بیان این که"), 0) == (3, 2)


def test_the_lexicon_holds_roots_and_no_surface_forms() -> None:
    """Verbs are past stems, of one word and without a prefix."""
    stems = {verb for row in read_table("verbs") for verb in row["verbs"].split()}
    assert not [stem for stem in stems if re.match("ن?می", fold(stem)) or " " in stem]


def test_the_tables_are_read_into_lexemes() -> None:
    """Simple verbs, compounds, participles and nouns are all there."""
    assert simple_verbs()["گفت"].speech_act == "asserted"
    assert compounds()["تکذیب", "کرد"].speech_act == "denied"
    assert participles().longest_at(read("با تأکید بر اینکه"), 0)
    assert cue_nouns().longest_at(read("به گفته وی"), 0)
