"""Two invented articles, each of two texts, whose lines the random operations quote, lose and find again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.article import PublishedAt, RawArticle
from domain.ids import ArticleId, article_id_by_url, speaker_id
from domain.statement import Kind
from domain.text import Span

PUBLISHED = date(2024, 4, 30)
SPEAKERS = [speaker_id(name) for name in ("بهرام آذرنگ", "سهراب فرزان", "کاوه مهرزاد")]
AZARANG, FARZAN, MEHRZAD = SPEAKERS
EARLIER, LATER, BOTH = {0}, {1}, {0, 1}
_PREFIX = "خبر تکمیلی از سپیدان."
_WATCHMAN = "نگهبان شهر"
"""By whom extraction finds no statement: there is no verb of saying."""


@dataclass(frozen=True, eq=False, repr=False)
class Line:
    """A line of an article: `words` begin with two that stand nowhere else, `texts` are those that have the line.

    `speaker` is whom extraction finds; None: nobody who can be named.
    """

    lead: str
    words: str
    texts: set[int]
    speaker: UUID | None = None
    kind: Kind = Kind.DIRECT

    @property
    def is_missed(self) -> bool:
        """Whether extraction finds no statement in it."""
        return self.lead.startswith(_WATCHMAN)

    @property
    def word(self) -> str:
        """A word that stands nowhere else."""
        return self.words.split()[1]

    @property
    def parts(self) -> list[str]:
        """What its content may be: all of it, or its first words."""
        return [self.words, " ".join(self.words.split()[:2]), self.word]

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.lead} {self.words}."

    def __repr__(self) -> str:
        """Short, for the steps of a run that failed."""
        return self.word


@dataclass(frozen=True, eq=False, repr=False)
class Printed:
    """An article as it is given to ingest, with the one text or the other."""

    url: str
    lines: Sequence[Line]

    @property
    def id(self) -> ArticleId:
        """The article's id."""
        return article_id_by_url(self.url)

    def __repr__(self) -> str:
        """Short, as that of a line."""
        return self.url

    def text(self, number: int) -> str:
        """A text; the later one has a line before all others, so that every place moves."""
        lines = [str(one) for one in self.lines if number in one.texts]
        return "\n".join([_PREFIX, *lines] if number else lines)

    def raw(self, number: int) -> RawArticle:
        """The article with a text."""
        return RawArticle(self.text(number), place=self.url, url=self.url, published_at=PublishedAt(PUBLISHED))

    def span(self, line: Line, words: str, number: int) -> Span:
        """Where words of a line stand in a text."""
        text = self.text(number)
        start = text.index(words, text.index(str(line)))
        return Span(start, start + len(words))

    def cue(self, line: Line, number: int) -> Span:
        """What stands for a cue in a line that extraction does not find."""
        return self.span(line, _WATCHMAN, number)


ARTICLES = (
    Printed(
        "https://example.org/kohan",
        (
            Line("بهرام آذرنگ گفت:", "قنات زعفرانیه لایروبی می‌شود", BOTH, AZARANG),
            Line("وی افزود:", "چنارستان سپیدار حصارکشی خواهد شد", BOTH, AZARANG),
            Line("سهراب فرزان تأکید کرد که", "نگارخانه مینیاتور گشوده است", EARLIER, FARZAN, Kind.INDIRECT),
            Line(f"{_WATCHMAN}:", "میدان نسترن مرمت خواهد شد", BOTH),
            Line("پروانه دلگشا گفت:", "کتابخانه سیمرغ گسترش می‌یابد", BOTH),
            Line("کاوه مهرزاد گفت:", "آسیاب ارغوان بازسازی می‌شود", LATER, MEHRZAD),
            Line(f"{_WATCHMAN}:", "بازار شقایق هر روز باز خواهد بود", EARLIER),
        ),
    ),
    Printed(
        "https://example.org/now",
        (
            Line("سهراب فرزان گفت:", "فرهنگسرای نیلوفر افتتاح شد", BOTH, FARZAN),
            Line("کاوه مهرزاد گفت:", "رصدخانه کیوان تعطیل است", EARLIER, MEHRZAD),
            Line(f"{_WATCHMAN}:", "ورزشگاه مرمر ساخته خواهد شد", BOTH),
            Line("بهرام آذرنگ گفت:", "کشتارگاه بنفشه جابه‌جا می‌شود", LATER, AZARANG),
        ),
    ),
)
