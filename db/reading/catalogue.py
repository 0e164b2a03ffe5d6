"""The entities that clients read: a field of a GraphQL type stands here under the same name, or does not compile."""

from db.reading.articles import ARTICLE, CLAIM, CLAIMS_BY, OUTLET, PROVENANCE
from db.reading.corrections import CORRECTION
from db.reading.events import SPEAKER_EVENT
from db.reading.identities import ALIAS, CANDIDATE, JUDGEMENT, MENTION, OFFICE, SPEAKER, TENURE
from db.reading.keys import KEY
from db.reading.topics import TOPIC, TOPIC_ALIAS
from db.reading.verification import AUDIT_EVENT, EVIDENCE, NOTE, QUEUED_NOTE, VERDICT
from db.reading.webhooks import WEBHOOK, WEBHOOK_DELIVERY

NODES = {
    entity.name: entity
    for entity in (
        *(ARTICLE, AUDIT_EVENT, CLAIM, CORRECTION, JUDGEMENT, MENTION),
        *(NOTE, OFFICE, OUTLET, SPEAKER, TOPIC, VERDICT),
    )
}
"""The entities whose rows can be asked for by id."""

__all__ = [
    "ALIAS",
    "ARTICLE",
    "AUDIT_EVENT",
    "CANDIDATE",
    "CLAIM",
    "CLAIMS_BY",
    "CORRECTION",
    "EVIDENCE",
    "JUDGEMENT",
    "KEY",
    "MENTION",
    "NODES",
    "NOTE",
    "OFFICE",
    "OUTLET",
    "PROVENANCE",
    "QUEUED_NOTE",
    "SPEAKER",
    "SPEAKER_EVENT",
    "TENURE",
    "TOPIC",
    "TOPIC_ALIAS",
    "VERDICT",
    "WEBHOOK",
    "WEBHOOK_DELIVERY",
]
