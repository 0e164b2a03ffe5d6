"""The pages over HTTP: what each answers with, whom it believes, and what it shows to whom."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta

import httpx
import pytest
from lxml import html
from sqlalchemy import func, select, update
from sqlmodel import col

from api import addresses
from api.pages.visits import KEY_SECONDS
from config import Settings
from db.sessions import Database
from db.tables import ApiKeyRow, NoteRow, SpeakerRow
from db.withdrawal import Mark, withhold_claim
from domain.ids import verdict_id
from domain.node_ids import node_id
from tests import factories as make
from tests.api.client import Client, serving

pytestmark = pytest.mark.usefixtures("database")

ORIGIN = {"origin": "http://gozareh"}
CONTENT = "پل تازه فردا باز می‌شود"
SECRET, GONE_REASON = "تنها برای تحریریه", "به خواست گوینده"
MOST_BYTES = 100_000


@dataclass(frozen=True)
class Stored:
    """The ids of what is stored, as addresses have them."""

    speaker: str
    merged: str
    claim: str
    withdrawn: str


@pytest.fixture
async def stored(database: Database) -> Stored:
    """A speaker, one who was merged into her, a claim with a public note and the team's, and a withdrawn claim."""
    speaker, name = make.speaker()
    assert isinstance(speaker, SpeakerRow)
    speaker.latin = "Maryam Nikfar"
    merged, other = make.merged_speaker(speaker.id)
    outlet, key = make.outlet(), make.api_key("نگار")
    article = make.article(of=outlet, title="خبر پل")
    article.url = "https://example.org/news/1"
    revision = make.revision(article)
    claim, gone = make.claim(revision, by=speaker.id), make.claim(revision, by=speaker.id, content="واژه‌های رفته")
    public = make.note(claim, key=key, verdict_id=verdict_id("false"))
    team = make.note(claim, key=key, body=SECRET, visibility="team")
    rows = [speaker, name, merged, other, outlet, key, article, revision, claim, gone, *public, *team]
    await make.store(database, rows)
    async with database.writing() as session:
        await withhold_claim(session, gone.id, Mark(make.NOW, GONE_REASON))
    kinds = (("speaker", speaker.id), ("speaker", merged.id), ("claim", claim.id), ("claim", gone.id))
    return Stored(*(node_id(kind, identity) for kind, identity in kinds))


async def signed_in(client: Client, key: str) -> None:
    """Let the client send the key with each request, as a browser does that was given it."""
    response = await client.http.post("/fa/sign-in", data={"key": key}, headers=ORIGIN)
    assert response.status_code == 303


async def notes_stored(database: Database) -> int:
    """How many notes there are."""
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(NoteRow))).scalar_one()


def linked_data(response: httpx.Response) -> dict[str, object]:
    """What a page tells machines."""
    [script] = html.document_fromstring(response.text).xpath("//script[@type='application/ld+json']")
    told: dict[str, object] = json.loads(script.text)
    return told


def meta(response: httpx.Response, name: str) -> str:
    """What a page's head tells of a property."""
    [found] = html.document_fromstring(response.text).xpath(f"//meta[@property='{name}']/@content")
    return str(found)


@pytest.mark.parametrize(
    ("told", "language"), [("en-GB,fa;q=0.5", "en"), ("de, FA;q=0.2", "fa"), ("de", "fa"), ("", "fa")]
)
async def test_the_first_page_is_in_the_browsers_language(client: Client, told: str, language: str) -> None:
    """Persian where there is none of it."""
    response = await client.http.get("/", headers={"accept-language": told})
    assert (response.status_code, response.headers["location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["vary"]


async def test_every_page_answers(client: Client, stored: Stored) -> None:
    """With HTML, to HEAD too, and with a policy under which nothing written inside a page runs."""
    paths = ["", "search?q=پل", "sign-in", f"speakers/{stored.speaker}", f"claims/{stored.claim}"]
    for path in [f"/{language}/{path}" for language in ("fa", "en") for path in paths]:
        response, head = await client.http.get(path), await client.http.head(path)
        assert (response.status_code, head.status_code, head.content) == (200, 200, b"")
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/fa/nowhere", 404, "چیزی این‌جا نیست"),
        ("/en/nowhere/at/all", 404, "There is nothing here"),
        ("/en/speakers/speaker_00000000000000000000000000000000", 404, "There is nothing here"),
        ("/en/speakers/nobody", 400, "This address is not right"),
        ("/en/claims/claim_00000000000000000000000000000000", 404, "There is nothing here"),
        ("/en/topics/topic_00000000000000000000000000000000", 404, "There is nothing here"),
        ("/en/search?q=x&from=1399-13", 400, "1399-13"),
        ("/en/search?q=x&to=yesterday", 400, "yesterday"),
        ("/en/search?q=x&after=x", 400, "This address is not right"),
        ("/de/", 404, ""),
    ],
)
async def test_what_cannot_be_shown_says_why(client: Client, path: str, status: int, told: str) -> None:
    """In the page's language, and nobody keeps it."""
    response = await client.http.get(path)
    assert response.status_code == status
    assert told in response.text
    assert response.headers.get("cache-control", "no-store") == "no-store"


