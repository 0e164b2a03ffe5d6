"""The closed sets of words for claims, as GraphQL names and describes them; types and inputs take them from here.

One that an input used before it was named would stand in the schema twice.
"""

import strawberry

from db.reading.highlights import HighlightedIn
from domain.correction import CorrectedField, FoundBy
from domain.dates import Basis, Precision
from domain.statement import Kind, SpeechAct
from domain.withdrawal import Withdrawal

__all__ = ["Basis", "CorrectedField", "FoundBy", "HighlightedIn", "Kind", "Precision", "SpeechAct", "Withdrawal"]

strawberry.enum(
    Kind,
    name="ClaimKind",
    description="How the words are reported: DIRECT is quoted or follows a colon, INDIRECT is told,"
    " MIXED is told with a phrase quoted.",
)
strawberry.enum(
    SpeechAct,
    description="What the report says that the speaker did: ASSERTED something, DENIED it, DEMANDED, WARNED, PROMISED,"
    " ASKED a question, or THANKED, which stands for all mere courtesy.",
)
strawberry.enum(
    Precision,
    name="DatePrecision",
    description="How much of a date is known: its DAY, only its MONTH, or only its YEAR.",
)
strawberry.enum(
    Basis,
    name="SaidOnBasis",
    description="How the day of a claim is known: STATED by words of its sentence,"
    " CARRIED over from the event that the report is about, or that the article was PUBLISHED on.",
)
strawberry.enum(
    CorrectedField,
    description="What a correction is of: the CONTENT, the SPEAKER, the day (SAID_ON), the KIND, whether it is a"
    " statement at all (IS_STATEMENT), or a statement that was MISSED, all of which somebody added.",
)
strawberry.enum(FoundBy, description="Who found a claim: the EXTRACTOR, or a PERSON, as the extractor had missed it.")
strawberry.enum(
    Withdrawal,
    name="WithdrawnBy",
    description="Who withdrew a claim: the EXTRACTOR, which no longer finds its words, a CORRECTION, which says that it"
    " is no statement, or an EDITOR.",
)
strawberry.enum(HighlightedIn, description="The text of a claim in which words are shown.")
