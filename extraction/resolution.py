"""Who a mention stands for, one rule for each sort of mention; every finding gives its reason."""

from dataclasses import replace

from domain.statement import Kind, SourceKind
from domain.text import name_key
from extraction.discourse import Discourse, Finding, Referent
from extraction.holders import carries_on
from extraction.mention_forms import Mention, Sort
from extraction.names import one_line
from extraction.namings import Naming
from extraction.offices import office_at
from extraction.people import Person
from extraction.report import Place
from extraction.words import word_set
from extraction.zones import is_first_person

_NOBODY = 0.4
"""The confidence of an attribution that abstains: below every one that names a source."""
_DOCUMENTS = frozenset({"بیانیه", "اطلاعیه", "گزارش", "نامه", "پیام", "سند", "خبر", "متن"})


def resolve(said: Discourse, index: int) -> Finding:
    """Who the report's source is, as far as what was read before it tells."""
    report, mention = said.reports[index], said.mentions[index]
    if report.place is Place.NOWHERE:
        return Finding(None, None, "the cue hides its source", _NOBODY)
    if mention is None or (mention.sort is Sort.NOUN and _is_passive(said, index)):
        return _dropped(said, index)
    unsure = not mention.sure or mention.sort is Sort.NOUN
    if unsure and said.same_sentence(index) is not None:
        return _dropped(said, index)
    return _mentioned(said, index, mention)


def _mentioned(said: Discourse, index: int, mention: Mention) -> Finding:
    """Whom the words of a mention stand for."""
    if mention.sort is Sort.SPEAKER:
        return _first_person(said, index, mention)
    if mention.sort in {Sort.PRONOUN, Sort.THEY}:
        return _pronoun(said, index, mention)
    if mention.sort is Sort.THIS:
        return _pointed(said, index, mention)
    return _several(said, index, mention) if mention.others else _named(said, index, mention)


def _named(said: Discourse, index: int, mention: Mention) -> Finding:
    """Whom a naming stands for; nobody where the mention has none."""
    if mention.naming is None:
        return Finding(mention, None, "the subject names nobody", _NOBODY)
    return _for_naming(said, index, mention, mention.naming)


def _for_naming(said: Discourse, index: int, mention: Mention, naming: Naming) -> Finding:
    """The person, the office's holder, the body or the group of a naming."""
    epithet = None if naming.name is not None else said.people.by_epithet(naming.tokens)
    if epithet is not None:
        return Finding(mention, said.person(epithet), "everybody knows the person by these words", 0.9)
    if naming.name is not None:
        return _person(said, index, mention, said.people.called(naming.name))
    if naming.kind is SourceKind.OFFICE:
        return _office(said, index, mention, naming)
    return _body(said, mention, naming)


def _person(said: Discourse, index: int, mention: Mention, called: list[Person]) -> Finding:
    """The one person who is called so, or of several the one who was speaking."""
    if len(called) == 1:
        return Finding(mention, said.person(called[0]), "the subject names the person", _confidence(mention))
    focus = said.focus(index)
    if focus is not None and focus.person in called:
        return Finding(mention, focus, "of the persons with this surname, the one who was speaking", 0.75)
    return Finding(mention, None, "several persons have this name", _NOBODY)


def _confidence(mention: Mention) -> float:
    return 0.97 if mention.sure else 0.8


def _body(said: Discourse, mention: Mention, naming: Naming) -> Finding:
    """The organisation or group, by its longest name in the article."""
    body = naming.tokens if naming.kind is not SourceKind.ORGANISATION else said.people.fullest_body(naming.tokens)
    referent = said.by_words(one_line(said.reading.words(body)), naming.kind)
    if mention.sort is Sort.NOUN:
        return Finding(mention, referent, "the subject is described, not named", 0.6)
    return Finding(mention, referent, "the subject names the source", _confidence(mention) - 0.03)


