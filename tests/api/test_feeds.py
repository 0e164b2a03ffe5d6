"""Feeds tell what is new, in valid Atom, to whoever follows a speaker, a topic or a search."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from lxml import etree, html

from api.addresses import search_feed, speaker_feed, topic_feed
from api.feeds.atom import Feed, written
from api.feeds.entries import LONGEST_TITLE, title_of
from config import Settings
from db.sessions import Database
from db.tables import ClaimRow
from domain.ids import verdict_id
from domain.periods import Language
from ingest.notes import retract_note
from tests import factories as make
from tests.api.atom_rules import ATOM, XML, broken_rules
from tests.api.client import Client, serving
from tests.api.telling import HOSTILE, PUBLIC, node, told
from tests.ingest import noting


def entries_of(feed: bytes) -> list[etree._Element]:
    """The entries of a feed in their order."""
    found: list[etree._Element] = etree.fromstring(feed).findall(f"{ATOM}entry")
    return found


def words_of(feed: bytes) -> list[str]:
    """The words of each entry, as its HTML shows them."""
    told = [html.fromstring(one.findtext(f"{ATOM}content")) for one in entries_of(feed)]
    return [one.find(".//blockquote").text_content() for one in told]


@pytest.mark.parametrize("language", ["fa", "en"])
async def test_a_feed_of_each_kind_is_valid_and_newest_first(client: Client, database: Database, language: str) -> None:
    """Whatever was found last stands first."""
    who = await told(database, ["آب سد کم شد", "آب سد زیاد شد"])
    topic = (await client.data("{ topics(first: 1) { nodes { id } } }"))["topics"]["nodes"][0]["id"]
    paths = [speaker_feed(language, node(who)), topic_feed(language, topic), search_feed(language, "آب سد")]
    answers = [await client.http.get(path) for path in paths]
    assert [(one.status_code, one.headers["content-type"]) for one in answers] == [
        (200, "application/atom+xml; charset=utf-8")
    ] * 3
    assert [broken_rules(one.content) for one in answers] == [[]] * 3
    assert [words_of(one.content) for one in answers] == [["آب سد زیاد شد", "آب سد کم شد"]] * 3
    roots = [etree.fromstring(one.content) for one in answers]
    assert [one.get(f"{XML}lang") for one in roots] == [language] * 3
    here = [one.find(f"{ATOM}link[@rel='self']").get("href") for one in roots]
    assert here == [PUBLIC + path for path in paths]


async def test_an_entry_tells_who_said_it_when_where_and_whether_it_is_so(client: Client, database: Database) -> None:
    """With the days of both calendars and the link to the article."""
    who = await told(database, ["آب سد کم شد"])
    [claim] = (await client.data("{ claims { nodes { id } } }"))["claims"]["nodes"]
    key = make.api_key()
    async with database.reading() as session:
        row = await session.get(ClaimRow, UUID(claim["id"].removeprefix("claim_")))
    assert row is not None
    published = datetime(2024, 6, 1, tzinfo=UTC)
    await make.store(database, [key, *make.note(row, key=key, verdict_id=verdict_id("false"), created_at=published)])
    persian, english = [
        entries_of((await client.http.get(speaker_feed(one, node(who)))).content)[0] for one in ("fa", "en")
    ]
    assert "۱۱ اردیبهشت ۱۴۰۳ (۳۰ آوریل ۲۰۲۴)" in persian.findtext(f"{ATOM}content")
    shown = english.findtext(f"{ATOM}content")
    assert "30 April 2024 (11 Ordibehesht 1403)" in shown
    assert "False" in shown
    assert '<a href="https://example.org/news?a=1&amp;b=2"><bdi>خبرگزاری آزمون</bdi></a>' in shown
    assert english.findtext(f"{ATOM}author/{ATOM}name") == "مریم نیک‌فر"
    assert english.findtext(f"{ATOM}id") == row.id.urn
    assert english.find(f"{ATOM}link[@rel='alternate']").get("href") == f"{PUBLIC}/en/claims/{claim['id']}"
    assert english.findtext(f"{ATOM}published") == "2024-05-01T09:30:00Z"


@pytest.mark.parametrize("attribution", ["misattributed", "fabricated"])
async def test_nobody_is_the_author_of_what_they_did_not_say(
    client: Client, database: Database, attribution: str
) -> None:
    """The title says it, and the content before the words; whose words they were said to be is told there."""
    who, article, key = make.speaker("مریم نیک‌فر"), make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision, by=who[0].id, content="پل بسته شد")
    notes = make.note(claim, key=key, attribution=attribution)
    await make.store(database, [*who, article, revision, claim, key, *notes])
    body = (await client.http.get(speaker_feed("en", node(who[0])))).content
    [entry] = entries_of(body)
    found = {"misattributed": "Somebody else said this", "fabricated": "Nobody said this"}[attribution]
    content = html.fromstring(entry.findtext(f"{ATOM}content"))
    assert broken_rules(body) == []
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Unknown speaker"
    assert entry.find(f"{ATOM}author/{ATOM}uri") is None
    assert entry.findtext(f"{ATOM}title") == f"\u200f{found}: پل بسته شد"
    assert content.xpath("string(*[1])") == found
    assert "Attributed to: مریم نیک‌فر" in content.text_content()


async def test_a_verdict_that_comes_or_goes_is_new_to_readers(client: Client, database: Database) -> None:
    """A note that they may not read changes nothing."""
    await told(database, ["دیگر"])
    claim, path = await noting.stored_claim(database), search_feed("en", "پل تازه")
    before = (await client.http.get(path)).content
    await noting.written(database, claim)
    assert (await client.http.get(path)).content == before
    note = await noting.published(database, claim, day=30)
    [given] = entries_of((await client.http.get(path)).content)
    at = make.NOW + timedelta(days=40)
    await noting.act(database, noting.EDITOR, lambda acting: retract_note(acting, note, 1, reason="نادرست"), at=at)
    [gone] = entries_of((await client.http.get(path)).content)
    assert [one.findtext(f"{ATOM}updated") for one in (given, gone)] == ["2024-05-31T09:30:00Z", "2024-06-10T09:30:00Z"]
    assert ["Verdict: False" in one.findtext(f"{ATOM}content") for one in (given, gone)] == [True, False]


@pytest.mark.parametrize("language", ["fa", "en"])
async def test_hostile_texts_stay_texts(client: Client, database: Database, language: str) -> None:
    """In words, titles and names: what XML cannot hold is left out, and nothing becomes an element."""
    who = await told(database, [f"آب {one}" for one in HOSTILE], name="<b>ن</b> & \x0b]]> «ک»")
    answer = await client.http.get(speaker_feed(language, node(who)))
    contents = [html.fromstring(one.findtext(f"{ATOM}content")) for one in entries_of(answer.content)]
    assert broken_rules(answer.content) == []
    assert len(contents) == len(HOSTILE)
    assert {found.tag for one in contents for found in one.iter()} == {
        "div", "blockquote", "p", "ul", "li", "a", "bdi",
    }  # fmt: skip
    assert etree.fromstring(answer.content).findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "<b>ن</b> & ]]> «ک»"


def test_what_no_database_would_store_breaks_no_feed() -> None:
    """Nothing but what XML cannot hold is left out."""
    feed = Feed(UUID(int=1), "\x00a\ud800\ufffe\U0001f600", PUBLIC, PUBLIC, Language.FA, [])
    assert etree.fromstring(written(feed)).findtext(f"{ATOM}title") == "a\U0001f600"


async def test_hostile_searches_are_told_as_they_are(client: Client, database: Database) -> None:
    """In the title of their feed and in its own address."""
    await told(database, ["آب"])
    for words in HOSTILE:
        answer = await client.http.get("/fa/feeds/search.atom", params={"q": f"آب {words}"})
        if answer.status_code == 400:
            assert answer.text.startswith(("q", "text", "where", "variable"))
        else:
            assert (answer.status_code, broken_rules(answer.content)) == (200, [])


async def test_a_merged_speaker_has_moved(client: Client, database: Database) -> None:
    """To the feed of whom that one was merged into."""
    own = make.speaker()
    merged = make.merged_speaker(own[0].id)
    await make.store(database, [*own, *merged])
    answer = await client.http.get(speaker_feed("fa", node(merged[0])))
    assert (answer.status_code, answer.headers["location"]) == (301, PUBLIC + speaker_feed("fa", node(own[0])))


async def test_a_merged_topic_has_moved(client: Client, database: Database) -> None:
    """Likewise."""
    own = make.topic()
    merged = make.topic("آب‌ها", into=own)
    await make.store(database, [own, merged])
    answer = await client.http.get(topic_feed("en", node(merged, "topic")))
    assert (answer.status_code, answer.headers["location"]) == (301, PUBLIC + topic_feed("en", node(own, "topic")))


async def test_a_withdrawn_claim_is_gone(client: Client, database: Database) -> None:
    """And the feed has another tag, so that no program keeps it."""
    who = await told(database, ["یک", "دو"])
    path = speaker_feed("fa", node(who))
    before = await client.http.get(path)
    async with database.writing() as session:
        claim = await session.get(ClaimRow, entry_key(entries_of(before.content)[0]))
        assert claim is not None
        claim.withdrawn_at = claim.changed_at = datetime(2024, 6, 1, tzinfo=UTC)
        session.add(claim)
    after = await client.http.get(path, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, words_of(after.content)) == (200, ["یک"])


def entry_key(entry: etree._Element) -> UUID:
    """The claim's key."""
    return UUID(str(entry.findtext(f"{ATOM}id")))


