"""docs/webhooks.md is true: what it registers is taken, and both its programs verify what comes."""

import json
import re
from typing import Any

from api.webhook_messages import MOST_BYTES
from api.webhook_sending import MOST_READ, MOST_REDIRECTS, SECONDS
from api.webhook_working import LEASE_SECONDS, LOOK_SECONDS
from config import Settings
from db.sessions import Database
from domain.article import RawArticle
from ingest.store import Rules, ingest_article
from tests import factories as make
from tests.api import webhooks as hooks
from tests.api.client import serving
from tests.api.receiving import Received, receiving
from tests.api.test_query_page import told_by_node
from tests.api.test_subscriptions import article
from tests.following import PROJECT

PAGE = (PROJECT / "docs" / "webhooks.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def block(language: str) -> str:
    """The first block of a language."""
    return str(next(content for named, content in _BLOCK.findall(PAGE) if named == language))


def by_python(secret: str, got: Received) -> bool:
    """Whether the page's program in Python takes it."""
    names: dict[str, Any] = {}
    exec(block("python"), names)  # noqa: S102 - the page's own program
    return bool(names["is_from_gozareh"](secret, dict(got.headers), got.body))


def by_javascript(secret: str, got: Received) -> bool:
    """Whether the page's program in JavaScript does."""
    told = json.dumps({"secret": secret, "headers": dict(got.headers), "body": got.body.decode()})
    program = (
        f"{block('javascript')}\nconst told = {told};\n"
        "console.log(JSON.stringify([isFromGozareh(told.secret, told.headers, Buffer.from(told.body))]));"
    )
    return told_by_node(program) == [True]


async def test_what_the_page_registers_comes_and_is_verified(
    database_url: str, database: Database, editor: str
) -> None:
    """By both programs; neither takes another body, another secret or an old time."""
    given = json.loads(block("json"))["input"]
    words = "پل 1 فردا باز می‌شود."
    direct = RawArticle(article(1).text.replace(words, f"«{words}»"), "test", url="https://example.org/1")
    async with receiving() as receiver, serving(hooks.settings_of(database_url)) as client:
        answer = await client.data(block("graphql"), key=editor, input=given | {"url": receiver.address})
        payload = answer["registerWebhook"]
        assert payload["errors"] == []
        await ingest_article(database, direct, now=make.NOW, rules=Rules(1_000_000, "IR"))
        [got] = await receiver.wait_for(1)
    assert got.told.keys() == {"data", "extensions"}
    assert got.told["data"]["claimAdded"].keys() == {"cursor", "claim"}
    old = Received(got.path, {**got.headers, "webhook-timestamp": "1700000000"}, got.body)
    wrong = [
        (payload["secret"], Received(got.path, got.headers, got.body + b" ")),
        ("whsec_" + "A" * 43 + "=", got),
        (payload["secret"], old),
    ]
    for verify in (by_python, by_javascript):
        assert verify(payload["secret"], got)
        assert not any(verify(secret, one) for secret, one in wrong)


def test_the_numbers_on_the_page_are_those_that_are_kept() -> None:
    """A number that changes changes the page."""
    fields = Settings.model_fields
    told = [
        f"within {SECONDS:g} seconds",
        f"longer than {MOST_BYTES:,} bytes",
        f"at most {MOST_READ // 1024} kB",
        f"When {fields['webhook_waiting_limit'].default:,} deliveries wait",
        f"replayed for {fields['webhook_kept_days'].default} days",
        f"after {fields['webhook_retry_seconds'].default:g} seconds",
        f"when it is killed within {LEASE_SECONDS:g}",
        f"looks every {LOOK_SECONDS:g}",
    ]
    assert [one for one in told if one not in PAGE] == []
    assert (fields["webhook_tries"].default, MOST_REDIRECTS) == (10, 3)
