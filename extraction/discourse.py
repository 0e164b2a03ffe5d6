"""The order in which an article's sources speak: who is known, who spoke last, whom «he» would stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from domain.statement import SourceKind
from extraction.mention_forms import Mention, Sort
from extraction.mentions import find_mention
from extraction.names import one_line
from extraction.offices import office_at
from extraction.people import People
from extraction.persons import Person
from extraction.reading import Reading
from extraction.reasons import Reason, confidence_in
from extraction.report import Place, Report

_SUBJECT_REACH = 30
"""How many words into a sentence its subject may start."""
_MEMORY = 40
"""How many reports back a pronoun reaches at most."""


@dataclass(slots=True)
class Referent:
    """Somebody or some body who speaks in the article; becomes a person when a holder is found for an office."""

    name: str
    kind: SourceKind
    person: Person | None = None
    plural: bool = False
    identified: bool = True
    """Whether an organisation's name tells which one it is: «روزنامه آلمانی» does not."""
    office: tuple[str, ...] = ()
    """The key of an office that stands for itself."""


@dataclass(slots=True)
class Finding:
    """What is known about one report's source while the article is read."""

    mention: Mention | None
    referent: Referent | None
    reason: Reason
    confidence: float


def found(mention: Mention | None, referent: Referent | None, reason: Reason) -> Finding:
    """The finding for a reason, as sure as the reason and the mention are."""
    return Finding(mention, referent, reason, confidence_in(reason, sure=mention is None or mention.sure))