async def test_a_feed_holds_the_newest_fifty(client: Client, database: Database) -> None:
    """Which it says is all that it holds."""
    who = await told(database, [f"گفتهٔ {number}" for number in range(55)])
    answer = await client.http.get(speaker_feed("fa", node(who)))
    assert words_of(answer.content) == [f"گفتهٔ {number}" for number in range(54, 4, -1)]


async def test_what_has_not_changed_is_not_sent_again(client: Client, database: Database) -> None:
    """By its tag; Last-Modified is the time of the entry that changed last."""
    path = speaker_feed("fa", node(await told(database, ["یک", "دو"])))
    first = await client.http.get(path, headers={"accept-encoding": "identity"})
    again = await client.http.get(path, headers={"if-none-match": first.headers["etag"]})
    assert first.headers["last-modified"] == "Wed, 01 May 2024 10:01:00 GMT"
    assert (again.status_code, again.content) == (304, b"")
    packed = await client.http.get(path, headers={"accept-encoding": "gzip"})
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", first.content)
    assert gzip.compress(first.content) != first.content


async def test_a_feed_can_be_asked_for_its_headers(client: Client, database: Database) -> None:
    """Its length too; nothing but reading means anything."""
    path = speaker_feed("fa", node(await told(database, ["یک"])))
    head, got = [await client.http.request(one, path) for one in ("HEAD", "GET")]
    assert (head.content, head.headers["content-length"]) == (b"", got.headers["content-length"])
    assert [(await client.http.request(one, path)).status_code for one in ("POST", "PUT", "DELETE")] == [405] * 3