async def test_whoever_reads_too_much_is_told_when_to_come_back(database_url: str, stored: Stored) -> None:
    """By a page that says so, and by the header that programs read."""
    limits = {"price_limit": 3_000, "address_points_a_minute": 3_000}
    async with serving(Settings(database_url=database_url, webhooks=False, **limits)) as client:  # type: ignore[arg-type]  # all are numbers
        for _ in range(40):
            response = await client.http.get(addresses.speaker("en", stored.speaker))
            if response.status_code != 200:
                break
    assert response.status_code == 429
    assert f"Read again in {response.headers['retry-after']} seconds" in response.text


async def test_a_merged_speakers_address_leads_to_the_one_who_stands(client: Client, stored: Stored) -> None:
    """So that old links go on."""
    response = await client.http.get(addresses.speaker("en", stored.merged))
    assert (response.status_code, response.headers["location"]) == (303, addresses.speaker("en", stored.speaker))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://example.org"},
        {"origin": "null"},
        {**ORIGIN, "sec-fetch-site": "cross-site"},
        {**ORIGIN, "sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["sign-in", "sign-out", "digits", "claims/{claim}/notes"])
async def test_a_form_of_another_site_is_refused(
    client: Client, stored: Stored, headers: dict[str, str], path: str, verifier: str
) -> None:
    """As is one that tells not where it comes from; nothing is stored and no cookie set."""
    form = {"key": verifier, "digits": "latin", "body": "x"}
    response = await client.http.post(f"/en/{path.format(claim=stored.claim)}", data=form, headers=headers)
    assert response.status_code == 403
    assert "gozareh_key" not in response.headers.get("set-cookie", "")
    assert await notes_stored(client.database) == 2


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_the_key_stands_in_a_cookie_that_no_script_reads(client: Client, verifier: str, scheme: str) -> None:
    """For half a day; by TLS alone where there is TLS."""
    origin = f"{scheme}://gozareh"
    response = await client.http.post(f"{origin}/en/sign-in", data={"key": verifier}, headers={"origin": origin})
    name = "__Host-gozareh_key" if scheme == "https" else "gozareh_key"
    [cookie] = [one for one in response.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", f"max-age={KEY_SECONDS}"} <= parts
    assert ("secure" in parts) == (scheme == "https")


@pytest.mark.parametrize("key", ["", "gzr_nobody", "نادرست", "x" * 5_000, "a b", "eyJhbGciOiJub25lIn0.e30."])
async def test_a_key_that_is_not_known_is_told(client: Client, key: str) -> None:
    """By the form again; no cookie is set."""
    response = await client.http.post("/en/sign-in", data={"key": key, "next": "/en/"}, headers=ORIGIN)
    assert response.status_code == 422
    assert "This key is not known" in response.text
    assert "gozareh_key" not in response.headers.get("set-cookie", "")


async def test_a_revoked_key_leads_to_the_form_and_is_forgotten(client: Client, stored: Stored, verifier: str) -> None:
    """The next page is read as anybody does."""
    await signed_in(client, verifier)
    async with client.database.writing() as session:
        await session.execute(update(ApiKeyRow).where(col(ApiKeyRow.name) == "سارا").values(revoked_at=make.NOW))
    path = addresses.claim("en", stored.claim)
    response = await client.http.get(path)
    assert response.status_code == 401
    assert "is accepted no more" in response.text
    assert f'name="next" value="{path}"' in response.text
    assert (await client.http.get(path)).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        *(
            "https://example.org/",
            "//example.org",
            "/\\example.org",
            "javascript:alert(1)",
            "/fa/",
            "en/",
            "/graphql",
            "",
        ),
        *("http://[", "/en/\r\nset-cookie: a=b", "/en/\\example.org"),
    ],
)
async def test_a_form_leads_nowhere_else(client: Client, verifier: str, told: str) -> None:
    """Than to pages of its language."""
    response = await client.http.post("/en/sign-in", data={"key": verifier, "next": told}, headers=ORIGIN)
    assert (response.status_code, response.headers["location"]) == (303, "/en/")


async def test_what_a_signed_in_reader_sees_is_kept_by_nobody(client: Client, stored: Stored, verifier: str) -> None:
    """The team's notes are on it, which strangers do not see."""
    path = addresses.claim("fa", stored.claim)
    before = await client.http.get(path)
    await signed_in(client, verifier)
    after = await client.http.get(path)
    assert (SECRET in before.text, SECRET in after.text) == (False, True)
    assert after.headers["cache-control"] == "private, no-store"
    assert "Cookie" in after.headers["vary"]
    await client.http.post("/fa/sign-out", headers=ORIGIN)
    assert SECRET not in (await client.http.get(path)).text


async def test_the_cookie_counts_for_pages_alone(client: Client, verifier: str) -> None:
    """GraphQL is asked with a header, so that no form of another site asks it with somebody's cookie."""
    await signed_in(client, verifier)
    assert await client.data("{ viewer { name } }") == {"viewer": None}


