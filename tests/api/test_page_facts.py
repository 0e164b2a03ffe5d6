"""What pages say of claims is true: whose they are, their words, their days, how many there are, and why none."""

from collections.abc import Sequence
from datetime import date, timedelta

import httpx
import pytest
from lxml import html
from sqlalchemy import update
from sqlmodel import SQLModel, col

from api import addresses
from config import Settings
from db.sessions import Database
from db.tables import ApiKeyRow, ClaimRow, NoteRow, RevisionRow, SpeakerRow
from domain.ids import verdict_id
from domain.node_ids import node_id
from domain.searching import searched_text
from domain.text import Span
from tests import factories as make
from tests.api.client import Client, serving
from tests.api.test_pages import ORIGIN, signed_in

pytestmark = pytest.mark.usefixtures("database")


def page(response: httpx.Response) -> html.HtmlElement:
    """A page that was answered, whatever its status."""
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement, path: str) -> list[str]:
    """The words of each element below one, their spaces made one."""
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


async def speaker_with(database: Database, *claims: dict[str, object]) -> tuple[str, list[ClaimRow], RevisionRow]:
    """The id of a speaker of these claims, all of one article."""
    speaker, name = make.speaker()
    assert isinstance(speaker, SpeakerRow)
    speaker.latin = "Maryam Nikfar"
    outlet = make.outlet()
    article = make.article(of=outlet)
    revision = make.revision(article)
    made = [make.claim(revision, by=speaker.id, **one) for one in claims]  # type: ignore[arg-type]  # as the factory has them
    await make.store(database, [speaker, name, outlet, article, revision, *made])
    return node_id("speaker", speaker.id), made, revision


async def judged_as(database: Database, claim: ClaimRow, attribution: str) -> None:
    """Let a published note say what was found of who said a claim."""
    key = make.api_key("نگار")
    rows: Sequence[SQLModel] = [key, *make.note(claim, key=key, attribution=attribution)]
    await make.store(database, rows)


@pytest.mark.parametrize(("attribution", "told"), [("fabricated", "ساختگی است"), ("misattributed", "به‌نادرستی")])
async def test_what_somebody_never_said_is_marked_wherever_it_stands(
    client: Client, database: Database, attribution: str, told: str
) -> None:
    """In lists, in the title that others share, and in the citation; machines are told no author."""
    speaker, [claim], _ = await speaker_with(database, {})
    await judged_as(database, claim, attribution)
    listed = page(await client.http.get(addresses.speaker("fa", speaker)))
    shown = page(await client.http.get(addresses.claim("fa", node_id("claim", claim.id))))
    assert told in words(listed, "//article[@class='claim']")[0]
    assert told in shown.xpath("string(//meta[@property='og:title']/@content)")
    assert told in shown.xpath("string(//textarea[@id='citation'])")
    assert '"author"' not in shown.xpath("string(//script[@type='application/ld+json'])")


async def test_a_list_shows_what_checkers_wrote(client: Client, database: Database) -> None:
    """The note that a claim's verdict is from, and of the others the newest, as they are; none that is long is cut."""
    speaker, [claim], _ = await speaker_with(database, {})
    key = make.api_key("نگار")
    rows: list[SQLModel] = [key]
    for number, verdict in enumerate(("true", "half-true", "half-true", "half-true")):
        body = f"> پل {number} فرو ریخت\n\nچنین چیزی **نبود**." if number != 3 else "نبود " * 400
        [note, proof] = make.note(
            claim, key=key, body=body, created_at=make.NOW + timedelta(days=number), verdict_id=verdict_id(verdict)
        )
        assert isinstance(note, NoteRow)
        note.published_at = make.NOW + timedelta(days=9 - number)
        rows += [note, proof]
    await make.store(database, rows)
    listed = page(await client.http.get(addresses.speaker("fa", speaker)))
    [noted] = listed.xpath("//article[@class='claim']/details")
    assert words(noted, "summary")[0].startswith("۴ یادداشت:")
    assert words(noted, "p[@class='facts']//span") == ["درست", "نیمه‌درست"]
    assert words(noted, "div/blockquote") == ["پل 0 فرو ریخت"]
    assert len(words(noted, "div")) == 1
    assert noted.xpath("p/a/@href") == [f"{addresses.claim('fa', node_id('claim', claim.id))}#notes"]


