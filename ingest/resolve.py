"""Resolves the source that an article gives to a speaker of the database; abstains unless it is sure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.ids import SpeakerId, speaker_id
from domain.statement import Source, SourceKind
from domain.text import name_key
from extraction.person_names import is_full


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a source is: a stored speaker, a new one to be made (`is_new`), or nobody that can be told."""

    speaker: SpeakerId | None
    is_new: bool = False


def resolve_source(source: Source | None, known: Mapping[str, Collection[SpeakerId]]) -> Resolution:
    """The speaker that `source` is; `known` gives, for the key of a name, the speakers who go by exactly that name.

    An office without a named holder, an unnamed source and a surname alone are nobody that can be told yet.
    """
    if source is None:
        return Resolution(None)
    candidates = known.get(name_key(source.name), ())
    if candidates:
        return Resolution(the_only(candidates))
    if is_full_name(source):
        return Resolution(speaker_id(source.name), is_new=True)
    return Resolution(None)


def the_only(candidates: Iterable[SpeakerId]) -> SpeakerId | None:
    """The one candidate, or None when there are none or several."""
    distinct = set(candidates)
    return distinct.pop() if len(distinct) == 1 else None


def is_full_name(source: Source) -> bool:
    """Whether the name alone tells one speaker from others: an organisation's, or a person's given name and surname."""
    match source.kind:
        case SourceKind.ORGANISATION:
            return True
        case SourceKind.PERSON:
            return is_full(source.name)
        case SourceKind.OFFICE | SourceKind.UNNAMED:
            return False
