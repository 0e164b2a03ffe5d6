"""What each form of export is made of, and the bytes of an export: those that HTTP sends are those of a command."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from api.addresses import Absolute
from api.exports.claim_reviews import review_of, reviewed
from api.exports.forms import Form
from api.exports.json_lines import line_of, with_notes
from api.exports.reading import Asking, Completed, pages
from api.exports.slides import event_of
from api.exports.spreadsheets import heading, row_of

type Where = Mapping[str, Any]
"""A ClaimWhere, as JSON holds it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a form is written: `written` makes the bytes of one claim, None for one that has no place in it."""

    media_type: str
    file_name: str
    written: Callable[[Mapping[str, Any], Absolute], bytes | None]
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""
    narrowed: Callable[[Where], Where] = dict
    """The filter for those claims that have a place in it."""
    completed: Completed | None = None


SHAPES: Mapping[Form, Shape] = {
    Form.CSV: Shape("text/csv; charset=utf-8", "gozareh-claims.csv", row_of, head=heading()),
    Form.JSON_LINES: Shape("application/x-ndjson", "gozareh-claims.jsonl", line_of, completed=with_notes),
    Form.CLAIM_REVIEW: Shape(
        "application/ld+json", "gozareh-claimreview.jsonld", review_of, b"[", b",\n", b"]\n", narrowed=reviewed
    ),
    Form.TIMELINE: Shape("application/json", "gozareh-timeline.json", event_of, b'{"events":[', b",\n", b"]}\n"),
}


async def exported(
    form: Form, where: Where, asking: Asking, absolute: Absolute, *, told: Callable[[int], None] | None = None
) -> AsyncGenerator[bytes]:
    """The bytes of an export, a page of claims at a time; the first come once the first page is read.

    `told` is told how many claims each page had. Raises Unanswered: what came until then is then not the whole.
    """
    shape, parts = SHAPES[form], _Parts(SHAPES[form].between)
    head = shape.head
    async with aclosing(pages(asking, form, shape.narrowed(where), completed=shape.completed)) as found:
        async for claims in found:
            lines = [line for claim in claims if (line := shape.written(claim, absolute)) is not None]
            yield head + parts.joined(lines)
            head = b""
            if told is not None:
                told(len(claims))
    yield shape.tail


@dataclass(slots=True)
class _Parts:
    """Joins what comes in several parts."""

    between: bytes
    has_begun: bool = False

    def joined(self, lines: Sequence[bytes]) -> bytes:
        """The next part, with what stands before it where it is not the first."""
        if not lines:
            return b""
        before = self.between if self.has_begun else b""
        self.has_begun = True
        return before + self.between.join(lines)