def _office(said: Discourse, index: int, mention: Mention, naming: Naming) -> Finding:
    """The holder of an office, as the article or the speaking order tells; else the office itself."""
    words = naming.offices[0]
    office = office_at(said.people.words, words)
    holders = said.people.holders(office)
    focus = said.focus(index)
    if len(holders) == 1:
        return Finding(mention, said.person(holders[0]), "the article names the holder of this office", 0.93)
    if holders:
        if focus is not None and focus.person in holders:
            return Finding(mention, focus, "of the holders of this office, the one who was speaking", 0.85)
        exact = [person for person in holders if office in person.offices]
        if len(exact) == 1:
            return Finding(mention, said.person(exact[0]), "the article names the holder of this office", 0.9)
        return Finding(mention, None, "several persons hold such an office", _NOBODY)
    name = one_line(said.reading.words(words))
    referent = said.by_words(name, SourceKind.OFFICE)
    if referent.person is None and carries_on(said, index, mention, office) and focus is not None:
        referent = _learn(focus, office)
        return Finding(mention, referent, "the speaker before, called by an office", 0.85)
    return Finding(mention, referent, "the article names no holder of this office", 0.85)


def _learn(referent: Referent, office: tuple[str, ...]) -> Referent:
    """The referent, whose person now is known to hold the office."""
    if referent.person is not None:
        referent.person.offices.append(office)
    return referent


def _several(said: Discourse, index: int, mention: Mention) -> Finding:
    """All of those whom «و» joins, as one source."""
    namings = [naming for naming in (mention.naming, *mention.others) if naming is not None]
    findings = [_for_naming(said, index, mention, naming) for naming in namings]
    referents = [finding.referent for finding in findings if finding.referent is not None]
    if len(referents) < len(findings):
        return Finding(mention, None, "not all of the sources named together are known", _NOBODY)
    name = " و ".join(dict.fromkeys(referent.name for referent in referents))
    referent = said.by_words(name, referents[0].kind)
    referent.plural = True
    return Finding(mention, referent, "several sources speak together", 0.85)


def _pronoun(said: Discourse, index: int, mention: Mention) -> Finding:
    focus = said.focus(index, plural=mention.sort is Sort.THEY)
    outer = said.reports[index].inside
    if focus is None and outer is not None and said.reports[outer].kind is Kind.INDIRECT:
        return Finding(mention, said.findings[outer].referent, "in reported speech, the one who speaks around it", 0.6)
    if focus is not None:
        return Finding(mention, focus, "the pronoun stands for the one who was speaking", 0.9)
    return _ahead(said, index, mention)


def _ahead(said: Discourse, index: int, mention: Mention) -> Finding:
    """The one person the article names, where a pronoun comes before any source."""
    persons = said.people.persons
    if mention.sort is Sort.PRONOUN and len(persons) == 1 and said.reports[index].inside is None:
        return Finding(mention, said.person(persons[0]), "the only person whom the article names", 0.7)
    return Finding(mention, None, "nothing tells whom the pronoun stands for", _NOBODY)


def _pointed(said: Discourse, index: int, mention: Mention) -> Finding:
    head = said.reading.keys[mention.tokens.start + 1]
    focus = said.focus(index)
    if head in word_set("outlet") and (last := _outlet(said, mention.tokens.start)) is not None:
        return Finding(mention, last, "«این» points at the outlet named before", 0.8)
    if head == "منبع":
        source = next((one for one in said.spoke() if one.kind in {SourceKind.UNNAMED, SourceKind.ORGANISATION}), None)
        source = source or _outlet(said, mention.tokens.start)
        if source is not None:
            return Finding(mention, source, "«این منبع» is the source without a name, or the outlet, before", 0.75)
    if mention.naming is not None and mention.naming.kind is not SourceKind.OFFICE:
        before = next((referent for referent in said.spoke() if head[:4] in name_key(referent.name)), None)
        if before is not None:
            return Finding(mention, before, "«این» points at the source named before", 0.8)
    last = said.last_body()
    if last is not None and mention.naming is not None and mention.naming.kind is SourceKind.ORGANISATION:
        return Finding(mention, last, "«این» points at the body that spoke before", 0.7)
    if focus is not None and (mention.naming is None or mention.naming.kind in {SourceKind.OFFICE, SourceKind.UNNAMED}):
        return Finding(mention, focus, "«این» points at the one who was speaking", 0.88)
    name = one_line(said.reading.words(mention.tokens))
    return Finding(mention, said.by_words(name, SourceKind.UNNAMED), "«این» points at nobody named before", 0.55)


