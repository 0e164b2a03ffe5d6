"""What readers of an embed are told where it cannot be shown: in Persian, for those who read it, what they can mend."""

from dataclasses import dataclass

from api.embeds.asking import NoSpeaker
from api.inquiring import Unanswered
from api.site_replies import refusal_of
from domain.errors import BackwardRange, BadFilter
from domain.periods import Language

_BAD_DAY = "{} روز، ماه یا سال نیست؛ مانند ۱۳۹۹-۰۸-۲۷، ۱۳۹۹-۰۸، ۱۳۹۹ یا ۲۰۲۰-۱۱-۱۴ بنویسید."
_BACKWARDS = "to پیش از from به پایان می‌رسد؛ یکی را درست کنید."
_BUSY = "پرسش‌ها بیش از اندازه است؛ {} ثانیهٔ دیگر دوباره بیازمایید."
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence and the language that it is in."""

    text: str
    language: Language


def message_of(error: Exception, language: Language) -> Message:
    """Why one of `REFUSED` shows nothing, to a reader of `language`; in English where it has no words in Persian."""
    match error:
        case NoSpeaker():
            return Message(error.message, language)
        case BadFilter(field="speaker"):
            return Message(error.problem, language)
    own = _in_persian(error) if language is Language.FA else None
    return Message(own, language) if own else Message(refusal_of(error).message, Language.EN)


def _in_persian(error: Exception) -> str | None:
    """Of days, and of readers who ask too much; None for what only whoever embeds can mend."""
    match error:
        case BackwardRange():
            return _BACKWARDS
        case BadFilter(field="from" | "to"):
            return _BAD_DAY.format(error.field)
        case Unanswered(retry_after=int(seconds)):
            return _BUSY.format(str(seconds).translate(_PERSIAN_DIGITS))
    return None
