"""The entities that clients read: a field of a GraphQL type stands here under the same name, or does not compile."""

from db.reading.articles import ARTICLE, CLAIM, EVIDENCE, NOTE, OUTLET, PROVENANCE, VERDICT
from db.reading.corrections import CORRECTION
from db.reading.identities import ALIAS, CANDIDATE, JUDGEMENT, MENTION, OFFICE, SPEAKER, TENURE

NODES = {
    entity.name: entity
    for entity in (ARTICLE, CLAIM, CORRECTION, JUDGEMENT, MENTION, NOTE, OFFICE, OUTLET, SPEAKER, VERDICT)
}
"""The entities whose rows can be asked for by id."""

__all__ = [
    "ALIAS",
    "ARTICLE",
    "CANDIDATE",
    "CLAIM",
    "CORRECTION",
    "EVIDENCE",
    "JUDGEMENT",
    "MENTION",
    "NODES",
    "NOTE",
    "OFFICE",
    "OUTLET",
    "PROVENANCE",
    "SPEAKER",
    "TENURE",
    "VERDICT",
]
