"""The entities that clients read: a field of a GraphQL type stands here under the same name, or does not compile."""

from db.reading.articles import ARTICLE, CLAIM, EVIDENCE, NOTE, OUTLET, PROVENANCE, VERDICT
from db.reading.identities import ALIAS, CANDIDATE, JUDGEMENT, MENTION, OFFICE, SPEAKER, TENURE
from db.reading.keys import KEY

NODES = {entity.name: entity for entity in (ARTICLE, CLAIM, JUDGEMENT, MENTION, NOTE, OFFICE, OUTLET, SPEAKER, VERDICT)}
"""The entities whose rows can be asked for by id."""

__all__ = [
    "ALIAS",
    "ARTICLE",
    "CANDIDATE",
    "CLAIM",
    "EVIDENCE",
    "JUDGEMENT",
    "KEY",
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
