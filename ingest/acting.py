"""What everything that people do needs: a transaction, who acts, when, and how it is told to the audit chain."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.sessions import WriteSession
from domain.audit import Audience, Facts, NewEvent
from domain.errors import BadDecision
from domain.roles import Actor, at_terminal
from domain.text import is_storable

ITSELF = at_terminal("gozareh")
"""Who acts where nobody is named."""
MOST_REASON = 10_000
"""Code points: as much as a note may have."""


@dataclass(frozen=True, slots=True)
class Acting:
    """One transaction in which somebody acts; `request_id` is the request's, None at a terminal."""

    session: WriteSession
    by: Actor
    now: datetime
    home_country: str
    request_id: str | None = None

    def record(  # noqa: PLR0913 - an event has as many parts
        self,
        action: str,
        kind: str,
        subject: UUID,
        *,
        audience: Audience = Audience.PUBLIC,
        claim_id: UUID | None = None,
        article_id: UUID | None = None,
        before: Facts | None = None,
        after: Facts | None = None,
        reason: str | None = None,
    ) -> None:
        """Let the audit chain tell what was done to a thing."""
        event = NewEvent(
            at=self.now,
            actor_id=self.by.id,
            actor=self.by.name,
            action=action,
            subject_kind=kind,
            subject_id=subject,
            audience=audience,
            claim_id=claim_id,
            article_id=article_id,
            before=before,
            after=after,
            reason=reason,
            request_id=self.request_id,
        )
        self.session.record(event)


def check_words(words: str, field: str, *, most: int) -> None:
    """Raise BadDecision, naming the field, for words that are none, too many, or no text that a database can keep."""
    if not any(map(str.isalnum, words)):
        raise BadDecision(field, "is empty; say it in a few words")
    if len(words) > most:
        raise BadDecision(field, f"is longer than {most:,} characters; shorten it")
    if not is_storable(words):
        raise BadDecision(field, "holds characters that are no text; remove them")
