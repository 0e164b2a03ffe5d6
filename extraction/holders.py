"""Which person holds an office that the article names apart from the person."""

from domain.statement import SourceKind
from extraction.discourse import Discourse, Finding, Referent
from extraction.mention_forms import Mention, Sort
from extraction.offices import country_of
from extraction.persons import Person, well_known
from extraction.reasons import Reason, confidence_in
from extraction.words import word_set

_AHEAD = 12
"""How many reports on the holder of an office may be named."""


def link_offices(said: Discourse) -> None:
    """Give each office without a holder the person who goes on speaking in the reports that follow it."""
    first = said.findings[0].referent if said.findings else None
    for index, finding in enumerate(said.findings):
        referent = finding.referent
        lead = referent is first
        if referent is None or referent.person is not None:
            continue
        described = lead and referent.kind is SourceKind.UNNAMED and _is_one(said, finding)
        if referent.kind is not SourceKind.OFFICE and not described:
            continue
        person, reason = _holder_after(said, index, referent, lead=lead), Reason.NAMED_NEXT
        if person is None:
            person, reason = _only_holder(said, referent), Reason.HOLDER
        if person is not None:
            _become(said, referent, person)
            finding.reason, finding.confidence = reason, confidence_in(reason)


def _is_one(said: Discourse, finding: Finding) -> bool:
    """Whether a mention describes one person: «یک مقام مسئول», «یکی از نمایندگان»."""
    mention = finding.mention
    return mention is not None and said.reading.keys[mention.tokens.start] in {"یک", "یکی"}


def _become(said: Discourse, referent: Referent, person: Person) -> None:
    """Make an office's referent its holder, and note that the person holds it."""
    if referent.office:
        said.people.learn(person, referent.office, referent.name)
    referent.person, referent.name, referent.kind = person, person.name, SourceKind.PERSON


def _only_holder(said: Discourse, referent: Referent) -> Person | None:
    """The one person who is known by now to hold the office, None when there is none or several."""
    holders = said.people.holders(referent.office) if referent.office else []
    return holders[0] if len(holders) == 1 else None


def _holder_after(said: Discourse, index: int, referent: Referent, *, lead: bool) -> Person | None:
    """The person who speaks next after an office and is named there first, without another office."""
    for later in range(index + 1, min(index + _AHEAD, len(said.findings))):
        found = said.findings[later]
        if found.referent is referent or said.reports[later].inside is not None or found.referent is None:
            continue
        mention = found.mention
        named = mention is not None and (mention.sort is Sort.NAMED or (lead and mention.sort is Sort.PRONOUN))
        if found.referent.person is None or mention is None or not named or mention.also:
            return None
        person = found.referent.person
        first_named_here = person.first < 0 or person.first >= said.reports[index].cue[0]
        free = not person.offices or (lead and _may_be_held_by(person, referent))
        return person if first_named_here and free and not person.is_in(referent.office) else None
    return None


def _may_be_held_by(person: Person, referent: Referent) -> bool:
    """Whether a person with other offices may hold the one of the lead: a minister's only if one is called alike."""
    high = referent.office[:1] and referent.office[0] in word_set("head of state") | {"استاندار"}
    return not high or any(set(office) & set(referent.office) for office in person.offices or [referent.office])


def carries_on(said: Discourse, index: int, mention: Mention, office: tuple[str, ...]) -> bool:
    """Whether an office without a holder is the last speaker's: a person, nobody new speaks, nothing says «also»."""
    focus = said.focus(index)
    if focus is None or focus.person is None or mention.also or said.reports[index].inside is not None:
        return False
    after = _next_person(said, index)
    if after is not None and after is not focus.person and after.first > mention.tokens.start and not after.offices:
        return False
    if focus.person.is_in(office):
        return False
    held = focus.person.offices
    if not held:
        return country_of(office) in {None, "ایران", "کشورمان"} or focus.person.key not in well_known()
    of_state = (office[:1] == ("رییس",) and office[1:2] == ("جمهور",)) or (
        office and office[0] in word_set("head of state")
    )
    if of_state and all(one[:1] != office[:1] for one in held):
        return False
    alone = len(said.speaking_persons) == 1 or after is focus.person
    return alone and country_of(office) in {None} | {country_of(one) for one in held}


def _next_person(said: Discourse, index: int) -> Person | None:
    """The person whom the next report after this one names, passing over pronouns and dropped subjects."""
    for mention in said.mentions[index + 1 : index + _AHEAD]:
        if mention is None or mention.sort is not Sort.NAMED or mention.naming is None:
            continue
        if mention.naming.name is None:
            continue
        called = said.people.called(mention.naming.name)
        return called[0] if len(called) == 1 and not mention.also else None
    return None