async def test_nobody_is_said_to_have_said_what_stands_beside_it(client: Client, database: Database) -> None:
    """A search finds words of the sentence, too: of others only who said the words themselves is shown."""
    quoted, beside = "پل بزرگ شهر باز می‌شود", "این دروغ است"
    text = f"مریم گفت {quoted} و رضا گفت {beside}"
    [first, other, third] = [make.article(of=make.outlet(name)) for name in ("یک", "دو", "سه")]
    speaker, name = make.speaker()
    liar, alias = make.speaker("رضا دروغ‌سنج")
    rows: list[SQLModel] = [speaker, name, liar, alias]
    found = []
    for article, content, by in ((first, quoted, speaker), (other, quoted, speaker), (third, beside, liar)):
        assert isinstance(by, SpeakerRow)
        revision = make.revision(article)
        made = make.claim(revision, by=by.id, content=content)
        made.context, made.context_start, made.context_end = text, 0, len(text)
        span = Span(text.index(content), text.index(content) + len(content))
        made.content_start, made.content_end, made.search_key = span.start, span.end, searched_text(text, content=span)
        found.append(made)
        rows += [revision, made]
    outlets = [make.outlet(f"رسانهٔ {number}") for number in range(3)]
    for article, outlet in zip((first, other, third), outlets, strict=True):
        article.outlet_id = outlet.id
    await make.store(database, [*outlets, first, other, third, *rows])
    shown = page(await client.http.get(addresses.claim("fa", node_id("claim", found[0].id))))
    elsewhere = shown.xpath("//section[@class='elsewhere']//article//a[@class='open']/@href")
    assert elsewhere == [addresses.claim("fa", node_id("claim", found[1].id))]


async def test_words_beyond_the_sentence_are_shown(client: Client, database: Database) -> None:
    """On the page of the claim, and in lists."""
    speaker, [claim], _ = await speaker_with(database, {"content": "پل فردا باز می‌شود. راه هم باز است"})
    async with database.writing() as session:
        shorter = {"context": claim.context[:-10], "context_end": claim.context_end - 10, "changed_at": make.NOW}
        await session.execute(update(ClaimRow).where(col(ClaimRow.id) == claim.id).values(**shorter))
    for path in (addresses.speaker("fa", speaker), addresses.claim("fa", node_id("claim", claim.id))):
        assert "راه هم باز است" in words(page(await client.http.get(path)), "//blockquote")[0]


async def test_a_bar_opens_the_claims_that_it_counts(client: Client, database: Database) -> None:
    """A claim of which the year alone is known stands in no month, and is in the range of its whole year."""
    speaker, _, _ = await speaker_with(
        database,
        {"said_on": date(2020, 3, 25)},
        {"said_on": date(2020, 3, 20), "precision": "year"},
        {"said_on": date(2020, 4, 1), "precision": "month"},
    )
    month = page(await client.http.get(addresses.speaker("fa", speaker, from_="1399-01", to="1399-01")))
    year = page(await client.http.get(addresses.speaker("fa", speaker, from_="1399", to="1399")))
    assert (len(month.xpath("//article[@class='claim']")), len(year.xpath("//article[@class='claim']"))) == (1, 3)
    assert "سال یا ماه" in month.text_content()
    assert month.xpath("//article//time/@datetime") == ["2020-03-25"]
    assert len(year.xpath("//article//time[not(@datetime)]")) == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "هنوز گفته‌ای از خبرها دربارهٔ «مریم نیک‌فر»"),
        ({"q": "کوهستان"}, "گفته‌ای با واژه‌های «کوهستان» نیست"),
        ({"from_": "1350", "to": "1351"}, "در این بازه گفته‌ای نیست"),
    ],
)
async def test_why_a_list_is_empty_is_told_as_it_is(
    client: Client, database: Database, asked: dict[str, str], told: str
) -> None:
    """A speaker without claims, words that nobody said, and a time without any."""
    speaker, _, _ = await speaker_with(database, *([{}] if asked else []))
    shown = page(await client.http.get(addresses.speaker("fa", speaker, **asked)))
    assert told in words(shown, "//div[@class='empty']")[0]
    assert bool(shown.xpath("//figure[@data-outside]")) == ("from_" in asked)


async def test_a_range_of_days_is_told_by_its_days(client: Client, database: Database) -> None:
    """And an open one by the end that it has."""
    speaker, _, _ = await speaker_with(database, {})
    told = {}
    for name, asked in (("both", {"from_": "1399-07-20", "to": "1399-07-21"}), ("one", {"from_": "1399-07"})):
        shown = page(await client.http.get(addresses.speaker("fa", speaker, **asked)))
        told[name] = words(shown, "//span[@class='range-of']")
    assert told == {"both": ["از ۲۰ مهر ۱۳۹۹ تا ۲۱ مهر ۱۳۹۹"], "one": ["از ۱ مهر ۱۳۹۹"]}