async def test_a_feed_without_entries_is_valid(client: Client, database: Database) -> None:
    """And always the same."""
    who = make.speaker()
    await make.store(database, who)
    answer = await client.http.get(speaker_feed("fa", node(who[0])))
    assert (broken_rules(answer.content), entries_of(answer.content)) == ([], [])


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/fa/feeds/speakers/nobody.atom", 404, "there is no speaker of this id"),
        (f"/fa/feeds/speakers/speaker_{'0' * 32}.atom", 404, "there is no speaker of this id"),
        (f"/en/feeds/topics/speaker_{'0' * 32}.atom", 404, "there is no topic of this id"),
        ("/fa/feeds/search.atom", 400, "q: is missing"),
        ("/fa/feeds/search.atom?q=%2B", 400, "text: "),
        ("/fa/feeds/search.atom?q=%00", 400, ""),
        (f"/fa/feeds/search.atom?q={'a' * 10_001}", 400, "this request has more than 10,000 characters in one text"),
        ("/de/feeds/search.atom?q=a", 404, ""),
    ],
)
async def test_what_is_no_feed_is_told_in_words(http: httpx.AsyncClient, path: str, status: int, told: str) -> None:
    """Of the right status, which nobody keeps."""
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert answer.text.startswith(told)
    assert "etag" not in answer.headers


