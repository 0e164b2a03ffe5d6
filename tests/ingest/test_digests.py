"""The digest of a reading is the same for the same changes, and another for any other."""

from dataclasses import replace

import pytest
from asyncpg.pgproto import pgproto

from domain.claim import Claim
from domain.ids import ClaimId
from domain.statement import SpeechAct
from ingest.decide import Decision, decide
from ingest.digests import digest_of
from tests.ingest.test_decide import FIRST, TEXT, claims_in


def decision(*claims: Claim) -> Decision:
    """What storing claims of a new article does."""
    return decide([], claims, revision=FIRST, text=TEXT)


def test_the_same_changes_have_one_digest() -> None:
    """However often they are made."""
    assert digest_of(decision(*claims_in(TEXT))) == digest_of(decision(*claims_in(TEXT)))


@pytest.mark.parametrize("change", [{"confidence": 0.1}, {"speech_act": SpeechAct.DENIED}, {"search_key": "x"}])
def test_a_claim_that_is_told_otherwise_has_another_digest(change: dict[str, object]) -> None:
    """Whatever field of it is."""
    first, *others = claims_in(TEXT)
    changed = replace(first, **change)  # type: ignore[arg-type]  # a test names fields
    assert digest_of(decision(first, *others)) != digest_of(decision(changed, *others))


def test_the_uuids_of_a_driver_are_written_as_all_are() -> None:
    """PostgreSQL's has a class of its own."""
    [(identity, claim), *_] = decision(*claims_in(TEXT)).new
    drivers = Decision(((ClaimId(pgproto.UUID(str(identity))), claim),), (), (), ())
    assert digest_of(drivers) == digest_of(Decision(((identity, claim),), (), (), ()))


def test_a_claim_more_has_another_digest() -> None:
    """And so has one that is gone."""
    claims = claims_in(TEXT)
    assert digest_of(decision(*claims)) != digest_of(decision(*claims[1:]))
