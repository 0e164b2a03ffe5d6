"""A cue with its content while neither is final: what the steps of `contents` hand to each other."""

from dataclasses import dataclass

from extraction.cues import Cue
from extraction.openings import Marker
from extraction.report import Place


@dataclass(slots=True)
class Draft:
    """A report in the making; all numbers are token indexes.

    `first`..`end` is the content, `zone_first`..`zone_end` the words in which the source stands.
    `parent` is the draft whose content holds this cue; `bounded` says that a quotation mark ends the content.
    """

    cue: Cue
    first: int
    end: int
    zone_first: int
    zone_end: int
    rule: str
    marker: Marker
    place: Place = Place.SUBJECT
    bounded: bool = False
    parent: "Draft | None" = None

    @property
    def follows(self) -> bool:
        """Whether the content stands after its cue."""
        return self.first >= self.cue.after

    @property
    def direct(self) -> bool:
        """Whether a colon or a quotation mark introduces the content."""
        return self.marker in {Marker.COLON, Marker.QUOTE}
