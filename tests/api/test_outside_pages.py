"""docs/feeds.md and docs/embeds.md are true: every address is answered, and the codes are those that are given."""

import re
from collections.abc import AsyncIterator

import pytest
from lxml import html

from api.addresses import Absolute
from api.embeds.asking import MOST_BARS
from api.embeds.codes import SANDBOX, codes_of
from api.embeds.page import LONGEST_WORDS
from api.feeds.routes import ENTRIES
from config import Settings
from domain.periods import Language
from tests.api.client import Client, serving
from tests.api.telling import node, told
from tests.following import PROJECT

SERVICE = "https://gozareh.example.org"
FEEDS, EMBEDS = [(PROJECT / "docs" / name).read_text(encoding="utf-8") for name in ("feeds.md", "embeds.md")]
_ASKED = re.compile(r"^GET (.+)$", re.MULTILINE)
_CODE = re.compile(r"```html\n(.*?)\n```", re.DOTALL)


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    """A client of a service at the pages' address."""
    async with serving(Settings(database_url=sqlite_url, public_url=SERVICE)) as client:
        yield client


@pytest.mark.parametrize("address", [*_ASKED.findall(FEEDS), *_ASKED.findall(EMBEDS)])
async def test_every_address_is_answered(client: Client, address: str) -> None:
    """Of a speaker and a topic that are there."""
    speaker = await told(client.database, ["آب سد"])
    topic = (await client.data("{ topics(first: 1) { nodes { id } } }"))["topics"]["nodes"][0]["id"]
    answer = await client.http.get(address.replace("SPEAKER_ID", node(speaker)).replace("TOPIC_ID", topic))
    assert answer.status_code == 200, answer.text


def test_the_codes_are_those_that_are_given() -> None:
    """But for the name in the iframe's title, and with the days that the page tells."""
    absolute, found = Absolute(SERVICE), _CODE.findall(EMBEDS)
    persian = codes_of("SPEAKER_ID", "x", Language.FA, absolute, from_="1399-08", to="1400")
    english = codes_of("SPEAKER_ID", "x", Language.EN, absolute)
    assert found == [persian.element, english.iframe.replace("Statements of x", "Statements")]


async def test_the_iframe_shows_its_page(client: Client) -> None:
    """At the address in the code."""
    speaker = await told(client.database, ["آب سد"])
    [frame] = html.fragments_fromstring(_CODE.findall(EMBEDS)[1])
    answer = await client.http.get(frame.get("src").replace(SERVICE, "").replace("SPEAKER_ID", node(speaker)))
    assert (answer.status_code, frame.get("sandbox")) == (200, SANDBOX)


def test_the_numbers_are_those_of_the_code() -> None:
    """Which a reader would else believe for ever."""
    assert f"the {ENTRIES} claims that were found last" in FEEDS
    assert f"of more than {LONGEST_WORDS} characters" in EMBEDS
    assert (MOST_BARS, "more than five years" in EMBEDS) == (60, True)
