"""Other sites show a timeline: by a custom element whose script stands here, or by the page for an iframe."""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from lxml import html
from markupsafe import escape

import api
from api.addresses import Absolute, embedded
from api.embeds.codes import codes_of
from api.inquiring import document
from config import Settings
from db.sessions import Database
from domain.calendars import jalali_day
from domain.ids import verdict_id
from domain.periods import Language
from tests import factories as make
from tests.api.client import Client, serving
from tests.api.telling import HOSTILE, PUBLIC, node, told

MOST_BYTES, MOST_SCRIPT_BYTES = 50_000, 15_000


def page_of(answer: httpx.Response) -> html.HtmlElement:
    """The page that was answered."""
    return html.document_fromstring(answer.content.decode())


def texts(page: html.HtmlElement, selector: str) -> list[str]:
    """The texts of all elements that an XPath finds."""
    return [" ".join(one.text_content().split()) for one in page.xpath(selector)]


STATIC = Path(api.__file__).parent / "embeds" / "static"
SCRIPTS = ["/embed.js", *(f"/embed/{file.name}" for file in sorted((STATIC / "embed").iterdir()))]
IMPORTED = re.compile(r'^import .* from "([^"]+)";$', re.MULTILINE)


async def test_the_script_is_small_with_all_that_it_imports(http: httpx.AsyncClient) -> None:
    """As it is sent, compressed by gzip."""
    answers = {path: await http.get(path, headers={"accept-encoding": "gzip"}) for path in SCRIPTS}
    imported = {one.url.join(name).path for one in answers.values() for name in IMPORTED.findall(one.text)}
    assert imported == set(SCRIPTS) - {"/embed.js"}
    assert {one.headers["content-encoding"] for one in answers.values()} == {"gzip"}
    assert sum(int(one.headers["content-length"]) for one in answers.values()) < MOST_SCRIPT_BYTES


@pytest.mark.parametrize("path", SCRIPTS)
async def test_any_page_may_load_the_script(http: httpx.AsyncClient, path: str) -> None:
    """By CORS, as modules are loaded, and by no-cors; it is asked for again by its tag."""
    answer = await http.get(path)
    again = await http.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    assert again.status_code == 304


async def test_the_script_is_read_by_a_site_that_is_allowed(sqlite_url: str) -> None:
    """Which is told so once."""
    site = "https://www.example.org"
    async with serving(Settings(database_url=sqlite_url, cors_origins=site)) as client:
        answer = await client.http.get("/embed.js", headers={"origin": site})
    assert answer.headers.get_list("access-control-allow-origin") in ([site], ["*"])


@pytest.mark.parametrize("path", SCRIPTS)
async def test_the_script_makes_no_html_of_texts(http: httpx.AsyncClient, path: str) -> None:
    """Nor code of them."""
    script = (await http.get(path)).text
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|srcdoc", script)


async def test_the_document_of_the_script_is_answered_by_its_hash(sqlite_url: str, tmp_path: Path) -> None:
    """Where only trusted documents are, too, of which it is none."""
    trusted = tmp_path / "trusted.json"
    trusted.write_text('{"a": "{ __typename }"}', encoding="utf-8")
    digest = sha256(document("api.embeds", "embed").encode()).hexdigest()
    variables = (
        '{"name":"x","where":{},"interval":"MONTH","calendar":"JALALI","language":"FA","first":1,'
        '"counted":true,"listed":true}'
    )
    for manifest in (None, str(trusted)):
        settings = Settings(database_url=sqlite_url, trusted_documents=manifest)
        async with serving(settings) as client:
            script = (await client.http.get("/embed/asking.js")).text
            asked = {"documentId": f"sha256:{digest}", "variables": variables}
            answer = await client.http.get("/graphql", params=asked)
            own = await client.http.get("/graphql", params={"documentId": "a"} if manifest else asked)
        assert f'"sha256:{digest}"' in script
        assert answer.json()["data"]["speaker"] is None
        assert "data" in own.json()


