"""Webhooks: their states, when a delivery is tried again, and the signature by which its receiver knows it.

Source of the signature, the headers and the form of secrets: the Standard Webhooks specification, version 1.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

SECRET_MARK = "whsec_"  # noqa: S105 - no secret yet
"""What every secret begins with, so that leaked ones can be looked for."""
SECRET_BYTES = 32
OLD_SECRET_LASTS = timedelta(days=1)
"""For so long after a rotation deliveries are signed with the secret before, too."""
_GROWTH = 3.2
"""Ten tries after 5 seconds at first take 79,970 seconds, 22 hours."""
_JITTER = 0.2


class WebhookState(StrEnum):
    """Whether a webhook tells what comes."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """What came of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"
    """What it was about is no longer shown to whoever registered the webhook."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a delivery is tried, and how many seconds after the first try the second one comes."""

    tries: int = 10
    first_seconds: float = 5.0

    def wait(self, tried: int, *, chance: float) -> timedelta:
        """How long to wait after so many tries, from 1; `chance`, 0 to 1, takes or adds up to a fifth.

        >>> [round(Retries().wait(tried, chance=0.5).total_seconds()) for tried in (1, 2, 9)]
        [5, 16, 54976]
        """
        jitter = 1 + _JITTER * (2 * chance - 1)
        return timedelta(seconds=self.first_seconds * _GROWTH ** (tried - 1) * jitter)


def secret_of(key: bytes) -> str:
    """The secret as its receiver is shown it."""
    return SECRET_MARK + b64encode(key).decode()


def signature(secrets: Iterable[str], message: str, at: datetime, body: bytes) -> str:
    """The value of the header `webhook-signature`: one for each secret; `message` is the header `webhook-id`."""
    told = f"{message}.{int(at.timestamp())}.".encode() + body
    return " ".join(f"v1,{b64encode(hmac.digest(_key_of(secret), told, sha256)).decode()}" for secret in secrets)


def _key_of(secret: str) -> bytes:
    return b64decode(secret.removeprefix(SECRET_MARK))