@dataclass
class Discourse:
    """One article while its reports are read in order: `findings[i]` is of `reports[i]`, as far as read."""

    reports: Sequence[Report]
    people: People
    mentions: Sequence[Mention | None]
    findings: list[Finding] = field(default_factory=list)
    _of_person: dict[int, Referent] = field(default_factory=dict)
    _of_words: dict[str, Referent] = field(default_factory=dict)
    _focus: dict[tuple[int, bool], Referent | None] = field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        """The article's reading."""
        return self.people.reading

    def person(self, person: Person) -> Referent:
        """The referent of a person."""
        key = id(person)
        if key not in self._of_person:
            self._of_person[key] = Referent(person.name, SourceKind.PERSON, person)
        return self._of_person[key]

    def by_words(self, name: str, kind: SourceKind) -> Referent:
        """The referent that is known by these words alone."""
        if name not in self._of_words:
            self._of_words[name] = Referent(name, kind)
        return self._of_words[name]

    def focus(self, index: int, *, plural: bool = False) -> Referent | None:
        """Whom a pronoun in this report stands for: the last source at its depth, or a later sentence's subject."""
        if (index, plural) not in self._focus:
            self._focus[index, plural] = self._find_focus(index, plural=plural)
        return self._focus[index, plural]

    def _find_focus(self, index: int, *, plural: bool) -> Referent | None:
        report = self.reports[index]
        around = self._around(report) if report.place is Place.AFTER_CUE and not plural else None
        if around is not None:
            return around
        until = report.cue[0]
        for before in range(index - 1, max(-1, index - _MEMORY), -1):
            other = self.reports[before]
            if other.inside != report.inside:
                continue
            topic = None if plural else self._topic(other.cue[0], until, report.inside)
            if topic is not None:
                return topic
            until = other.cue[0]
            referent = self.findings[before].referent
            if referent is not None and not plural and not self._may_be_he(before, referent):
                continue
            if referent is not None and not (plural and referent.kind is SourceKind.PERSON and not referent.plural):
                return referent
        return None if plural or index > _MEMORY else self._topic(self._opening(report), until, report.inside)

    def _around(self, report: Report) -> Referent | None:
        """The subject of the sentence in which «به گفته او» stands."""
        sentence = self.reading.sentence_at(report.cue[0])
        return self._subject(range(sentence.start, report.cue[0])) if sentence.start < report.cue[0] else None

    def _may_be_he(self, before: int, referent: Referent) -> bool:
        """Whether «وی» can stand for a source: a person, an office, or an unnamed one that is no group."""
        many = self.reports[before].plural and referent.kind is not SourceKind.PERSON
        if referent.kind is SourceKind.ORGANISATION or referent.plural or many:
            return False
        mention = self.findings[before].mention
        return referent.kind is not SourceKind.UNNAMED or mention is None or mention.sort is not Sort.NOUN

    def _opening(self, report: Report) -> int:
        """The token before the first at the report's depth."""
        return -1 if report.inside is None else self.reports[report.inside].content[0] - 1

    def _topic(self, after: int, before: int, inside: int | None) -> Referent | None:
        """The person who is the subject of the last sentence between two tokens, outside other reports' contents."""
        sentence = self.reading.sentence_at(before)
        first = sentence.start if sentence else before
        at = first - 1
        for _ in range(_MEMORY):
            if at <= after:
                return None
            sentence = self.reading.sentence_at(at)
            if not sentence:
                at -= 1
                continue
            if sentence.start <= after:
                return None
            if not self._in_content(sentence.start, inside):
                topic = self._subject(sentence)
                if topic is not None:
                    return topic
            at = sentence.start - 1
        return None

    def _in_content(self, token: int, inside: int | None) -> bool:
        """Whether a token stands in a report's content that is not the one that holds the reports in question."""
        return self._depths[token] > self._depth(inside)

    def is_told(self, token: int) -> bool:
        """Whether a token of the text stands outside every report's content."""
        return token < 0 or not self._depths[token]

    def _depth(self, inside: int | None) -> int:
        """How many contents hold a report that is inside another one, given that one's index."""
        depth = 0
        while inside is not None:
            inside, depth = self.reports[inside].inside, depth + 1
        return depth

    @cached_property
    def _depths(self) -> list[int]:
        """How many contents hold each token."""
        steps = [0] * (len(self.reading.keys) + 1)
        for report in self.reports:
            steps[report.content.start] += 1
            steps[report.content.stop] -= 1
        return list(accumulate(steps))

    def _subject(self, sentence: range) -> Referent | None:
        """The person or office that is the subject of a sentence that reports nothing."""
        opening = range(sentence.start, min(sentence.stop, sentence.start + _SUBJECT_REACH))
        mention = find_mention(self.people, [opening], Place.SUBJECT)
        if mention is None or not mention.sure or mention.naming is None or mention.others:
            return None
        naming = mention.naming
        if naming.name is not None:
            if len(naming.name) > 1:
                self.people.add([naming.name])
            called = self.people.called(naming.name)
            return self.person(called[0]) if len(called) == 1 else None
        if naming.kind is SourceKind.OFFICE:
            words = naming.offices[0]
            holders = self.people.holders(office_at(self.people.words, words))
            if len(holders) == 1:
                return self.person(holders[0])
            return None if holders else self.by_words(one_line(self.reading.words(words)), SourceKind.OFFICE)
        return None

    def same_sentence(self, index: int) -> int | None:
        """The index of the last report before this one in its sentence and at its depth, None when there is none."""
        report = self.reports[index]
        sentence = self.reading.sentence_at(report.cue[0])
        for before in range(index - 1, max(-1, index - _MEMORY), -1):
            other = self.reports[before]
            if other.inside != report.inside:
                continue
            return before if other.cue[0] in sentence and self.findings[before].referent is not None else None
        return None

    def last_body(self) -> Referent | None:
        """The organisation that spoke last."""
        return next((referent for referent in self.spoke() if referent.kind is SourceKind.ORGANISATION), None)

    def spoke(self) -> Iterator[Referent]:
        """Who spoke, the last first."""
        return (finding.referent for finding in self.findings[:-_MEMORY:-1] if finding.referent is not None)

    @cached_property
    def speaking_persons(self) -> frozenset[str]:
        """The keys of the persons whom any report names as its source."""
        namings = (mention.naming for mention in self.mentions if mention is not None and mention.naming is not None)
        names = (naming.name for naming in namings if naming.name is not None)
        return frozenset(person.key for name in names for person in self.people.called(name))
