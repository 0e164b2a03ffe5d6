"""What a correction tells, and what it protects."""

from datetime import date

import pytest

from domain.correction import CorrectedField, content_facts, in_order, protects, said_on_facts, speaker_facts
from domain.dates import Basis, Precision, SaidOn
from domain.ids import speaker_id
from domain.text import Span

FIELDS = [one for one in CorrectedField if one is not CorrectedField.MISSED]


def test_fields_are_told_once_and_in_one_order() -> None:
    """Whatever was corrected first, and however often."""
    given = [CorrectedField.KIND, CorrectedField.CONTENT, CorrectedField.KIND]
    assert in_order(given) == [CorrectedField.CONTENT, CorrectedField.KIND]


@pytest.mark.parametrize("field", FIELDS)
def test_a_corrected_field_protects_itself_alone(field: CorrectedField) -> None:
    """The others are the machine's still."""
    assert [one for one in FIELDS if protects([field], one)] == [field]


def test_all_of_a_missed_statement_is_protected() -> None:
    """A person found it."""
    assert all(protects([CorrectedField.MISSED], one) for one in FIELDS)


def test_facts_hold_no_words() -> None:
    """Places, ids and days."""
    speaker = speaker_id("مریم نیک‌فر")
    said_on = SaidOn(date(2024, 4, 1), Precision.MONTH, Basis.STATED, "فروردین")
    assert content_facts(Span(3, 9)) == {"start": 3, "end": 9}
    assert (speaker_facts(speaker), speaker_facts(None)) == ({"speaker": speaker.hex}, {"speaker": None})
    assert said_on_facts(said_on) == {"day": "2024-04-01", "precision": "month"}
    assert said_on_facts(None) == {"day": None, "precision": None}
