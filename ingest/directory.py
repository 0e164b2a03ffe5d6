"""What is known of the speakers and offices that some mentions may mean; resolution looks nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.ids import SpeakerId
from domain.speaker import KnownName, KnownSpeaker, Office, Seats, Tenure
from domain.text import search_key, speaker_key
from extraction.office_titles import HOME, OfficeTitle, office_title, title_words
from extraction.offices import same_office

type Holder = tuple[KnownSpeaker, Tenure]


@dataclass(frozen=True, slots=True)
class Directory:
    """Speakers by the keys of their names, and who held the offices of a title, by the title's key.

    `taken` are the names that people took from a speaker who had them, by key and speaker; `not_new` are the ids made
    of full names which are no provisional speaker's.
    """

    names: Mapping[str, Sequence[KnownName]] = field(default_factory=dict)
    holders: Mapping[str, Sequence[Holder]] = field(default_factory=dict)
    taken: frozenset[tuple[str, SpeakerId]] = frozenset()
    not_new: frozenset[SpeakerId] = frozenset()

    def called(self, name: str) -> Sequence[KnownName]:
        """The names that are compared as `name` is, and whose they are."""
        return self.names.get(speaker_key(name), ())

    def possible_holders(
        self, words: str, *, home: str | None, days: Sequence[date]
    ) -> list[tuple[KnownSpeaker, Tenure]]:
        """Who may have held the office of these words on all of the days; several, where its country is not told.

        `home` is the country of a title that names none; None is none. A title of one word, as «رهبر», may be of any
        body unless it names its country.
        """
        title = office_title(words)
        country = country_of_title(title, home)
        if title.country is None and len(_key(words)) == 1:
            return []
        return [
            (speaker, tenure)
            for speaker, tenure in self.holders.get(title.key, ())
            if tenure.office.seats is Seats.ONE
            and tenure.office.country in ({country, None} if title.country is None else {country})
            and all(tenure.possibly(day) for day in days)
        ]


def country_of_title(title: OfficeTitle, home: str | None) -> str | None:
    """The country that a title names, `home` for one that names none or the outlet's own."""
    return home if title.country in {HOME, None} else title.country


def is_alike(office: Office, words: str, *, home: str | None) -> bool:
    """Whether an article's words for an office may mean `office`: alike in words, and of no other country.

    Whoever is in a house of many is called by its offices too: «سخنگوی کمیسیون آموزش مجلس».
    """
    title = office_title(words)
    country = country_of_title(title, home)
    if title.country is not None and office.country != country:
        return False
    keys = _key(words)
    if any(_is_same(_key(one), keys) for one in office.titles):
        return True
    return (
        office.seats is Seats.MANY and office.organisation is not None and set(_key(office.organisation)) <= set(keys)
    )


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles can be of one office; of a single word, such as «رئیس», only where they are the same."""
    return one == other or (min(len(one), len(other)) > 1 and same_office(one, other))


def _key(words: str) -> tuple[str, ...]:
    return title_words(search_key(words).split())
