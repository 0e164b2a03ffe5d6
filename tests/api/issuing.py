"""Tokens of an issuer that a test can let fail and lie, as the service takes them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from api.oidc import Issuer
from domain.errors import WrongToken
from domain.roles import Actor


@dataclass
class Clock:
    """Seconds that a test lets pass."""

    seconds: float = 1_000.0

    def __call__(self) -> float:
        """The seconds so far."""
        return self.seconds


async def recognised(issuer: Issuer, token: str) -> Actor:
    """Who bears a token now."""
    return await issuer.recognise(token, now=datetime.now(UTC))


async def refused(issuer: Issuer, token: str) -> str:
    """The part of a token for which it is refused."""
    with pytest.raises(WrongToken) as wrong:
        await recognised(issuer, token)
    return wrong.value.part
