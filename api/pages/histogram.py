"""How many claims there are in each period, as a picture that a page draws and a reader can choose a range in.

The picture is one path, whatever the number of bars: a bar each, with a label and a link, would weigh more than the
rest of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from domain.calendars import Calendar, parts_of

MOST_MONTHS = 480
"""Bars, one a month: forty years, of which each is two pixels wide on a phone; what is longer is counted by year."""
HEIGHT = 100
"""Of the highest bar, in units of the picture; a bar is ten units wide."""
_WIDTH, _GAP = 10, 2
_LEAST = 2
"""Units of a bar with one claim, beside one with thousands."""
_MOST_MARKS = 5


@dataclass(frozen=True, slots=True)
class Bucket:
    """A period with its claims; `name` is what the address calls it, such as 1399-08."""

    name: str
    label: str
    start: str
    end: str
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year that has claims."""

    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """All that a page draws; `first` and `last` are the places of a chosen range's ends, None where none is chosen."""

    buckets: Sequence[Bucket]
    most: Bucket
    first: int | None
    last: int | None
    by_year: bool
    years: Sequence[Year]

    @property
    def width(self) -> int:
        """Of the picture, in its units."""
        return len(self.buckets) * _WIDTH

    def path(self, *, mirrored: bool) -> str:
        """The bars, the oldest at the left, or at the right where that is `mirrored`."""
        return "".join(
            f"M{self._left(place, mirrored=mirrored)} {HEIGHT}v-{height}h{_WIDTH - _GAP}v{height}z"
            for place, height in enumerate(map(self._height, self.buckets))
            if height
        )

    def chosen(self, *, mirrored: bool) -> tuple[int, int] | None:
        """Where the chosen range begins in the picture and how wide it is; None where none is chosen."""
        if self.first is None or self.last is None:
            return None
        edge = self.last if mirrored else self.first
        return self._left(edge, mirrored=mirrored) - _GAP // 2, (self.last - self.first + 1) * _WIDTH

    @property
    def marks(self) -> Sequence[str]:
        """What stands below the picture, from the oldest to the newest, at equal distances."""
        last = len(self.buckets) - 1
        many = min(_MOST_MARKS, last + 1)
        places = [round(last * one / (many - 1)) for one in range(many)] if many > 1 else [0]
        return [self.buckets[place].label for place in places]

    def _left(self, place: int, *, mirrored: bool) -> int:
        return (len(self.buckets) - 1 - place if mirrored else place) * _WIDTH + _GAP // 2

    def _height(self, one: Bucket) -> int:
        return max(_LEAST, round(HEIGHT * one.count / self.most.count)) if one.count else 0


def histogram_of(
    told: Sequence[Mapping[str, Any]], calendar: Calendar, *, chosen: Mapping[str, str], by_year: bool
) -> Histogram | None:
    """The picture of a timeline's buckets as the API tells them; None where there is nothing to see.

    `chosen` is the range of days that the reader chose, as a DayRange.
    """
    buckets = [
        Bucket(_name(one["start"], calendar, by_year=by_year), one["label"], one["start"], one["end"], one["count"])
        for one in told
    ]
    if not any(one.count for one in buckets):
        return None
    inside = [place for place, one in enumerate(buckets) if chosen and _is_in(one, chosen)]
    first, last = (inside[0], inside[-1]) if inside else (None, None)
    most = max(buckets, key=lambda one: one.count)
    return Histogram(buckets, most, first, last, by_year, _years(buckets, inside))


def _name(start: str, calendar: Calendar, *, by_year: bool) -> str:
    year, month, _ = parts_of(date.fromisoformat(start), calendar)
    return f"{year}" if by_year else f"{year}-{month:02}"


def _is_in(one: Bucket, chosen: Mapping[str, str]) -> bool:
    """Whether any of its days is in the range: ISO's days compare as texts."""
    return one.end > chosen.get("gte", "") and one.start < chosen.get("lt", "9999")


def _years(buckets: Sequence[Bucket], inside: Sequence[int]) -> Sequence[Year]:
    chosen, found = set(inside), []
    for name, group in groupby(enumerate(buckets), key=lambda one: one[1].name[:4]):
        places, some = zip(*group, strict=True)
        count = sum(one.count for one in some)
        if count:
            found.append(Year(name, count, chosen >= set(places) and len(chosen) == len(places)))
    return found
