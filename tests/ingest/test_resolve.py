"""Whom a source is resolved to; nobody, unless it is sure."""

import pytest

from domain.ids import SpeakerId, speaker_id
from domain.statement import Source, SourceKind
from domain.text import name_key
from ingest.resolve import Resolution, is_full_name, resolve_source, the_only

ONE, OTHER = speaker_id("مریم نیک‌فر"), speaker_id("بهرام آذرنگ")


def person(name: str) -> Source:
    """A source that is a person."""
    return Source(name, SourceKind.PERSON)


def test_no_source_is_nobody() -> None:
    """Extraction abstained, so resolution does."""
    assert resolve_source(None, {}) == Resolution(None)


@pytest.mark.parametrize("spelling", ["مریم نیک‌فر", "مريم نيک فر", "مریم نیکفر"])
def test_a_name_that_one_speaker_has_is_that_speaker(spelling: str) -> None:
    """However it is spelt and spaced; even a surname, where it is an alias."""
    known = {name_key("مریم نیک‌فر"): [OTHER]}
    assert resolve_source(person(spelling), known) == Resolution(OTHER)


@pytest.mark.parametrize("kind", SourceKind)
def test_a_name_that_several_speakers_have_is_nobody(kind: SourceKind) -> None:
    """A wrong attribution harms a person; and no third one of the name is made."""
    known = {name_key("مریم نیک‌فر"): [ONE, OTHER]}
    assert resolve_source(Source("مریم نیک‌فر", kind), known) == Resolution(None)


def test_a_full_name_that_nobody_has_is_a_new_speaker() -> None:
    """With the id that the name has everywhere."""
    assert resolve_source(person("مریم نیک‌فر"), {}) == Resolution(ONE, is_new=True)


@pytest.mark.parametrize(
    ("source", "tells"),
    [
        (person("مریم نیک‌فر"), True),
        (person("نیک‌فر"), False),
        (person("«نیک‌فر»!"), False),
        (Source("ناسا", SourceKind.ORGANISATION), True),
        (Source("وزیر نیرو", SourceKind.OFFICE), False),
        (Source("یک مقام آگاه", SourceKind.UNNAMED), False),
    ],
)
def test_only_a_full_name_tells_one_speaker_from_others(source: Source, *, tells: bool) -> None:
    """An office, a hidden source and a surname may be anybody."""
    assert is_full_name(source) == tells
    assert resolve_source(source, {}).is_new == tells


@pytest.mark.parametrize("kind", [SourceKind.OFFICE, SourceKind.UNNAMED, SourceKind.PERSON])
def test_a_stored_name_is_found_for_every_kind_of_source(kind: SourceKind) -> None:
    """An alias may be an office or a surname that somebody vouched for."""
    known = {name_key("نیک‌فر"): [ONE]}
    assert resolve_source(Source("نیک‌فر", kind), known) == Resolution(ONE)


@pytest.mark.parametrize(("candidates", "only"), [([], None), ([ONE], ONE), ([ONE, ONE], ONE), ([ONE, OTHER], None)])
def test_the_only_candidate_is_the_only_one(candidates: list[SpeakerId], only: SpeakerId | None) -> None:
    """The same candidate twice is one."""
    assert the_only(candidates) == only
