"""A speaker who said things, for tests of what readers are shown; texts that would break what forgets what they are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from db.sessions import Database
from db.tables import SpeakerRow
from tests import factories as make

PUBLIC = "http://127.0.0.1:8000"
HOSTILE = (
    "\x01 \x08 \x0b \x1f \x7f",
    "\ufffe\uffff \U0001fffe",
    "]]> <![CDATA[ x ]]>",
    "<script>alert(1)</script>",
    "</content></entry></feed>",
    "&amp; &lt; &#0; &nope; &",
    "\"><img src=x onerror=alert(1)> '",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e;",
    "\u202eabc\u202c \u2066x",
    "{{ 7 * 7 }} {% raw %} ${7} %s {} {0}",
    "a\r\nb\u2028c\u2029d\x85e",
    "😀 e\u0301 \u200f\u200e\ufeff",
    "javascript:alert(1)",
    " ",
)
"""Texts that would break a feed, or run in a reader's program, where one forgets what they are."""


def node(row: object, kind: str = "speaker") -> str:
    """The id of a row as clients have it."""
    identity = getattr(row, "id", None)
    assert isinstance(identity, UUID)
    return f"{kind}_{identity.hex}"


async def told(database: Database, contents: Sequence[str], *, name: str = "مریم نیک‌فر") -> SpeakerRow:
    """A speaker who is reported to have said this, found in this order, in one article about «آب»."""
    who, outlet, topic = make.speaker(name), make.outlet(), make.topic()
    article = make.article(of=outlet)
    article.url = "https://example.org/news?a=1&b=2"
    revision = make.revision(article)
    claims = [make.claim(revision, by=who[0].id, content=words) for words in contents]
    for minute, claim in enumerate(claims):
        claim.extracted_at = datetime(2024, 5, 1, 10, minute, tzinfo=UTC)
    await make.store(database, [*who, outlet, topic, article, *make.about(article, topic), revision, *claims])
    assert isinstance(who[0], SpeakerRow)
    return who[0]
