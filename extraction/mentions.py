"""Which words of a clause name the source of its cue; does not say who that is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from domain.statement import SourceKind
from extraction.lexicon import Phrases, read_table
from extraction.mention_forms import Mention, Sort, mention_at, noun_at
from extraction.people import People
from extraction.report import Place
from extraction.words import BREAKS, Word

_NO_SUBJECT = 2
_NEW_CLAUSE = frozenset({"که", "اما", "ولی", "و"})
_QUOTED = 3
"""What «به گزارش» does to the words up to the next comma: they name where the text was copied from."""
_QUOTING = frozenset({"گزارش", "نقل", "نوشته"})
_DASHES = frozenset("-–—")
_APPOSED = 15
"""How many words after a name and a dash the dash may follow that ends the words in apposition."""
_QUOTATION_MARKS = frozenset("«»“”\"')")
_RESETS = Word.MARK | Word.TIME | Word.ADVERB | Word.CONJUNCTION | Word.VERB
_TELLING = ~Word.ORDINARY & ~Word.SURNAME
"""Words of no other sort name nobody after a word that governs them, unless the article names somebody so."""
_SKIPPED = Word.TITLE | Word.HONORIFIC | Word.GIVEN | Word.ORGANISATION | Word.GROUP


@cache
def adverbials() -> Phrases[str]:
    """Whole phrases that open with a preposition and after which a subject may stand: «در همین حال»."""
    return Phrases((row["phrase"], row["phrase"]) for row in read_table("adverbials"))


def find_mention(people: People, zone: Sequence[range], place: Place, *, plural: bool | None = None) -> Mention | None:
    """The words among the tokens of `zone`, pieces of one clause, that name a source; None when none do."""
    if place is Place.NOWHERE:
        return None
    for piece in zone:
        if place is not Place.SUBJECT:
            return _at_start(people, piece, plural=plural)
        break
    return _subject(people, zone, plural=plural)


def _subject(people: People, zone: Sequence[range], *, plural: bool | None) -> Mention | None:
    """The first sure subject of the last clause, else of the zone; whom an outlet quotes rather than the outlet."""
    restart = max((_last_clause(people, piece) for piece in zone), default=0)
    found: list[Mention] = []
    for mention in (mention for piece in zone for mention in _subjects(people, piece, plural=plural)):
        found.append(mention)
        if mention.tokens.start >= restart and not _rank(mention) and not _is_outlet(mention):
            break
    quoted = next((mention for mention in found if mention.quoted), None)
    if quoted is not None and all(_is_outlet(mention) for mention in found if mention.sure):
        return quoted
    later = [mention for mention in found if mention.tokens.start >= restart and not _rank(mention)]
    best = min(later or found, key=_rank, default=None)
    return None if best is None or _rank(best) > _NO_SUBJECT else best


def _is_outlet(mention: Mention) -> bool:
    """Whether a mention is of a body or of words that no table knows, as outlets are."""
    return (mention.naming is not None and mention.naming.kind is SourceKind.ORGANISATION) or mention.sort is Sort.NOUN


def _last_clause(people: People, piece: range) -> int:
    """The token where the last clause of a piece starts anew: after a verb and «که», «اما» or «و»."""
    keys, flags = people.reading.keys, people.words.flags
    for at in range(piece.stop - 2, piece.start, -1):
        if (
            keys[at] in _NEW_CLAUSE
            and not keys[at + 1].startswith("گو")
            and flags[at - 1] & Word.VERB
            and not flags[at - 1] & Word.ORDINARY
        ):
            return at + 1
    return piece.start


def _rank(mention: Mention) -> int:
    """How far a mention is from a sure subject; the first of the least is taken."""
    if mention.sort is Sort.NOUN:
        return 2
    if mention.sure:
        return 0
    named = mention.naming is not None and mention.naming.kind in {SourceKind.PERSON, SourceKind.OFFICE}
    return 1 if named or mention.sort is Sort.PRONOUN else 3


def _at_start(people: People, piece: range, *, plural: bool | None) -> Mention | None:
    """The mention right at the start of a piece, as after «به گفته» or before a headline's colon."""
    keys = people.reading.keys
    start = piece.start
    while start < piece.stop and (people.words.flags[start] & Word.MARK or keys[start] == "ی"):
        start += 1
    if start >= piece.stop:
        return None
    return mention_at(people, start, piece.stop, plural=plural) or noun_at(people, start, piece.stop)


