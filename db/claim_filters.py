"""Which claims a filter means; a field left out filters nothing."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from db.bound import Named, Shape, apart
from db.claim_limits import check_claim_filter
from db.filters import OfficeFilter
from db.search import has_sequences
from domain.calendars import last_periods_by
from domain.correction import CorrectedField
from domain.dates import Basis
from domain.statement import Kind, SpeechAct

PREFIX = "where"
"""With which the names of its values begin."""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Claims for which all of this holds; an empty tuple and None filter nothing.

    Of each pair of days the first is included and the second is not. `said_on_from` and `said_on_before` are of the
    first day on which a claim may have been said; of `said_within_from` and `said_within_before` all its days are
    between. `text` is what the content or its sentence holds, `target` what was judged, as `domain.searching` reads
    them. `office` is one that the speaker held on the day of the claim, as the tables or, of a title, the article alone
    tells. The verdict is the one that stands, and notes are those that the viewer sees. `all_of` hold all, of `any_of`
    at least one, and of `none_of` none; a filter without a field holds for every claim.
    """

    speaker_id: UUID | None = None
    speaker_ids: tuple[UUID, ...] = ()
    speaker_name: str | None = None
    kinds: tuple[Kind, ...] = ()
    speech_acts: tuple[SpeechAct, ...] = ()
    office: OfficeFilter | None = None
    said_on_from: date | None = None
    said_on_before: date | None = None
    text: str | None = None
    said_on_bases: tuple[Basis, ...] = ()
    said_within_from: date | None = None
    said_within_before: date | None = None
    published_from: date | None = None
    published_before: date | None = None
    outlet_ids: tuple[UUID, ...] = ()
    outlet_names: tuple[str, ...] = ()
    topic_ids: tuple[UUID, ...] = ()
    topic_names: tuple[str, ...] = ()
    target: str | None = None
    verdict_ids: tuple[UUID, ...] = ()
    verdict_keys: tuple[str, ...] = ()
    has_verdict: bool | None = None
    has_notes: bool | None = None
    corrected_fields: tuple[CorrectedField, ...] = ()
    least_confidence: float | None = None
    all_of: "tuple[ClaimFilter, ...]" = ()
    any_of: "tuple[ClaimFilter, ...]" = ()
    none_of: "tuple[ClaimFilter, ...]" = ()
    text_in_sequence: bool | None = field(init=False, default=None)
    """Whether `text` has words to be found one after another."""
    target_in_sequence: bool | None = field(init=False, default=None)
    said_within_edges: tuple[str, ...] = field(init=False, default=())
    """The months and years that end by `said_within_before`, of those that begin too late for any to."""

    def __post_init__(self) -> None:
        """Tell what follows of the values."""
        for name in ("text", "target"):
            if (words := getattr(self, name)) is not None and has_sequences(words):
                object.__setattr__(self, f"{name}_in_sequence", True)
        if self.said_within_before is not None:
            object.__setattr__(self, "said_within_edges", tuple(last_periods_by(self.said_within_before)))

    def check(self) -> None:
        """Raise BadFilter for what cannot be looked for, here or in the filters inside."""
        check_claim_filter(self)

    def apart(self) -> tuple[Shape, Named]:
        """What its conditions are built by, and the values of the parameters in them."""
        return apart(PREFIX, self)
