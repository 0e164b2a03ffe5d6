"""The entities of who is who: speakers, names, offices, the articles' sources, and judgements on them.

A speaker who was merged into another shows all that the other has: everything is found by the canonical id.
"""

from sqlalchemy import FromClause

from db.reading import articles, events, people, verification
from db.reading.entities import Computed, Condition, Entity, Leaf, Order, Picked, ToMany, ToOne
from db.reading.leaves import closed, identity, instants, partly_known, plain
from db.tables import (
    AliasRow,
    JudgementRow,
    MentionCandidateRow,
    MentionRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)


def _of_speaker(speaker: FromClause, claim: FromClause) -> Condition:
    condition: Condition = claim.c.speaker_id == speaker.c.canonical_id
    return condition


SPEAKER: Entity = Entity(
    "speaker",
    SpeakerRow,
    Order("speakers", ("key", "id"), descending=False),
    {
        "id": identity("speaker"),
        "canonical_id": identity("speaker", "canonical_id"),
        **plain("name", "latin", "wikidata_id", "country"),
        **closed("kind", "origin"),
        "born_on": partly_known("born"),
        "died_on": partly_known("died"),
    },
    manys={
        "claims": ToMany(lambda: articles.CLAIM, _of_speaker),
        "notes": ToMany(lambda: verification.NOTE, people.belongs_to_speaker),
        "events": ToMany(lambda: events.SPEAKER_EVENT, events.stands_beside),
    },
    fews={
        "aliases": ToMany(lambda: ALIAS, people.belongs_to_speaker),
        "tenures": ToMany(lambda: TENURE, people.belongs_to_speaker),
    },
    picks={"role_on": Picked(lambda: TENURE, people.is_role_on)},
    computed={
        "merged_ids": Computed(people.merged_ids, people.speaker_ids),
        "mentioned_as": Computed(people.names_in_articles, people.mentioned_as),
    },
    timelines={"timeline": ToMany(lambda: articles.CLAIM, _of_speaker, are_few=True)},
    listed=lambda speaker: (speaker.c.merged_into.is_(None),),
)

ALIAS: Entity = Entity(
    "alias",
    AliasRow,
    Order("aliases", ("key", "id"), descending=False),
    {
        "id": identity("alias"),
        **plain("text", "language", "valid_from", "valid_to"),
        **closed("form", "origin"),
    },
    listed=lambda alias: (alias.c.rejected_by.is_(None),),
)

TENURE: Entity = Entity(
    "tenure",
    TenureRow,
    Order("tenures", ("held_from", "id"), descending=True),
    {
        "id": identity("tenure"),
        "role": Leaf("title", also=("country",), of="office"),
        "from_": partly_known("from"),
        "to": partly_known("to"),
        **plain("believed_until", "source"),
        **closed("origin"),
    },
    ones={
        "office": ToOne(lambda: OFFICE, lambda tenure, office: office.c.id == tenure.c.office_id),
        "speaker": ToOne(lambda: SPEAKER, people.is_canonical_of),
    },
    listed=lambda tenure: (tenure.c.rejected_by.is_(None),),
)

OFFICE: Entity = Entity(
    "office",
    OfficeRow,
    Order("offices", ("title", "id"), descending=False),
    {
        "id": identity("office"),
        **plain("title", "latin", "country", "organisation", "wikidata_id"),
        **closed("seats", "origin"),
    },
    manys={"tenures": ToMany(lambda: TENURE, lambda office, tenure: tenure.c.office_id == office.c.id)},
    computed={"aliases": Computed(people.titles, people.texts)},
)

MENTION: Entity = Entity(
    "mention",
    MentionRow,
    Order("mentions", ("created_at", "id"), descending=True),
    {
        "id": identity("mention"),
        **plain("name", "why"),
        **closed("kind"),
        "offices": Leaf("offices", is_json=True),
        "is_decided_by_people": Leaf("decided_by", lambda _: True, null=False),
    },
    ones={
        "article": ToOne(lambda: articles.ARTICLE, lambda mention, article: article.c.id == mention.c.article_id),
        "judgement": ToOne(lambda: JUDGEMENT, lambda mention, judgement: judgement.c.id == mention.c.judgement_id),
    },
    manys={"claims": ToMany(lambda: articles.CLAIM, lambda mention, claim: claim.c.mention_id == mention.c.id)},
    fews={"candidates": ToMany(lambda: CANDIDATE, lambda mention, one: one.c.mention_id == mention.c.id)},
)

CANDIDATE: Entity = Entity(
    "candidate",
    MentionCandidateRow,
    Order("candidates", ("mention_id", "speaker_id"), descending=False),
    plain("why"),
    ones={"speaker": ToOne(lambda: SPEAKER, people.is_canonical_of)},
)

JUDGEMENT: Entity = Entity(
    "judgement",
    JudgementRow,
    Order("judgements", ("times", "made_at", "id"), descending=True),
    {
        "id": identity("judgement"),
        **plain("name", "why", "author", "times"),
        **closed("about", "decision"),
        **instants("made_at"),
        "is_open": Leaf("is_open", bool),
    },
    ones={
        "speaker": ToOne(lambda: SPEAKER, lambda judgement, speaker: speaker.c.id == judgement.c.speaker_id),
        "other": ToOne(lambda: SPEAKER, lambda judgement, speaker: speaker.c.id == judgement.c.other_id),
        "mention": ToOne(lambda: MENTION, lambda judgement, mention: mention.c.id == judgement.c.mention_id),
        "superseded_by": ToOne(lambda: JUDGEMENT, lambda judgement, other: other.c.id == judgement.c.superseded_by),
    },
    manys={"mentions": ToMany(lambda: MENTION, lambda judgement, mention: mention.c.judgement_id == judgement.c.id)},
    fews={"candidates": ToMany(lambda: SPEAKER, people.may_be_meant, most=people.MOST_CANDIDATES)},
    derived={"times": people.times, "is_open": people.is_open},
)
