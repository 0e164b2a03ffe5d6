"""The names of a Popolo person: `name` and `other_names`, each with its language and its time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.terms import Term
from ingest.registers.fields import day_of, is_persian, language_of, name_of, term_of
from ingest.registers.json_objects import JsonObject
from ingest.registers.place import Place

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name of a person and the time in which it is the person's."""

    text: str
    language: str
    term: Term = field(default_factory=Term)


def person_names(told: JsonObject) -> list[PersonName]:
    """The person's names in the file's order, `name` first. Raises UnreadableRegister."""
    name = name_of(told.text("name"), told.place, "name")
    names = [PersonName(name, language_of(name))] if name else []
    for one in told.objects("other_names"):
        text = name_of(one.text("name"), told.place, "other_names")
        if text is not None:
            names.append(PersonName(text, _language(one, told.place) or language_of(text), _term(one, told.place)))
    return names


def chosen_names(names: Sequence[PersonName], place: Place) -> tuple[str, str | None]:
    """The name to call the person by, Persian where there is one, and the Latin name beside a Persian one.

    Raises UnreadableRegister where there is no name.
    """
    if not names:
        raise place.refusal("name", "is missing", "write the person's name")
    lasting = [one for one in names if one.term == Term()] or list(names)
    persian = [one.text for one in lasting if is_persian(one.text)]
    told_persian = [one.text for one in lasting if one.language == "fa" and is_persian(one.text)]
    if not persian:
        return lasting[0].text, None
    name = persian[0] if lasting[0].text == persian[0] else (told_persian or persian)[0]
    return name, next((one.text for one in lasting if language_of(one.text) == "en"), None)


def _language(one: JsonObject, place: Place) -> str | None:
    language = (one.text("lang") or "").strip()
    if language and not _LANGUAGE.fullmatch(language):
        raise place.refusal("other_names", f"has the language “{language[:40]}”", "write one such as fa or en")
    return language.replace("_", "-").lower() or None


def _term(one: JsonObject, place: Place) -> Term:
    start, end = (day_of(one.text(end), place, f"other_names {end}") for end in ("start_date", "end_date"))
    return term_of(start, end, place, "other_names end_date")
