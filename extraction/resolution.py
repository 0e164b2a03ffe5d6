"""Who a mention stands for, one rule for each sort of mention; every finding gives its reason."""

from extraction.discourse import Discourse, Finding, found
from extraction.dropping import dropped, is_passive
from extraction.mention_forms import Mention, Sort
from extraction.naming_rules import for_mention
from extraction.pointing import first_person, points_at, stands_for
from extraction.reasons import Reason
from extraction.report import Place
from extraction.words import Word


def resolve(said: Discourse, index: int) -> Finding:
    """Who the report's source is, as far as what was read before it tells."""
    report, mention = said.reports[index], said.mentions[index]
    if report.place is Place.NOWHERE:
        return found(None, None, Reason.HIDDEN)
    if mention is None or (mention.sort is Sort.NOUN and is_passive(said, index)):
        return dropped(said, index)
    unsure = not mention.sure or mention.sort is Sort.NOUN
    if unsure and said.same_sentence(index) is not None:
        return dropped(said, index)
    return _mentioned(said, index, mention)


def _mentioned(said: Discourse, index: int, mention: Mention) -> Finding:
    """Whom the words of a mention stand for."""
    if mention.sort is Sort.SPEAKER:
        return first_person(said, index, mention)
    if mention.sort in {Sort.PRONOUN, Sort.THEY}:
        return stands_for(said, index, mention)
    points = mention.sort is Sort.NOUN and said.people.words.is_any(mention.tokens[0], Word.THIS)
    if mention.sort is Sort.THIS or (points and said.reports[index].place is Place.AFTER_CUE):
        return points_at(said, index, mention)
    return for_mention(said, index, mention)
