"""What exports make of words that somebody wrote to harm: data everywhere, and none of them lost."""

import csv
from html.parser import HTMLParser
from io import StringIO

import orjson
import pytest

from api.exports.forms import Form
from api.exports.spreadsheets import COLUMNS, defused
from db.sessions import Database
from tests import factories as make
from tests.api.client import Client
from tests.api.exporting import HOSTILE, export, store_hostile

SIGNS = "=+-@＝＋－＠"
UNSEEN = ' \u00a0"«»\u200e\u200f\u202a\u202e\u2066\u2067\u2069\ufeff'
TAGS = {"blockquote", "p", "a"}


class Tags(HTMLParser):
    """The tags of a page and the words between them."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words += data


def rows_of(body: bytes) -> list[dict[str, str]]:
    """The rows of CSV, each by its column."""
    return list(csv.DictReader(StringIO(body.decode("utf-8-sig"), newline=""), strict=True))


async def test_a_spreadsheet_has_every_word_and_no_formula(client: Client, database: Database) -> None:
    """Each claim is one row; without the apostrophes its words are those that were printed."""
    words = await store_hostile(database)
    body = await export(client, Form.CSV)
    rows = rows_of(body)
    assert body.startswith(b"\xef\xbb\xbfid,speaker,")
    assert body.endswith(b"\r\n")
    assert {row["id"]: row["content"].replace("'", "") for row in rows} == {
        key: text.replace("'", "") for key, text in words.items()
    }
    assert all(tuple(row) == COLUMNS for row in rows)
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell.lstrip(UNSEEN)[:1] in {*SIGNS, "\t", "\r"}] == []


DENIED = {"misattributed": "این گفته از کس دیگری است", "fabricated": "این گفته ساختگی است"}


@pytest.mark.parametrize(("attribution", "found"), DENIED.items())
async def test_what_somebody_did_not_say_is_marked_beside_their_name(
    client: Client, database: Database, attribution: str, found: str
) -> None:
    """In a column, and in an event's headline and text."""
    who, article, key = make.speaker("مریم نیک‌فر"), make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision, by=who[0].id)
    note = make.note(claim, key=key, attribution=attribution)
    await make.store(database, [*who, article, revision, claim, key, *note])
    [row] = rows_of(await export(client, Form.CSV))
    [event] = orjson.loads(await export(client, Form.TIMELINE))["events"]
    assert (row["speaker"], row["attribution"]) == ("مریم نیک‌فر", found)
    assert event["text"]["headline"] == f"مریم نیک‌فر: {found}"
    assert event["text"]["text"].startswith(f"<p><strong>{found}</strong></p>")


async def test_a_confirmed_attribution_is_told_in_the_text_alone(client: Client, database: Database) -> None:
    """A headline has who said it."""
    who, article, key = make.speaker("مریم نیک‌فر"), make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision, by=who[0].id)
    note = make.note(claim, key=key, attribution="confirmed")
    await make.store(database, [*who, article, revision, claim, key, *note])
    [event] = orjson.loads(await export(client, Form.TIMELINE))["events"]
    assert event["text"]["headline"] == "مریم نیک‌فر"
    assert event["text"]["text"].startswith("<p><strong>انتساب این گفته تأیید شده است</strong></p>")


@pytest.mark.parametrize("separator", [";", "؛", "\t"])
async def test_no_formula_begins_where_other_settings_end_a_cell(
    client: Client, database: Database, separator: str
) -> None:
    """Spreadsheets of some countries take another mark than a comma between cells."""
    await store_hostile(database)
    body = (await export(client, Form.CSV)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(body, newline=""), delimiter=separator) for cell in row]
    assert len(cells) > len(HOSTILE)
    assert [cell for cell in cells if cell.lstrip(UNSEEN)[:1] in set(SIGNS)] == []


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        *(
            (f"{before}{sign}1", f"'{before}{sign}1")
            for sign in SIGNS
            for before in ("", " ", '"', "«", "\u200f", "\0")
        ),
        ("\tآب", "'\tآب"),
        ("\rآب", "'\rآب"),
        ("\t=1", "'\t'=1"),
        ("آب\n=1", "آب\n'=1"),
        ("آب; =1", "آب;' =1"),
        ("آب\r\n\t-1", "آب\r\n\t'-1"),
        ("", ""),
        ("آب = نان", "آب = نان"),
        ("آب-نان", "آب-نان"),
        ("a@example.org", "a@example.org"),
        ("'آب", "'آب"),
    ],
)
def test_an_apostrophe_stands_before_what_would_begin_a_formula(cell: str, shown: str) -> None:
    """And before nothing else."""
    assert defused(cell) == shown


def test_a_long_cell_of_what_may_precede_a_formula_takes_no_time() -> None:
    """Twice as long takes twice as long, not four times."""
    cell = "\n \"' ;" * 1_000_000
    assert defused(cell) == cell


async def test_json_lines_have_the_exact_words_on_a_line_each(client: Client, database: Database) -> None:
    """However a reader finds the ends of lines, and in a script of a page."""
    words = await store_hostile(database)
    body = await export(client, Form.JSON_LINES)
    assert {row["id"]: row["content"] for row in map(orjson.loads, body.decode().splitlines())} == words
    assert b"<" not in body


async def test_reviews_and_timelines_have_the_exact_words(client: Client, database: Database) -> None:
    """In a script of a page, too."""
    words = await store_hostile(database)
    reviews, timeline = await export(client, Form.CLAIM_REVIEW), await export(client, Form.TIMELINE)
    assert {one["url"].rpartition("/")[2]: one["claimReviewed"] for one in orjson.loads(reviews)} == words
    assert {one["unique_id"] for one in orjson.loads(timeline)["events"]} == set(words)
    assert b"<" not in reviews + timeline


async def test_a_timelines_html_has_no_tags_but_its_own(client: Client, database: Database) -> None:
    """What was printed is shown as words; its links lead to the web alone."""
    words = await store_hostile(database)
    for event in orjson.loads(await export(client, Form.TIMELINE))["events"]:
        text, headline = Tags(event["text"]["text"]), Tags(event["text"]["headline"])
        printed = words[event["unique_id"]]
        assert {tag for tag, _ in text.tags} <= TAGS
        assert all(told.keys() <= {"href", "dir"} for _, told in text.tags)
        assert all(told["href"].startswith("http") for tag, told in text.tags if tag == "a" and told["href"])
        assert headline.tags == []
        assert "".join(printed.split()) in "".join(text.words.split())
        assert not set(event["group"]) & set("<>&")