async def test_a_search_that_finds_a_speaker_does_not_say_that_nothing_was_found(
    client: Client, database: Database
) -> None:
    """It says that no claim was; in English a speaker is called as on the page that the name leads to."""
    _, [claim], _ = await speaker_with(database, {})
    assert claim.speaker_id is not None
    await make.store(database, [make.alias(claim.speaker_id, "Maryam Nikfar", language="en")])
    shown = page(await client.http.get(addresses.search("en", q="Nikfar")))
    assert words(shown, "//ul[@class='chips']/li") == ["Maryam Nikfar"]
    assert "No claims with the words" in words(shown, "//div[@class='empty']")[0]


@pytest.mark.parametrize("q", ["-", "؟", "«»"])
async def test_a_search_without_a_word_finds_nothing(client: Client, q: str) -> None:
    """And keeps what was typed."""
    response = await client.http.get(addresses.search("fa", q=q))
    assert response.status_code == 200
    assert page(response).xpath("//input[@name='q']/@value")[0] == q


async def test_a_merged_speaker_leads_on_with_what_was_asked(client: Client, database: Database) -> None:
    """The range and the words stay."""
    speaker, [claim], _ = await speaker_with(database, {})
    assert claim.speaker_id is not None
    await make.store(database, list(make.merged_speaker(claim.speaker_id)))
    merged = next(iter((await client.data("{ speakers(first: 1) { nodes { mergedIds } } }"))["speakers"]["nodes"]))
    response = await client.http.get(addresses.speaker("fa", merged["mergedIds"][0], from_="1399", q="پل"))
    assert response.headers["location"] == addresses.speaker("fa", speaker, from_="1399", q="پل")


async def test_what_is_wrong_is_told_in_the_language_of_the_page(
    client: Client, database: Database, verifier: str
) -> None:
    """Where there are words for it; what there is in English alone says so of itself."""
    _, [claim], _ = await speaker_with(database, {})
    wrong = page(await client.http.get("/fa/search?q=پل&from=abc"))
    await signed_in(client, verifier)
    note = {"body": "نادرست است", "verdict": "false", "visibility": "PUBLIC"}
    path = f"{addresses.claim('fa', node_id('claim', claim.id))}/notes"
    response = await client.http.post(path, data=note, headers=ORIGIN)
    assert "«از» سال، ماه یا روز نیست" in wrong.text_content()
    assert response.status_code == 422
    assert words(page(response), "//div[@class='wrong']//li[@lang='fa']") == [
        "برای داوری همگانی دست‌کم یک شاهد با نشانی درست لازم است."
    ]
    assert page(response).xpath("//nav[contains(@class, 'preferences')]/a/@href")[0] == addresses.claim(
        "en", node_id("claim", claim.id)
    )


async def test_what_was_written_outlives_its_key(client: Client, database: Database, verifier: str) -> None:
    """It is there to be copied, and signing in leads back to the claim."""
    _, [claim], _ = await speaker_with(database, {})
    await signed_in(client, verifier)
    async with client.database.writing() as session:
        await session.execute(update(ApiKeyRow).where(col(ApiKeyRow.name) == "سارا").values(revoked_at=make.NOW))
    path = addresses.claim("fa", node_id("claim", claim.id))
    response = await client.http.post(f"{path}/notes", data={"body": "نوشته‌ای بلند"}, headers=ORIGIN)
    shown = page(response)
    assert response.status_code == 401
    assert shown.xpath("string(//textarea[@id='written'])") == "نوشته‌ای بلند"
    assert shown.xpath("//section//input[@name='next']/@value") == [path]


async def test_signing_in_leaves_the_digits_alone(client: Client, verifier: str) -> None:
    """They are the language's own until somebody chooses others."""
    response = await client.http.post("/fa/sign-in", data={"key": verifier}, headers=ORIGIN)
    assert "gozareh_digits" not in response.headers["set-cookie"]


async def test_digits_are_chosen_on_any_page(client: Client) -> None:
    """Whatever letters its address has."""
    data = {"digits": "latin", "next": "/fa/ناموجود?q=آب سد"}
    response = await client.http.post("/fa/digits", data=data, headers=ORIGIN)
    assert (response.status_code, response.headers["location"].isascii()) == (303, True)
    assert "gozareh_digits=latin" in response.headers["set-cookie"]


async def test_forms_of_the_public_address_are_taken_behind_a_proxy(database_url: str, verifier: str) -> None:
    """One that passes neither port nor scheme on; the cookie is for TLS alone all the same."""
    settings = Settings(database_url=database_url, public_url="https://gozareh.example.org:8443", webhooks=False)
    async with serving(settings) as client:
        headers = {"origin": "https://gozareh.example.org:8443", "host": "gozareh.example.org"}
        response = await client.http.post("/fa/sign-in", data={"key": verifier}, headers=headers)
    assert response.status_code == 303
    assert "secure" in response.headers["set-cookie"].lower()