async def test_who_asks_too_much_is_told_when_to_ask_again(database_url: str) -> None:
    """As everybody who asks GraphQL is."""
    settings = Settings(database_url=database_url, price_limit=2_000, address_points_a_minute=2_000, webhooks=False)
    async with serving(settings) as client:
        answers = [await client.http.get(search_feed("fa", "آب")) for _ in range(30)]
    last = answers[-1]
    assert (last.status_code, last.headers["content-type"]) == (429, "text/plain; charset=utf-8")
    assert 0 < int(last.headers["retry-after"]) <= 60


async def test_a_page_of_another_site_asks_for_no_feed(http: httpx.AsyncClient) -> None:
    """In the background; a link to it is followed."""
    asked = search_feed("fa", "آب")
    from_elsewhere = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    fetched = await http.get(asked, headers=from_elsewhere | {"sec-fetch-mode": "cors"})
    followed = await http.get(asked, headers=from_elsewhere | {"sec-fetch-mode": "navigate"})
    assert (fetched.status_code, followed.status_code) == (403, 200)


async def test_addresses_in_a_feed_are_not_what_a_request_says(client: Client, database: Database) -> None:
    """But those of GOZAREH_PUBLIC_URL."""
    who = await told(database, ["یک"])
    answer = await client.http.get(
        speaker_feed("fa", node(who)), headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )
    assert b"evil" not in answer.content


async def test_a_key_sees_its_own_feed(client: Client, database: Database, reader: str) -> None:
    """Which no cache gives to others."""
    who = await told(database, ["یک"])
    answer = await client.http.get(speaker_feed("fa", node(who)), headers={"authorization": f"Bearer {reader}"})
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("آب سد", "آب سد"),
        ("  آب\n سد ", "آب سد"),
        ("B-2 می‌آید", "\u200fB-2 می‌آید"),
        ("۵ سد", "۵ سد"),
        ("5", "\u200f5"),
        ("\u202eآب", "آب"),
        ("", "\u200f"),
    ],
)
def test_a_title_is_one_line_that_runs_from_the_right(words: str, title: str) -> None:
    """A mark stands before one that would not."""
    assert title_of(words) == title


def test_a_long_title_is_cut_after_a_word() -> None:
    """Where there is one."""
    cut, glued = title_of("سدها، " * 50), title_of("س" * 500)
    assert re.fullmatch(r"(سدها، )+سدها…", cut)
    assert len(cut) <= LONGEST_TITLE
    assert glued == "س" * LONGEST_TITLE + "…"


def test_the_checker_of_feeds_finds_what_is_wrong() -> None:
    """Else what it lets pass says nothing."""
    poor = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title type="x">t</title><updated>2024</updated><id>x y</id>'
        b"<entry><id>urn:x</id><link/><content/><content/><script/></entry></feed>"
    )
    found = broken_rules(poor)
    assert {
        "title of the type x",
        "updated is 2024, no date of RFC 3339 with an upper-case T and Z",
        "id is x y, no whole IRI",
        "entry has 0 title",
        "entry has 2 content",
        "link lacks href",
        "script is unknown",
        "neither the feed nor each entry has an author",
        "the feed does not tell its own address",
    } <= set(found)
