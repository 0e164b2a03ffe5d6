"""Signatures and retries of webhooks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from domain.webhooks import Retries, signature

SECRET = "whsec_" + "plJ3nmyCDGBKInavdOK15jsl"


def test_the_signature_is_that_of_the_specification() -> None:
    """By the example that libraries for Standard Webhooks are tested with."""
    body = b'{"event_type":"ping","data":{"success":true}}'
    at = datetime.fromtimestamp(1731705121, UTC)
    told = signature([SECRET], "msg_loFOjxBNrRLzqYUf", at, body)
    assert told == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_ten_tries_take_about_a_day() -> None:
    """22 hours without chance."""
    retries = Retries()
    whole = sum((retries.wait(tried, chance=0.5) for tried in range(1, retries.tries)), timedelta())
    assert timedelta(hours=21.5) < whole < timedelta(hours=22.5)


@given(some.integers(1, 20), some.floats(0, 1))
def test_chance_takes_or_adds_a_fifth(tried: int, chance: float) -> None:
    """And later tries wait longer, whatever it is."""
    retries = Retries()
    middle = retries.wait(tried, chance=0.5)
    assert middle * 0.79 <= retries.wait(tried, chance=chance) <= middle * 1.21
    assert retries.wait(tried, chance=1) < retries.wait(tried + 1, chance=0)