def _outlet(said: Discourse, token: int) -> Referent | None:
    """The organisation that spoke last; else the news outlet that was named last before a token."""
    last = said.last_body()
    body = said.people.outlet_before(token) if last is None else None
    if body is None:
        return last
    return said.by_words(one_line(said.reading.words(said.people.fullest_body(body))), SourceKind.ORGANISATION)


def _first_person(said: Discourse, index: int, mention: Mention | None) -> Finding:
    outer = said.reports[index].inside
    if outer is not None and said.findings[outer].referent is not None:
        return Finding(mention, said.findings[outer].referent, "the first person is the one who speaks around it", 0.85)
    focus = said.focus(index)
    if focus is not None:
        return Finding(mention, focus, "the first person is the one who was speaking", 0.7)
    return Finding(mention, None, "nothing tells who «I» is", _NOBODY)


def _dropped(said: Discourse, index: int) -> Finding:
    """Who goes on speaking where the clause names nobody: the first rule that tells decides."""
    if is_first_person(said.reading, said.reports[index]):
        return _first_person(said, index, None)
    if said.same_sentence(index) is None and _is_passive(said, index):
        return _document(said, index)
    found = _clause_before(said, index) or _main_clause(said, index) or _last_speaker(said, index)
    return found or Finding(None, None, "the subject is dropped and nobody spoke before", _NOBODY)


def _clause_before(said: Discourse, index: int) -> Finding | None:
    """The source of the clause before in the sentence: its subject goes on."""
    same = said.same_sentence(index)
    if same is None:
        return None
    before = said.findings[same]
    sure = min(0.92, before.confidence)
    return Finding(before.mention, before.referent, "the subject of the clause before goes on", sure)


def _last_speaker(said: Discourse, index: int) -> Finding | None:
    """The last person who spoke, else the last body or outlet, outside reported speech."""
    report = said.reports[index]
    if report.inside is not None:
        return None
    focus = said.focus(index)
    if focus is not None:
        return Finding(None, focus, "the subject is dropped: the last speaker goes on", 0.75)
    body = _outlet(said, report.cue.start)
    if body is None:
        return None
    return Finding(None, body, "the subject is dropped: the last body or outlet goes on", 0.6)


def _is_passive(said: Discourse, index: int) -> bool:
    """Whether the cue is one whose subject is a document: «آمده است», «گفته شده», «اعلام شد»."""
    cue = said.people.words.keys_of(said.reports[index].cue)
    return cue[0].startswith("آمده") or (cue[0] in word_set("passive") and cue[-1].startswith("شد"))


def _document(said: Discourse, index: int) -> Finding:
    """Whose document it is in which something «stands»: the body or person named right after «بیانیه» or its like."""
    report = said.reports[index]
    words = said.people.words
    for at in report.zone[:-1]:
        naming = said.people.naming_at(at + 1, stop=report.zone.stop) if words.keys[at] in _DOCUMENTS else None
        if naming is not None:
            mention = Mention(Sort.NAMED, naming.tokens, naming)
            return replace(_for_naming(said, index, mention, naming), reason="the document is said to be the source's")
    last = said.last_body()
    if last is None or not words.keys[report.cue.start].startswith("آمده"):
        return Finding(None, None, "nothing tells whose document it is", _NOBODY)
    return Finding(None, last, "the document of the body that spoke last", 0.6)


def _main_clause(said: Discourse, index: int) -> Finding | None:
    """The source of the main verb, where a participle («با بیان اینکه») opens the sentence and has no subject."""
    report = said.reports[index]
    if report.plural is not None or index + 1 >= len(said.reports):
        return None
    after, mention = said.reports[index + 1], said.mentions[index + 1]
    same = after.inside == report.inside and after.cue[0] in said.reading.sentence_at(report.cue[0])
    if not same or mention is None or mention.sort is Sort.NOUN or mention.others or not mention.sure:
        return None
    if mention.sort is Sort.NAMED:
        return replace(_named(said, index, mention), reason="the subject of the main clause")
    return _pronoun(said, index, mention) if mention.sort is Sort.PRONOUN else None
