"""The full text of an article: a role reads it, everybody only where the newsroom opens it."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256

import httpx
import pytest
from asgi_lifespan import LifespanManager

from api.app import create_app
from config import Settings
from db.sessions import Database
from domain.ids import article_id_by_url
from domain.node_ids import node_id
from tests.api.client import Client
from tests.ingest.registering import article, ingest

URL = "https://example.org/barf"
TEXT = "مریم نیک‌فر گفت: برف سنگینی می‌بارد."
OLD = "مریم نیک‌فر گفت: برف می‌بارد."
ARTICLE = node_id("article", article_id_by_url(URL))
READ = f'{{ node(id: "{ARTICLE}") {{ ... on Article {{ text }} }} }}'
WAYS = {
    "the article": READ,
    "a claim": "{ claims { nodes { article { text } } } }",
    "a fragment": "{ claims { nodes { article { ...A } } } } fragment A on Article { words: text }",
    "a suggestion": '{ suggestions(text: "مریم") { node { ...S } } }'
    " fragment S on Speaker { claims { nodes { article { text } } } }",
    "a source": "{ claims { nodes { sourceMention { article { text } } } } }",
}


@pytest.fixture
async def stored(database: Database) -> None:
    """Store an article of two revisions."""
    for text in (OLD, TEXT):
        await ingest(database, article(text, "2020-01-01", url=URL))


@pytest.fixture
async def open_client(database_url: str) -> AsyncIterator[Client]:
    """A client of an application whose newsroom opens texts to everybody."""
    app = create_app(Settings(database_url=database_url, article_text_open=True))
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gozareh") as http,
    ):
        yield Client(http, app.state.database, app.state.plans)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("way", WAYS)
async def test_without_a_key_no_text_is_read(client: Client, way: str) -> None:
    """However it is asked for."""
    code, message = await client.error(WAYS[way])
    assert (code, "API key" in message) == ("UNAUTHENTICATED", True)


@pytest.mark.usefixtures("stored")
async def test_what_skips_the_text_needs_no_key(client: Client) -> None:
    """Nothing of it is selected."""
    query = f'{{ node(id: "{ARTICLE}") {{ id ... on Article {{ text @skip(if: true) }} }} }}'
    assert (await client.data(query))["node"] == {"id": ARTICLE}


@pytest.mark.usefixtures("stored")
async def test_a_reader_reads_the_newest_text(client: Client, reader: str) -> None:
    """The one that claims' spans are places of, and its hash."""
    query = f"""{{ node(id: "{ARTICLE}") {{ ... on Article {{ text textHash
      claims {{ nodes {{ content contentSpan {{ start end }} }} }} }} }} }}"""
    found = (await client.data(query, key=reader))["node"]
    [claim] = found["claims"]["nodes"]
    assert (found["text"], found["textHash"]) == (TEXT, sha256(TEXT.encode()).hexdigest())
    assert TEXT[claim["contentSpan"]["start"] : claim["contentSpan"]["end"]] == claim["content"]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("way", WAYS)
async def test_everybody_reads_it_where_the_newsroom_opens_texts(open_client: Client, way: str) -> None:
    """Without a key."""
    told = json.dumps(await open_client.data(WAYS[way]), ensure_ascii=False)
    assert TEXT in told


@pytest.mark.usefixtures("stored")
async def test_the_hash_needs_no_key(client: Client) -> None:
    """It tells nobody the text who has it not."""
    query = f'{{ node(id: "{ARTICLE}") {{ ... on Article {{ textHash }} }} }}'
    assert (await client.data(query))["node"] == {"textHash": sha256(TEXT.encode()).hexdigest()}


@pytest.mark.usefixtures("stored")
async def test_the_text_of_a_withdrawn_article_is_nobodys(open_client: Client, editor: str) -> None:
    """Not even where texts are open."""
    withdraw = """mutation ($input: WithdrawArticleInput!) { withdrawArticle(input: $input) { errors { message } } }"""
    await open_client.data(withdraw, key=editor, input={"articleId": ARTICLE, "reason": "به خواست ناشر"})
    assert (await open_client.data(READ, key=editor))["node"] == {"text": None}
