"""The closed sets of words for who is who, as GraphQL names and describes them.

Types take them from here: one that an input used before it was named would stand in the schema twice.
"""

import strawberry

from domain.judgement import About, Decision
from domain.speaker import AliasForm, Origin, Seats, SpeakerKind
from domain.statement import SourceKind

__all__ = ["About", "AliasForm", "Decision", "Origin", "Seats", "SourceKind", "SpeakerKind"]

strawberry.enum(
    SpeakerKind,
    description="What sort of speaker: a PERSON, an ORGANISATION that speaks as itself, or an UNNAMED source that"
    " people keep apart from others.",
)
strawberry.enum(
    Origin,
    name="SpeakerOrigin",
    description="How it came to be known: SHIPPED with the service or loaded from tables, LEARNED from articles alone"
    " and so provisional, or MANUAL, which people said.",
)
strawberry.enum(
    AliasForm,
    description="What a name is enough for: a FULL one means the speaker by itself, a SHARED one, which many bear, only"
    " with a fitting office or on a day in office, a SURNAME only in the country and the years of the speaker's"
    " offices.",
)
strawberry.enum(Seats, name="OfficeSeats", description="How many hold an office at a time: ONE, or MANY.")
strawberry.enum(
    SourceKind,
    name="MentionKind",
    description="What sort of source an article names: a PERSON, an OFFICE without the name of its holder,"
    " an ORGANISATION, or an UNNAMED one that the article hides.",
)
strawberry.enum(
    About,
    name="JudgementAbout",
    description="What a judgement is about: who a MENTION is, whether two SPEAKERS are one, whether a name (ALIAS) is a"
    " speaker's, or whether a speaker held an office (TENURE).",
)
strawberry.enum(
    Decision,
    name="JudgementDecision",
    description="What a judgement says: it is the SAME, it is DIFFERENT, or UNSURE: nobody can tell yet, or its author"
    " took a decision back.",
)
