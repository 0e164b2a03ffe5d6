"""Whom words stand for that name nobody: pronouns, «این مقام», the first person."""

from domain.statement import Kind, SourceKind
from domain.text import name_key
from extraction.body_names import is_identified
from extraction.discourse import Discourse, Finding, Referent, found
from extraction.mention_forms import Mention, Sort
from extraction.names import one_line
from extraction.reasons import Reason
from extraction.words import word_set

_SAME_HEAD = 4
"""How many letters of a head word tell that «این وزارتخانه» is «وزارت ...»."""


def stands_for(said: Discourse, index: int, mention: Mention) -> Finding:
    """Whom a pronoun stands for: the one who was speaking, in reported speech the one around it."""
    focus = said.focus(index, plural=mention.sort is Sort.THEY)
    outer = said.reports[index].inside
    if focus is None and outer is not None and said.reports[outer].kind is Kind.INDIRECT:
        return found(mention, said.findings[outer].referent, Reason.PRONOUN_AROUND)
    if focus is not None:
        return found(mention, focus, Reason.PRONOUN)
    return _ahead(said, index, mention)


def _ahead(said: Discourse, index: int, mention: Mention) -> Finding:
    """The one person the article names, where a pronoun comes before any source."""
    persons = said.people.persons
    alone = len(persons) == 1 and said.is_told(persons[0].first)
    if mention.sort is Sort.PRONOUN and alone and said.reports[index].inside is None:
        return found(mention, said.person(persons[0]), Reason.ONLY_PERSON)
    return found(mention, None, Reason.NO_ANTECEDENT)


def points_at(said: Discourse, index: int, mention: Mention) -> Finding:
    """Whom «این» and a noun point at: an outlet, a source or a body named before, or the one who was speaking."""
    pointed = _body_pointed_at(said, mention) or _person_pointed_at(said, index, mention)
    if pointed is not None:
        return pointed
    name = one_line(said.reading.words(mention.tokens))
    return found(mention, said.by_words(name, SourceKind.UNNAMED), Reason.THIS_NOBODY)


def _body_pointed_at(said: Discourse, mention: Mention) -> Finding | None:
    """The outlet, unnamed source or body that a noun like «روزنامه», «منبع» or «سازمان» points at."""
    head = _head(said, mention)
    start = mention.tokens.start
    if head in word_set("outlet") and (last := outlet_before(said, start)) is not None:
        return found(mention, last, Reason.THIS_OUTLET)
    if head == "منبع":
        source = next(
            (one for one in said.spoke() if one.kind in {SourceKind.UNNAMED, SourceKind.ORGANISATION}), None
        ) or outlet_before(said, start)
        return None if source is None else found(mention, source, Reason.THIS_SOURCE)
    if mention.naming is None or mention.naming.kind is SourceKind.OFFICE:
        return None
    before = next((one for one in said.spoke() if head[:_SAME_HEAD] in name_key(one.name)), None)
    if before is not None:
        return found(mention, before, Reason.THIS_NAMED)
    last = said.last_body() if mention.naming.kind is SourceKind.ORGANISATION else None
    return None if last is None else found(mention, last, Reason.THIS_BODY)


def _person_pointed_at(said: Discourse, index: int, mention: Mention) -> Finding | None:
    """The one who was speaking, else the one whose words hold the report."""
    focus = said.focus(index)
    body = mention.naming is not None and mention.naming.kind is SourceKind.ORGANISATION
    if focus is not None and not body:
        return found(mention, focus, Reason.THIS_SPEAKER)
    outer = said.reports[index].inside
    if outer is None or _head(said, mention) not in word_set("human"):
        return None
    return found(mention, said.findings[outer].referent, Reason.THIS_AROUND)


def _head(said: Discourse, mention: Mention) -> str:
    """The noun after «این»."""
    return said.reading.keys[mention.tokens.start + 1]


def outlet_before(said: Discourse, token: int) -> Referent | None:
    """The organisation that spoke last; else the news outlet that was named last before a token."""
    last = said.last_body()
    body = said.people.outlet_before(token) if last is None else None
    if body is None:
        return last
    fullest = said.people.fullest_body(body)
    referent = said.by_words(one_line(said.reading.words(fullest)), SourceKind.ORGANISATION)
    referent.identified = is_identified(said.people.words, fullest)
    return referent


def first_person(said: Discourse, index: int, mention: Mention | None) -> Finding:
    """Whom the first person is: the one whose words hold the report."""
    outer = said.reports[index].inside
    if outer is not None and said.findings[outer].referent is not None:
        return found(mention, said.findings[outer].referent, Reason.I_AROUND)
    focus = said.focus(index)
    if focus is not None:
        return found(mention, focus, Reason.I_BEFORE)
    return found(mention, None, Reason.NO_I)
