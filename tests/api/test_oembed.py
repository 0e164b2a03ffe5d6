"""Other sites learn by oEmbed how to embed the page of a speaker."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from lxml import etree, html

from api.addresses import oembed, speaker, topic
from db.sessions import Database
from tests import factories as make
from tests.api.client import Client
from tests.api.telling import HOSTILE, PUBLIC, node

NAME = "مریم نیک‌فر"


async def stored(database: Database, name: str = NAME) -> str:
    """The node id of a speaker of this name."""
    who = make.speaker(name)
    await make.store(database, who)
    return node(who[0])


async def test_a_speakers_page_is_embedded_by_an_iframe(client: Client, database: Database) -> None:
    """With all that the specification needs of a rich response."""
    who = await stored(database)
    answer = await client.http.get(oembed(PUBLIC + speaker("fa", who, from_="1399", to="1400-05")))
    told = answer.json()
    [frame] = html.fragments_fromstring(told.pop("html"))
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": f"گفته‌های {NAME}",
        "author_name": NAME,
        "provider_name": "گزاره",
        "provider_url": f"{PUBLIC}/",
        "cache_age": 3600,
        "width": 600,
        "height": 500,
    }
    assert (frame.tag, frame.get("title"), frame.get("width"), frame.get("height")) == (
        "iframe",
        f"گفته‌های {NAME}",
        "600",
        "500",
    )
    source = urlsplit(frame.get("src"))
    assert source._replace(query="").geturl() == f"{PUBLIC}/embedded"
    assert parse_qs(source.query) == {
        "speaker": [who], "from": ["1399"], "to": ["1400-05"], "lang": ["fa"], "theme": ["auto"],
    }  # fmt: skip
    assert "allow-scripts" not in frame.get("sandbox")


async def test_it_is_told_in_xml_as_well(client: Client, database: Database) -> None:
    """The same, element by element."""
    page = PUBLIC + speaker("en", await stored(database))
    in_json = (await client.http.get(oembed(page))).json()
    answer = await client.http.get(oembed(page, "xml"))
    root = etree.fromstring(answer.content)
    assert (answer.headers["content-type"], root.tag) == ("text/xml; charset=utf-8", "oembed")
    assert {one.tag: one.text for one in root} == {name: str(value) for name, value in in_json.items()}


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "320"}, (320, 500)),
        ({"maxheight": "200"}, (600, 200)),
        ({"maxwidth": "2000", "maxheight": "2000"}, (600, 500)),
        ({"maxwidth": "1", "maxheight": "1"}, (1, 1)),
    ],
)
async def test_it_is_no_larger_than_asked_for(
    client: Client, database: Database, asked: Mapping[str, str], size: tuple[int, int]
) -> None:
    """Nor larger than usual."""
    page = PUBLIC + speaker("fa", await stored(database))
    told = (await client.http.get("/oembed", params={"url": page, **asked})).json()
    [frame] = html.fragments_fromstring(told["html"])
    assert (told["width"], told["height"]) == size
    assert (frame.get("width"), frame.get("height")) == tuple(map(str, size))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", ["json", "xml"])
async def test_a_hostile_name_stays_a_name(client: Client, database: Database, name: str, form: str) -> None:
    """Nothing but the iframe is in the code."""
    page = PUBLIC + speaker("en", await stored(database, f"ن {name}"))
    answer = await client.http.get(oembed(page, form))
    code = answer.json()["html"] if form == "json" else etree.fromstring(answer.content).findtext("html")
    [frame] = html.fragments_fromstring(code)
    assert [one.tag for one in frame.iter()] == ["iframe"]
    assert set(frame.attrib) == {"src", "title", "width", "height", "sandbox", "loading", "style"}


ID = f"speaker_{'0' * 32}"


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": PUBLIC + speaker("fa", ID), "format": "yaml"}, 501),
        ({"url": PUBLIC + speaker("fa", ID)}, 404),
        ({"url": PUBLIC + topic("fa", ID)}, 404),
        ({"url": PUBLIC + "/de/speakers/" + ID}, 404),
        ({"url": PUBLIC + "/fa/speakers/" + ID + "/../x"}, 404),
        ({"url": "https://evil.example/fa/speakers/" + ID}, 404),
        ({"url": f"{PUBLIC}@evil.example/fa/speakers/{ID}"}, 404),
        ({"url": f"{PUBLIC}.evil.example/fa/speakers/{ID}"}, 404),
        ({"url": f"{PUBLIC}0/fa/speakers/{ID}"}, 404),
        ({"url": "http://[/fa/speakers/" + ID}, 404),
        ({"url": PUBLIC + speaker("fa", ID, from_="هیچ")}, 404),
        ({"url": PUBLIC + "/fa/speakers/" + ID + "?" + "a=1&" * 30}, 404),
    ],
)
async def test_what_cannot_be_embedded_is_told_by_the_status(
    http: httpx.AsyncClient, parameters: Mapping[str, str], status: int
) -> None:
    """And in words."""
    answer = await http.get("/oembed", params=parameters)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert answer.text.startswith(("url: ", "format: "))


@pytest.mark.parametrize("size", ["0", "-1", "x", "1.5", "", "100000", "۶۰۰"])
async def test_a_size_that_is_none_is_refused(client: Client, database: Database, size: str) -> None:
    """By the parameter's name."""
    page = PUBLIC + speaker("fa", await stored(database))
    answer = await client.http.get("/oembed", params={"url": page, "maxwidth": size})
    assert (answer.status_code, answer.text.split(":")[0]) == (400, "maxwidth")


async def test_a_page_of_any_site_may_ask(client: Client, database: Database) -> None:
    """It is told nothing that is not public, and nothing of who asks."""
    page = PUBLIC + speaker("fa", await stored(database))
    answer = await client.http.get(oembed(page), headers={"origin": "https://elsewhere.example"})
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