def _subjects(people: People, piece: range, *, plural: bool | None) -> Iterator[Mention]:
    """The mentions of a clause that no preposition governs first, as `sure`; those after a governed word not."""
    flags = people.words.flags
    at = piece.start
    governed = 0
    while at < piece.stop:
        if governed and not flags[at] & _TELLING and not people.may_name(at):
            governed = max(governed, 2)
            at += 1
            continue
        after = _adverbial_end(people, at, piece.stop) if flags[at] & Word.PREPOSITION else None
        if after is not None:
            at, governed = after, 0
            continue
        mention = _mention(people, at, piece, plural=plural, governed=governed)
        if mention is not None:
            yield mention if not governed or mention.quoted else replace(mention, sure=False)
            at, governed = mention.tokens.stop, governed if governed == _QUOTED and not _is_human(mention) else 0
            continue
        passed = people.naming_at(at, stop=piece.stop) if governed == 1 and people.words.is_any(at, _SKIPPED) else None
        if passed is not None:
            at, governed = passed.tokens.stop, 2
            continue
        governed = _governed_after(people.words.flags[at], people.words.keys[at], governed)
        at += 1


def _adverbial_end(people: People, at: int, stop: int) -> int | None:
    """The index after the whole adverbial that starts with the preposition at `at`, None when none does."""
    found = adverbials().longest_at(people.reading, at)
    return None if found is None or found[0] > stop else found[0]


def _mention(people: People, at: int, piece: range, *, plural: bool | None, governed: int) -> Mention | None:
    """The mention that starts at a word of a clause, given how the words before govern it."""
    keys, flags = people.words.keys, people.words.flags
    if governed and keys[at - 1] == "از" and keys[at - 2] == "نقل":
        return _quoted(people, at, piece.stop)
    if governed == 1:
        return None
    if flags[at] & Word.PREPOSITION:
        return None
    mention = mention_at(people, at, piece.stop, plural=plural, governed=bool(governed))
    if mention is None and not governed and not flags[at] & (BREAKS | Word.NOUN) and _clause_starts(people, at, piece):
        mention = noun_at(people, at, piece.stop)
    return None if mention is None or _is_dateline(keys, mention, piece) else mention


def _quoted(people: People, at: int, stop: int) -> Mention | None:
    """The person, office or unnamed source whom an outlet quotes: «به نقل از منابع آگاه»."""
    described = mention_at(people, at, stop, plural=None) if people.words.is_any(at, Word.DETERMINER) else None
    if described is not None:
        return replace(described, sure=False, quoted=True)
    naming = people.naming_at(at, stop=stop)
    if naming is None or naming.kind is SourceKind.ORGANISATION:
        return None
    return Mention(Sort.NAMED, naming.tokens, naming, sure=False, quoted=True)


def _clause_starts(people: People, at: int, piece: range) -> bool:
    """Whether a clause can start at `at`: the piece starts there, or a mark or a linking word stands before it."""
    keys, flags = people.words.keys, people.words.flags
    before = at - 1
    return (
        before < piece.start or bool(flags[before] & Word.MARK) or keys[before] in {"که", "اما", "ولی", "همچنین", "نیز"}
    )


def _is_human(mention: Mention) -> bool:
    """Whether a mention is of a person or an office."""
    return mention.naming is not None and mention.naming.kind in {SourceKind.PERSON, SourceKind.OFFICE}


def _is_dateline(keys: list[str], mention: Mention, piece: range) -> bool:
    """Whether the mention is the agency or place before a colon or dash that opens the text of a report.

    In brackets it is one whatever dashes follow: «تهران (پانا) - » names the outlet.
    """
    after = mention.tokens.stop
    if after + 1 < piece.stop and keys[mention.tokens.start - 1] == "(" and keys[after] == ")":
        return keys[after + 1] in _DASHES
    if after < piece.stop and keys[after] == "(" and ")" in keys[after : after + 4]:
        after += keys[after : after + 4].index(")") + 1
    apposed = _is_human(mention) and not _DASHES.isdisjoint(keys[after + 1 : min(piece.stop, after + _APPOSED)])
    return after < piece.stop and (keys[after] == ":" or (keys[after] in _DASHES and not apposed))


def _governed_after(flag: int, key: str, governed: int) -> int:
    """What the word does to the words after it: 1 right after a preposition or a noun, 2 further on, 0 free."""
    goes_on = governed == _QUOTED and not flag & (Word.MARK | Word.TIME)
    if goes_on or (governed == 1 and key in _QUOTING):
        return _QUOTED
    if flag & Word.PREPOSITION:
        return 1
    if key in _QUOTATION_MARKS or key == "و" or flag & Word.DETERMINER:
        return governed
    if flag & Word.AGENCY:
        return 2
    if flag & _RESETS:
        return 0
    return 1 if flag & Word.NOUN else 2
