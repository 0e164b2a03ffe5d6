"""Who goes on speaking where the clause of a cue names nobody."""

from dataclasses import replace

from extraction.discourse import Discourse, Finding, found
from extraction.mention_forms import Mention, Sort
from extraction.naming_rules import for_mention, for_naming
from extraction.pointing import first_person, outlet_before, stands_for
from extraction.reasons import Reason
from extraction.words import word_set
from extraction.zones import is_first_person

_DOCUMENTS = frozenset({"بیانیه", "اطلاعیه", "گزارش", "نامه", "پیام", "سند", "خبر", "متن"})


def dropped(said: Discourse, index: int) -> Finding:
    """Who goes on speaking where the clause names nobody: the first rule that tells decides."""
    if is_first_person(said.reading, said.reports[index]):
        return first_person(said, index, None)
    if said.same_sentence(index) is None and is_passive(said, index):
        return _document(said, index)
    goes_on = _clause_before(said, index) or _main_clause(said, index) or _last_speaker(said, index)
    return goes_on or found(None, None, Reason.NO_SUBJECT)


def _clause_before(said: Discourse, index: int) -> Finding | None:
    """The source of the clause before in the sentence: its subject goes on."""
    same = said.same_sentence(index)
    if same is None:
        return None
    before = said.findings[same]
    finding = found(before.mention, before.referent, Reason.CLAUSE_BEFORE)
    return replace(finding, confidence=min(finding.confidence, before.confidence))


def _last_speaker(said: Discourse, index: int) -> Finding | None:
    """The last person who spoke, else the last body or outlet, outside reported speech."""
    report = said.reports[index]
    if report.inside is not None:
        return None
    focus = said.focus(index)
    if focus is not None:
        return found(None, focus, Reason.LAST_SPEAKER)
    body = outlet_before(said, report.cue.start)
    if body is None:
        return None
    return found(None, body, Reason.LAST_BODY)


def is_passive(said: Discourse, index: int) -> bool:
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
            return replace(for_naming(said, index, mention, naming), reason=Reason.DOCUMENT)
    last = said.last_body()
    if last is None or not words.keys[report.cue.start].startswith("آمده"):
        return found(None, None, Reason.NO_DOCUMENT)
    return found(None, last, Reason.DOCUMENT_OF_LAST)


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
        return replace(for_mention(said, index, mention), reason=Reason.MAIN_CLAUSE)
    return stands_for(said, index, mention) if mention.sort is Sort.PRONOUN else None