async def test_a_withdrawn_claims_page_says_so_and_shows_no_words(client: Client, stored: Stored) -> None:
    """Nor does it tell machines any."""
    response = await client.http.get(addresses.claim("en", stored.withdrawn))
    assert response.status_code == 200
    assert GONE_REASON in response.text
    assert "واژه‌های رفته" not in response.text
    assert "ld+json" not in response.text
    assert '<form class="writing"' not in response.text


async def test_a_form_that_is_sent_twice_stores_one_note(client: Client, stored: Stored, verifier: str) -> None:
    """By the token that the page gave it."""
    await signed_in(client, verifier)
    path = addresses.claim("en", stored.claim)
    token = re.search(r'name="token" value="([0-9a-f]{32})"', (await client.http.get(path)).text)
    assert token is not None
    form = {"token": token[1], "body": "دو بار", "language": "en"}
    answers = [await client.http.post(f"{path}/notes", data=form, headers=ORIGIN) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert await notes_stored(client.database) == 3


async def test_a_note_that_is_refused_keeps_what_was_written(client: Client, stored: Stored, verifier: str) -> None:
    """With what is wrong, in a list."""
    await signed_in(client, verifier)
    form = {"token": "1" * 32, "body": "نیمه‌کاره", "verdict": "true", "evidence-url": "javascript:x"}
    path = f"{addresses.claim('en', stored.claim)}/notes"
    response = await client.http.post(path, data=form, headers=ORIGIN)
    assert response.status_code == 422
    page = html.document_fromstring(response.text)
    assert "is not an http or https address" in page.xpath("//form//*[@role='alert']")[0].text_content()
    assert page.get_element_by_id("body").text == "نیمه‌کاره"
    assert await notes_stored(client.database) == 2


async def test_a_reader_without_the_role_may_write_no_note(client: Client, stored: Stored, reader: str) -> None:
    """The page has no form for it, and one that is sent all the same is refused."""
    await signed_in(client, reader)
    path = addresses.claim("en", stored.claim)
    assert 'name="token"' not in (await client.http.get(path)).text
    response = await client.http.post(f"{path}/notes", data={"body": "x"}, headers=ORIGIN)
    assert response.status_code == 403
    assert await notes_stored(client.database) == 2


async def test_a_page_tells_machines_what_it_shows(client: Client, stored: Stored) -> None:
    """By Open Graph and schema.org: who, what, when, where, and the address under which everybody finds it."""
    claim = await client.http.get(addresses.claim("fa", stored.claim))
    address = f"http://127.0.0.1:8000{addresses.claim('fa', stored.claim)}"
    assert linked_data(claim) == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": address,
        "url": address,
        "text": CONTENT,
        "inLanguage": "fa",
        "author": {"@type": "Person", "name": "مریم نیک‌فر", "alternateName": "Maryam Nikfar"},
        "datePublished": "2024-04-30",
        "appearance": {
            "@type": "NewsArticle",
            "headline": "خبر پل",
            "url": "https://example.org/news/1",
            "datePublished": "2024-04-30",
            "publisher": {"@type": "NewsMediaOrganization", "name": "خبرگزاری آزمون"},
        },
    }
    told = [meta(claim, f"og:{name}") for name in ("url", "type", "description", "locale", "site_name")]
    assert told == [address, "article", CONTENT, "fa_IR", "گزاره"]
    speaker = await client.http.get(addresses.speaker("en", stored.speaker))
    assert linked_data(speaker)["mainEntity"] == {
        "@type": "Person",
        "name": "مریم نیک‌فر",
        "alternateName": "Maryam Nikfar",
        "url": f"http://127.0.0.1:8000{addresses.speaker('en', stored.speaker)}",
    }
    assert meta(speaker, "og:title") == "Maryam Nikfar"
    picture = meta(speaker, "og:image").removeprefix("http://127.0.0.1:8000")
    assert (await client.http.get(picture)).headers["content-type"] == "image/png"


async def test_files_are_kept_for_a_year(client: Client) -> None:
    """Their addresses change with them."""
    [path] = re.findall(r'rel="stylesheet" href="([^"]+)"', (await client.http.get("/fa/")).text)
    response = await client.http.get(path)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("language", ["fa", "en"])
async def test_forty_years_of_claims_are_a_light_page(client: Client, language: str) -> None:
    """Of twenty claims with long words, and a bar for each month."""
    speaker, name = make.speaker()
    article = make.article()
    revision = make.revision(article)
    first = date(1984, 1, 15)
    claims = [
        make.claim(
            revision, by=speaker.id, content="گفته‌ای بلند دربارهٔ آب و برق " * 20, said_on=first + timedelta(30 * at)
        )
        for at in range(480)
    ]
    await make.store(client.database, [speaker, name, article, revision, *claims])
    response = await client.http.get(addresses.speaker(language, node_id("speaker", speaker.id)))
    assert response.text.count('<article class="claim">') == 20
    names = re.search(r'data-names="([^"]+)"', response.text)
    assert names is not None
    assert len(names[1].split()) > 470
    assert len(response.content) < MOST_BYTES