async def test_a_trusting_service_still_answers_no_other_document(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever asks it."""
    trusted = tmp_path / "trusted.json"
    trusted.write_text('{"a": "{ __typename }"}', encoding="utf-8")
    async with serving(Settings(database_url=sqlite_url, trusted_documents=str(trusted))) as client:
        answer = await client.http.post("/graphql", json={"query": "{ viewer { name } }"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize("by", ["id", "name"])
async def test_the_page_shows_exact_words_days_outlet_and_verdict(client: Client, database: Database, by: str) -> None:
    """Without a script, in any frame, with links that leave it."""
    who = await told(database, ["آب سد کم شد"])
    speaker = node(who) if by == "id" else "مریم نیکفر"
    persian, english = [
        await client.http.get(embedded(speaker=speaker, lang=lang, theme="dark")) for lang in ("fa", "en")
    ]
    page, shown = page_of(persian), page_of(english)
    assert persian.headers["content-type"] == "text/html; charset=utf-8"
    assert set(persian.headers["content-security-policy"].split("; ")) == {
        "default-src 'none'", "style-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors *",
    }  # fmt: skip
    assert "set-cookie" not in persian.headers
    assert (page.get("lang"), page.get("dir"), page.get("class")) == ("fa", "rtl", "dark")
    assert (shown.get("lang"), shown.get("dir")) == ("en", "ltr")
    assert texts(page, "//blockquote") == texts(shown, "//blockquote") == ["آب سد کم شد"]
    assert texts(page, "//*[@class='source']") == ["۱۱ اردیبهشت ۱۴۰۳ (۳۰ آوریل ۲۰۲۴) · خبرگزاری آزمون"]
    assert texts(shown, "//*[@class='source']") == ["30 April 2024 (11 Ordibehesht 1403) · خبرگزاری آزمون"]
    leaving = page.xpath("//a[starts-with(@href, 'http')]")
    assert {(one.get("target"), one.get("rel")) for one in leaving} == {("_blank", "noopener")}
    assert page.xpath("//script | //@style | //@onclick | //style") == []


async def test_the_page_says_what_stands_of_a_claim(client: Client, database: Database) -> None:
    """Its verdict, and that somebody else said it."""
    who, article, key = make.speaker(), make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision, by=who[0].id)
    notes = make.note(claim, key=key, verdict_id=verdict_id("false"), attribution="misattributed")
    await make.store(database, [*who, article, revision, claim, key, *notes])
    page = page_of(await client.http.get(embedded(speaker=node(who[0]), lang="en")))
    assert texts(page, "//strong") == ["Somebody else said this", "Verdict: False"]
    assert texts(page, "//ol[@class='claims']/li/*[1]") == ["Somebody else said this"]


async def test_claims_without_days_are_shown_without_a_chart(client: Client, database: Database) -> None:
    """For there is no time to count them by."""
    who, article = make.speaker(), make.article()
    revision = make.revision(article)
    await make.store(database, [*who, article, revision, make.claim(revision, by=who[0].id, said_on=None)])
    answer = await client.http.get(embedded(speaker=node(who[0]), lang="en"))
    page = page_of(answer)
    assert (answer.status_code, texts(page, "//main/p")[0], page.xpath("//nav")) == (200, "1 statement", [])


@pytest.mark.parametrize("days", [{}, {"from_": "1399-08-10", "to": "1399-08-20"}])
async def test_a_bar_opens_as_many_claims_as_it_tells(
    client: Client, database: Database, days: Mapping[str, str]
) -> None:
    """None of which less than its month is known, and none outside the days of the embed."""
    who, article = make.speaker(), make.article()
    revision = make.revision(article)
    said = [(jalali_day(1399, 8, 1), one) for one in ("day", "month")] + [(jalali_day(1399, 8, 15), "day")]
    said += [(jalali_day(1399, 1, 1), "year"), (jalali_day(1399, 1, 1), "day")]
    claims = [make.claim(revision, by=who[0].id, said_on=day, precision=precision) for day, precision in said]
    await make.store(database, [*who, article, revision, *claims])
    page = page_of(await client.http.get(embedded(speaker=node(who[0]), lang="fa", **days)))
    told, opened = [], []
    for bar in page.xpath("//nav//a"):
        told.append(bar.get("aria-label").partition(": ")[2])
        opened.append(texts(page_of(await client.http.get(bar.get("href"))), "//main/p")[0])
    assert opened == told == (["۱ گفته"] if days else ["۱ گفته", "۳ گفته"])


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({}, {"نیمه", "پایان"}),
        ({"from_": "1399-08"}, {"پایان"}),
        ({"to": "1399-07"}, {"نیمه"}),
        ({"from_": "2020-10-06", "to": "2020-10-06"}, {"نیمه"}),
        ({"from_": "1398", "to": "1398"}, set()),
    ],
)
async def test_the_page_shows_the_days_that_are_asked_for(
    client: Client, database: Database, days: Mapping[str, str], found: set[str]
) -> None:
    """Jalali or Gregorian; a bar of the chart opens its own."""
    who, article = make.speaker(), make.article()
    revision = make.revision(article)
    claims = [
        make.claim(revision, by=who[0].id, content=words, said_on=day)
        for words, day in (("نیمه", jalali_day(1399, 7, 15)), ("پایان", jalali_day(1399, 8, 30)))
    ]
    await make.store(database, [*who, article, revision, *claims])
    page = page_of(await client.http.get(embedded(speaker=node(who[0]), **days)))
    assert set(texts(page, "//blockquote")) == found
    bars = page.xpath("//nav//a")
    assert len(bars) == len(found)
    for bar in bars:
        opened = page_of(await client.http.get(bar.get("href")))
        assert len(texts(opened, "//blockquote")) == 1


async def test_a_long_time_is_counted_by_the_year(client: Client, database: Database) -> None:
    """So that bars can be told apart."""
    who, article = make.speaker(), make.article()
    revision = make.revision(article)
    claims = [make.claim(revision, by=who[0].id, said_on=jalali_day(year, 1, 1)) for year in range(1390, 1400)]
    await make.store(database, [*who, article, revision, *claims])
    page = page_of(await client.http.get(embedded(speaker=node(who[0]))))
    assert len(page.xpath("//ol[@class='bars']/li")) == 10
    assert page.xpath("//nav//a/@aria-label")[0] == "۱۳۹۰: ۱ گفته"


async def test_the_page_goes_on_where_it_ends_and_stays_small(client: Client, database: Database) -> None:
    """Whatever the claims are as long as; the rest of one stands behind a link."""
    who, article = make.speaker(), make.article()
    article.url = "https://example.org/" + "x" * 180
    revision = make.revision(article)
    days = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(60)]
    claims = [make.claim(revision, by=who[0].id, content="سخنی دراز " * 200, said_on=day) for day in days]
    await make.store(database, [*who, article, revision, *claims])
    answer = await client.http.get(embedded(speaker=node(who[0]), lang="en"))
    page = page_of(answer)
    [more] = page.xpath("//a[text()='Earlier statements']")
    second = page_of(await client.http.get(more.get("href")))
    assert len(answer.content) < MOST_BYTES
    assert len(page.xpath("//nav//a")) == 60
    assert len(texts(page, "//blockquote")) == len(texts(second, "//blockquote")) == 15
    assert "1 December 2024" in texts(page, "//*[@class='source']")[0]
    assert "1 September 2023" in texts(second, "//*[@class='source']")[0]


@pytest.mark.parametrize("lang", ["fa", "en"])
async def test_hostile_texts_stay_texts(client: Client, database: Database, lang: str) -> None:
    """In words and names, and in every parameter of the address."""
    who = await told(database, [f"آب {one}" for one in HOSTILE], name="<b>ن</b> & «ک»")
    page = page_of(await client.http.get(embedded(speaker=node(who), lang=lang)))
    plain = {"html", "head", "meta", "title", "link", "body", "main", "h1", "bdi", "p", "nav", "ol", "li", "a", "span"}
    assert {one.tag for one in page.iter()} <= plain | {"blockquote"}
    assert "<b>ن</b> & «ک»" in texts(page, "//h1")[0]
    for name in ("speaker", "from", "to", "lang", "theme", "after"):
        for words in HOSTILE:
            parameters = {"speaker": node(who), "lang": lang, name: f"x{words}"}
            answer = await client.http.get("/embedded", params=parameters)
            assert answer.status_code in {200, 400, 404}
            assert {one.tag for one in page_of(answer).iter()} <= plain | {"blockquote"}


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({}, 400, "گوینده گفته نشده است"),
        ({"lang": "en"}, 400, "No speaker is named"),
        ({"speaker": "هیچ‌کس", "lang": "en"}, 404, "Nobody has this name"),
        ({"speaker": f"speaker_{'0' * 32}"}, 404, "گوینده‌ای با این نام"),
        ({"speaker": "x", "from": "دیروز", "lang": "en"}, 400, "from: “دیروز” is not a date"),
        ({"speaker": "x", "from": "دیروز"}, 400, "from روز، ماه یا سال نیست"),
        ({"speaker": "x", "to": "1399-13"}, 400, "to روز، ماه یا سال نیست"),
        ({"speaker": "x", "from": "1400", "to": "1399"}, 400, "to پیش از from به پایان می‌رسد"),
        ({"speaker": "x", "theme": "blue", "lang": "en"}, 400, "theme: is not one of"),
        ({"speaker": "x", "lang": "de"}, 400, "lang: is not one of"),
        ({"speaker": "x", "after": "y", "lang": "en"}, 400, "cursor"),
    ],
)
async def test_a_reader_is_told_what_is_wrong(
    http: httpx.AsyncClient, parameters: Mapping[str, str], status: int, words: str
) -> None:
    """On a page, for it stands in a frame."""
    answer = await http.get("/embedded", params=parameters)
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    assert words in " ".join(texts(page_of(answer), "//main/p"))
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("parameters", "language"),
    [
        ({"speaker": "x", "from": "دیروز"}, ("fa", "rtl")),
        ({}, ("fa", "rtl")),
        ({"speaker": "هیچ‌کس"}, ("fa", "rtl")),
        ({"speaker": "x", "theme": "blue"}, ("en", "ltr")),
        ({"speaker": "x", "after": "y"}, ("en", "ltr")),
        ({"speaker": "x", "lang": "de"}, ("en", "ltr")),
    ],
)
async def test_a_sentence_says_which_language_it_is_in(
    http: httpx.AsyncClient, parameters: Mapping[str, str], language: tuple[str, str]
) -> None:
    """And Persian ones hold no words in English but the names of parameters."""
    page = page_of(await http.get("/embedded", params=parameters))
    [sentence] = page.xpath("//main/p[1]")
    told = tuple(sentence.xpath(f"string(ancestor-or-self::*[@{name}][1]/@{name})") for name in ("lang", "dir"))
    english = set(re.findall("[a-z]+", sentence.text_content())) - {"from", "to", "speaker"}
    assert (told, language == ("en", "ltr")) == (language, bool(english))


async def test_namesakes_are_never_taken_for_one(client: Client, database: Database) -> None:
    """What one of them said is shown under no name that both have."""
    one, other, article = make.speaker(), make.speaker("کاوه مهرزاد"), make.article()
    revision = make.revision(article)
    shared = make.alias(other[0].id, "مریم نیک‌فر")
    await make.store(database, [*one, *other, shared, article, revision, make.claim(revision, by=one[0].id)])
    answer = await client.http.get(embedded(speaker="مریم نیک‌فر"))
    assert (answer.status_code, texts(page_of(answer), "//blockquote")) == (404, [])


async def test_a_speaker_without_claims_is_shown_so(client: Client, database: Database) -> None:
    """In words."""
    who = make.speaker()
    await make.store(database, who)
    page = page_of(await client.http.get(embedded(speaker=node(who[0]), lang="en")))
    assert texts(page, "//main/p")[:2] == ["0 statements", "No statement is known of this time."]


async def test_the_page_is_asked_for_again_by_its_tag(client: Client, database: Database) -> None:
    """And for its headers alone."""
    path = embedded(speaker=node(await told(database, ["یک"])))
    first = await client.http.get(path)
    again = await client.http.get(path, headers={"if-none-match": first.headers["etag"]})
    head = await client.http.head(path)
    assert (again.status_code, head.status_code, head.content) == (304, 200, b"")
    assert (await client.http.post(path)).status_code == 405


async def test_the_style_of_the_page_may_be_loaded_in_a_sandbox(http: httpx.AsyncClient) -> None:
    """Whose origin is nobody's."""
    answer = await http.get("/embedded.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]


async def test_who_asks_too_much_is_told_when_to_ask_again(sqlite_url: str) -> None:
    """By a page and by a header."""
    settings = Settings(database_url=sqlite_url, price_limit=2_000, address_points_a_minute=2_000)
    async with serving(settings) as client:
        answers = [await client.http.get(embedded(speaker="x")) for _ in range(30)]
    assert answers[-1].status_code == 429
    assert re.search("[۰-۹]+ ثانیهٔ دیگر", texts(page_of(answers[-1]), "//main/p")[0])
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


def test_the_codes_to_paste_are_of_one_element_each() -> None:
    """Whatever the name is."""
    codes = codes_of("speaker_1", 'ن "<b>', Language.EN, Absolute(PUBLIC), from_='1399"><script>', to="1400")
    script, element = html.fragments_fromstring(codes.element)
    [frame] = html.fragments_fromstring(codes.iframe)
    assert (script.get("src"), script.get("type")) == (f"{PUBLIC}/embed.js", "module")
    assert dict(element.attrib) == {
        "speaker": "speaker_1", "from": '1399"><script>', "to": "1400", "lang": "en", "theme": "auto",
    }  # fmt: skip
    assert [str(escape(one)) == one for one in (codes.element, codes.iframe)] == [False, False]
    assert frame.get("title") == 'Statements of ن "<b>'
    assert parse_qs(urlsplit(frame.get("src")).query)["from"] == ['1399"><script>']
