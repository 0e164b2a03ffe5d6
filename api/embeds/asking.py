"""What an embed shows, and how it asks for it: by the same document as the custom element."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, get_args

from starlette.datastructures import QueryParams

from api.context import Context
from api.embeds.words import WORDS
from api.faults import ErrorCode
from api.inquiring import Inquirer, document
from api.ranges import read_range
from api.refusing import Refused
from domain.errors import BadFilter
from domain.periods import Language

CLAIMS = 15
"""On one page of an iframe, so that the page stays below 50 kB."""
MOST_BARS = 60
"""Five years of months; a longer time is counted by the year."""
_SPEAKER_ID = re.compile(r"speaker_[0-9a-f]{32}")

type Theme = Literal["light", "dark", "auto"]


class NoSpeaker(Refused):
    """The speaker of an embed is not there, or several have the name."""

    def __init__(self, language: Language) -> None:
        """`language` is that of whoever reads the embed."""
        super().__init__(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, WORDS[language].unknown_speaker)


@dataclass(frozen=True, slots=True)
class Embed:
    """Whose claims an embed shows, of which days, and how; `after` is the cursor that its list goes on from."""

    speaker: str
    from_: str = ""
    to: str = ""
    language: Language = Language.FA
    theme: Theme = "auto"
    after: str | None = None


def embed_of(parameters: QueryParams) -> Embed:
    """The embed that the parameters of an address ask for. Raises BadFilter, which names the parameter to mend."""
    language, theme = language_of(parameters), parameters.get("theme") or "auto"
    if theme not in get_args(Theme.__value__):
        raise BadFilter("theme", "is not one of light, dark and auto")
    speaker = parameters.get("speaker", "").strip()
    if not speaker:
        raise BadFilter("speaker", WORDS[language].no_speaker)
    return Embed(
        speaker,
        parameters.get("from", ""),
        parameters.get("to", ""),
        language,
        theme,  # type: ignore[arg-type]  # it is one of them
        parameters.get("after") or None,
    )


def language_of(parameters: QueryParams) -> Language:
    """The language that an address asks for; Persian without one. Raises BadFilter."""
    told = parameters.get("lang") or Language.FA.value
    if told not in set(Language):
        raise BadFilter("lang", "is not one of fa and en")
    return Language(told)


async def told(embed: Embed, inquirer: Inquirer, context: Context) -> Mapping[str, Any]:
    """The `speaker`, who is there, the `timeline` and the `claims`. Raises BadFilter, NoSpeaker and Unanswered."""
    variables = variables_of(embed)
    found = await inquirer.ask(document("api.embeds", "embed"), variables, context)
    if found["speaker"] is None:
        raise NoSpeaker(embed.language)
    if len(found["timeline"]["buckets"]) <= MOST_BARS:
        return found
    by_year = variables | {"interval": "YEAR", "listed": False}
    counted = await inquirer.ask(document("api.embeds", "embed"), by_year, context)
    return {**found, "timeline": counted["timeline"]}


def variables_of(embed: Embed) -> dict[str, object]:
    """The document's variables. Raises BadFilter."""
    days = read_range(embed.from_, embed.to)
    is_id = _SPEAKER_ID.fullmatch(embed.speaker) is not None
    who: dict[str, object] = {"speakerIds": [embed.speaker]} if is_id else {"speakerName": embed.speaker}
    return {
        "id" if is_id else "name": embed.speaker,
        "where": who | ({"saidWithin": days} if days else {}),
        "interval": "MONTH",
        "calendar": "JALALI" if embed.language is Language.FA else "GREGORIAN",
        "language": embed.language.upper(),
        "first": CLAIMS,
        "after": embed.after,
        "counted": True,
        "listed": True,
    }
