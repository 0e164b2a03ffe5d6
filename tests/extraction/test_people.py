"""Who an article names, by the fullest name, and what office it gives to whom."""

import pytest

from extraction.people import find_people
from extraction.reading import read

_NAMED = {
    "a name before its office": "مینا کاظمی، رئیس دانشگاه یزد آمد.",
    "a name after its office": "رئیس دانشگاه یزد مینا کاظمی آمد.",
    "a name after its office and a comma": "رئیس دانشگاه یزد، مینا کاظمی، آمد.",
    "a name in quotation marks": "رئیس دانشگاه یزد «مینا کاظمی» آمد.",
    "a name with an honorific": "دکتر مینا کاظمی رئیس دانشگاه یزد آمد.",
}


@pytest.mark.parametrize("text", _NAMED.values(), ids=_NAMED)
def test_a_name_and_its_office_are_joined_in_any_order(text: str) -> None:
    """The person carries the full name without honorifics and the office."""
    (person,) = find_people(read(text)).persons
    assert (person.name, person.offices) == ("مینا کاظمی", [("رییس", "دانشگاه", "یزد")])


def test_a_surname_is_the_person_whose_full_name_ends_with_it() -> None:
    """One person, not two, though named twice."""
    people = find_people(read("دکتر کاظمی آمد. مینا کاظمی رئیس دانشگاه یزد است."))
    assert [person.name for person in people.persons] == ["مینا کاظمی"]


def test_two_persons_with_one_surname_stay_two() -> None:
    """A surname alone then names nobody for certain."""
    people = find_people(read("مینا کاظمی و رضا کاظمی آمدند. کاظمی رفت."))
    assert len(people.called(range(7, 8))) == 2


def test_the_title_helps_to_tell_who_is_who() -> None:
    """A full name in the title completes a surname in the text."""
    people = find_people(read("آقای کاظمی آمد."), title="گفتگو با رضا کاظمی")
    assert [person.name for person in people.persons] == ["رضا کاظمی"]


def test_lost_half_spaces_and_arabic_letters_make_no_difference() -> None:
    """The same persons are found in each spelling of one text."""
    spellings = ["محمدجواد شفیعی‌نیا، وزیر کشور", "محمد جواد شفيعي نيا، وزير كشور", "محمدجواد شفیعینیا، وزیر کشور"]
    assert len({find_people(read(text)).persons[0].key for text in spellings}) == 1


def test_a_surname_known_the_world_over_gets_its_full_name() -> None:
    """Where the article never names the person in full."""
    people = find_people(read("آقای پوتین آمد."))
    assert [person.name for person in people.persons] == ["ولادیمیر پوتین"]
