"""Whom a name, an office, a body or a group stands for in an article."""

from domain.statement import SourceKind
from extraction.body_names import country_before, is_a_foreign_states, is_identified, is_of_this_country, sure_end
from extraction.discourse import Discourse, Finding, found
from extraction.holders import carries_on
from extraction.mention_forms import Mention, Sort
from extraction.names import one_line
from extraction.namings import Naming
from extraction.offices import office_at
from extraction.persons import Person
from extraction.reasons import Reason


def for_mention(said: Discourse, index: int, mention: Mention) -> Finding:
    """Whom the namings of a mention stand for; nobody where it has none."""
    if mention.naming is None:
        return found(mention, None, Reason.NOBODY_NAMED)
    if mention.others:
        return _several(said, index, mention)
    return for_naming(said, index, mention, mention.naming)


def for_naming(said: Discourse, index: int, mention: Mention, naming: Naming) -> Finding:
    """The person, the office's holder, the body or the group of a naming."""
    epithet = None if naming.name is not None else said.people.by_epithet(naming.tokens)
    if epithet is not None:
        return found(mention, said.person(epithet), Reason.EPITHET)
    if naming.name is not None:
        return _person(said, index, mention, said.people.called(naming.name))
    if naming.kind is SourceKind.OFFICE:
        return _office(said, index, mention, naming)
    return _body(said, mention, naming)


def _person(said: Discourse, index: int, mention: Mention, called: list[Person]) -> Finding:
    """The one person who is called so, or of several the one who was speaking."""
    if len(called) == 1:
        return found(mention, said.person(called[0]), Reason.PERSON)
    focus = said.focus(index)
    if focus is not None and focus.person in called:
        return found(mention, focus, Reason.NAMESAKE_SPEAKING)
    return found(mention, None, Reason.NAMESAKES)


def _body(said: Discourse, mention: Mention, naming: Naming) -> Finding:
    """The organisation or group, by its longest name in the article."""
    if naming.kind is SourceKind.ORGANISATION:
        name, identified = _body_name(said, naming)
    else:
        name, identified = one_line(said.reading.words(naming.tokens)), True
    referent = said.by_words(name, naming.kind)
    referent.identified = identified
    if mention.sort is Sort.NOUN:
        return found(mention, referent, Reason.DESCRIBED)
    return found(mention, referent, Reason.BODY)


def _body_name(said: Discourse, naming: Naming) -> tuple[str, bool]:
    """An organisation's longest name in the article, and whether it tells which one is meant.

    «این کشور» is the one country that was named before.
    """
    words = said.people.words
    end = sure_end(words, naming.tokens)
    if is_of_this_country(words, end):
        country = country_before(words, end)
        if country is None:
            return one_line(said.reading.words(naming.tokens)), False
        return one_line(f"{said.reading.words(range(naming.tokens.start, end))} {said.reading.words(country)}"), True
    body = said.people.fullest_body(naming.tokens)
    told = is_identified(words, body) and not is_a_foreign_states(words, body)
    return one_line(said.reading.words(body)), told


def _office(said: Discourse, index: int, mention: Mention, naming: Naming) -> Finding:
    """The holder of an office, as the article or the speaking order tells; else the office itself."""
    words = naming.offices[0]
    office = office_at(said.people.words, words)
    holders = said.people.holders(office)
    if holders:
        return _holder(said, index, mention, holders, office)
    referent = said.by_words(one_line(said.reading.words(words)), SourceKind.OFFICE)
    focus = said.focus(index)
    speaker = None if focus is None or referent.person is not None else focus.person
    if speaker is not None and carries_on(said, index, mention, office):
        said.people.learn(speaker, office, referent.name)
        return found(mention, focus, Reason.CALLED_BY_OFFICE)
    referent.office = office
    return found(mention, referent, Reason.NO_HOLDER)


def _holder(said: Discourse, index: int, mention: Mention, holders: list[Person], office: tuple[str, ...]) -> Finding:
    """The one holder of an office; of several the one who was speaking, or the one who has just this office."""
    if len(holders) == 1:
        return found(mention, said.person(holders[0]), Reason.HOLDER)
    focus = said.focus(index)
    if focus is not None and focus.person in holders:
        return found(mention, focus, Reason.HOLDER_SPEAKING)
    exact = [person for person in holders if office in person.offices]
    if len(exact) == 1:
        return found(mention, said.person(exact[0]), Reason.HOLDER)
    return found(mention, None, Reason.HOLDERS)


def _several(said: Discourse, index: int, mention: Mention) -> Finding:
    """All of those whom «و» joins, as one source."""
    namings = [naming for naming in (mention.naming, *mention.others) if naming is not None]
    findings = [for_naming(said, index, mention, naming) for naming in namings]
    referents = [finding.referent for finding in findings if finding.referent is not None]
    if len(referents) < len(findings):
        return found(mention, None, Reason.NOT_ALL_KNOWN)
    name = " و ".join(dict.fromkeys(referent.name for referent in referents))
    referent = said.by_words(name, referents[0].kind)
    referent.plural = True
    return found(mention, referent, Reason.TOGETHER)
