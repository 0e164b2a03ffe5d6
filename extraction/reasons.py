"""Why a source was chosen, in one sentence each, and how often each reason was right."""

from enum import StrEnum
from functools import cache

from extraction.lexicon import read_table

_PRIOR = 0.8
_PRIOR_WEIGHT = 10
"""A reason starts as if it had been right 8 times of 10, so that few sightings prove little."""
_UNSURE = 0.85
"""What is left of the confidence where the mention may be governed by a word before it."""


class Reason(StrEnum):
    """Why this source; the last ones say why none."""

    EPITHET = "everybody knows the person by these words"
    PERSON = "the subject names the person"
    NAMESAKE_SPEAKING = "of the persons with this surname, the one who was speaking"
    DESCRIBED = "the subject is described, not named"
    BODY = "the subject names the source"
    HOLDER = "the article names the holder of this office"
    HOLDER_SPEAKING = "of the holders of this office, the one who was speaking"
    CALLED_BY_OFFICE = "the speaker before, called by an office"
    NO_HOLDER = "the article names no holder of this office"
    NAMED_NEXT = "the person whom the article names next and who goes on speaking"
    TOGETHER = "several sources speak together"
    PRONOUN = "the pronoun stands for the one who was speaking"
    PRONOUN_AROUND = "in reported speech, the one who speaks around it"
    ONLY_PERSON = "the only person whom the article names"
    THIS_OUTLET = "«این» points at the outlet named before"
    THIS_SOURCE = "«این منبع» is the source without a name, or the outlet, before"
    THIS_NAMED = "«این» points at the source named before"
    THIS_BODY = "«این» points at the body that spoke before"
    THIS_SPEAKER = "«این» points at the one who was speaking"
    THIS_AROUND = "«این» points at the one who speaks around it"
    THIS_NOBODY = "«این» points at nobody named before"
    I_AROUND = "the first person is the one who speaks around it"
    I_BEFORE = "the first person is the one who was speaking"
    CLAUSE_BEFORE = "the subject of the clause before goes on"
    MAIN_CLAUSE = "the subject of the main clause"
    LAST_SPEAKER = "the subject is dropped: the last speaker goes on"
    LAST_BODY = "the subject is dropped: the last body or outlet goes on"
    DOCUMENT = "the document is said to be the source's"
    DOCUMENT_OF_LAST = "the document of the body that spoke last"
    HIDDEN = "the cue hides its source"
    NOBODY_NAMED = "the subject names nobody"
    NAMESAKES = "several persons have this name"
    HOLDERS = "several persons hold such an office"
    NOT_ALL_KNOWN = "not all of the sources named together are known"
    NO_ANTECEDENT = "nothing tells whom the pronoun stands for"
    NO_I = "nothing tells who «I» is"
    NO_SUBJECT = "the subject is dropped and nobody spoke before"
    NO_DOCUMENT = "nothing tells whose document it is"


@cache
def confidence_in(reason: Reason, *, sure: bool = True) -> float:
    """The share of a reason's attributions that were right, drawn towards 0.8 where few were measured.

    Reasons for naming nobody stand below `sources.FLOOR`. A mention that is not `sure` lowers the confidence.

    >>> confidence_in(Reason.PERSON) > 0.9 > confidence_in(Reason.PERSON, sure=False)
    True
    """
    right, found = _measured().get(reason, (0, 0))
    share = (right + _PRIOR * _PRIOR_WEIGHT) / (found + _PRIOR_WEIGHT)
    return round(share if sure else share * _UNSURE, 3)


@cache
def _measured() -> dict[str, tuple[int, int]]:
    """For each reason, how many of its attributions were right and how many there were."""
    return {row["reason"]: (int(row["right"]), int(row["found"])) for row in read_table("source_reasons")}
