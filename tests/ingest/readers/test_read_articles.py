"""Tests of ingest/readers: files, folders, formats and defaults."""

import codecs
import json
import socket
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.article import PublishedAt, RawArticle
from domain.errors import UnreadableArticle
from ingest.readers import Defaults, Format, count_articles, read_articles

ZONE = ZoneInfo("Asia/Tehran")
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
TEXT = "وزیر نیرو گفت: سدها پر است.\r\n\r\nوی افزود: می\u200cرویم.\r\n"
PAGE = """<html lang="fa"><head><title>سدها پر است</title>
<meta property="og:site_name" content="خبر نمونه"><meta property="og:title" content="سدها پر است">
<link rel="canonical" href="https://example.org/page/1">
<meta property="article:published_time" content="2021-03-02T10:00:00+03:30"></head><body>
<nav><a href="/">خانه</a></nav><article><p>وزیر نیرو امروز در نشست خبری گفت: سدهای کشور تا نیمه پر است.</p>
<p>وی افزود: می‌کوشیم و می&zwnj;توانیم که آب شرب همه شهرها را تا پایان تابستان تامین کنیم.</p></article>
<footer>همه حقوق محفوظ است</footer></body></html>"""


def read(
    *paths: Path, form: Format = Format.AUTO, defaults: Defaults | None = None, limit_bytes: int = 5_000_000
) -> list[RawArticle | UnreadableArticle]:
    """All that the paths give."""
    return list(read_articles(paths, form=form, defaults=defaults or Defaults(), zone=ZONE, limit_bytes=limit_bytes))


def articles(*paths: Path, form: Format = Format.AUTO, defaults: Defaults | None = None) -> list[RawArticle]:
    """All that the paths give, when every one is an article."""
    found = read(*paths, form=form, defaults=defaults)
    assert [one for one in found if not isinstance(one, RawArticle)] == []
    return [one for one in found if isinstance(one, RawArticle)]


def write(path: Path, content: str | bytes) -> Path:
    """The path, once it holds `content`."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(path: Path, *given: object) -> Path:
    """The path, once it holds the rows as JSON Lines."""
    return write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given))


def test_a_text_file_is_kept_as_printed(tmp_path: Path) -> None:
    """Line ends and half-spaces are what they were: offsets are into them."""
    (article,) = articles(write(tmp_path / "a.txt", TEXT))
    assert article.text == TEXT


def test_the_closing_tags_of_a_text_are_read_and_stay_in_it(tmp_path: Path) -> None:
    """Tags are taken from the text, nothing is taken away."""
    text = TEXT + "برچسبها: [آب](#) [1]\n\n[سد](#) [2]"
    (article,) = articles(write(tmp_path / "a.txt", text))
    assert (article.tags, article.text) == (("آب", "سد"), text)


def test_the_seed_article_has_its_three_tags() -> None:
    """The seed's closing lines are links with numbers after them."""
    seeds = sorted(SEEDS.glob("*.txt"))
    if not seeds:
        pytest.skip("../shared is absent: it holds the seed article")
    (article,) = articles(*seeds)
    assert article.tags == ("حسن روحانی", "ولادیمیر پوتین", "تحریم")


def test_a_page_gives_its_article_with_title_url_outlet_and_day(tmp_path: Path) -> None:
    """What stands around the article is left out, half-spaces stay."""
    (article,) = articles(write(tmp_path / "a.html", PAGE))
    assert article.text.splitlines()[-1].startswith("وی افزود: می\u200cکوشیم و می\u200cتوانیم")
    assert "خانه" not in article.text
    assert (article.title, article.url, article.outlet) == (
        "سدها پر است",
        "https://example.org/page/1",
        "خبر نمونه",
    )
    assert article.published_at == PublishedAt(date(2021, 3, 2))


def test_a_page_without_an_article_is_refused(tmp_path: Path) -> None:
    """The refusal names the file."""
    (refused,) = read(write(tmp_path / "a.html", "<html><body></body></html>"))
    assert str(refused).startswith(f"{tmp_path / 'a.html'}: is a page in which no article is found")


def test_a_row_gives_all_its_fields(tmp_path: Path) -> None:
    """Names lose the spaces around them, the text loses nothing."""
    row = {
        "id": 17, "url": "https://example.org/1", "outlet": " خبر نمونه ", "published_at": "۱۳۹۹-۰۸-۲۷T10:30",
        "title": "سدها", "tags": '["آب", "سد"]', "section": "اقتصاد", "text": f" {TEXT}",
    }  # fmt: skip
    (article,) = articles(rows(tmp_path / "a.jsonl", row))
    assert article.published_at is not None
    assert article == RawArticle(
        text=f" {TEXT}",
        place=f"{tmp_path / 'a.jsonl'}:1",
        url="https://example.org/1",
        outlet="خبر نمونه",
        title="سدها",
        section="اقتصاد",
        tags=("آب", "سد"),
        published_at=article.published_at,
        reference="17",
    )
    assert article.published_at.instant == datetime(2020, 11, 17, 10, 30, tzinfo=ZONE)


@pytest.mark.parametrize("tags", [["آب", "سد"], '["آب", "سد"]'])
def test_tags_are_a_list_or_a_list_written_as_json(tmp_path: Path, tags: object) -> None:
    """Exports of databases hold the second."""
    (article,) = articles(rows(tmp_path / "a.jsonl", {"text": TEXT, "tags": tags}))
    assert article.tags == ("آب", "سد")


@pytest.mark.parametrize("tags", [None, "", "[]", []])
def test_a_row_may_have_no_tags(tmp_path: Path, tags: object) -> None:
    """Nothing is no error."""
    (article,) = articles(rows(tmp_path / "a.jsonl", {"text": TEXT, "tags": tags}))
    assert article.tags == ()


def test_broken_json_on_line_7_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """The error names file and line, counting blank lines."""
    good = json.dumps({"text": TEXT})
    path = write(tmp_path / "a.jsonl", f"{good}\n\n{good}\n{good}\n{good}\n{good}\n{{broken\n{good}\n")
    found = read(path)
    refused = [one for one in found if not isinstance(one, RawArticle)]
    assert [str(one).split(": ")[0] for one in refused] == [f"{path}:7"]
    assert len(found) == 7


BROKEN_ROWS = {
    "not an object": ([], "is not a JSON object"),
    "no text": ({"title": "x"}, "has no text"),
    "text of a number": ({"text": 5}, "its field “text” is not text"),
    "title of a list": ({"text": TEXT, "title": []}, "its field “title” is not text"),
    "outlet of a number": ({"text": TEXT, "outlet": 1}, "its field “outlet” is not text"),
    "url of an object": ({"text": TEXT, "url": {}}, "its field “url” is not text"),
    "id of an object": ({"text": TEXT, "id": {}}, "its field “id” is"),
    "id of a truth": ({"text": TEXT, "id": True}, "its field “id” is"),
    "tags of a number": ({"text": TEXT, "tags": 3}, "its field “tags” is not a list"),
    "tags of numbers": ({"text": TEXT, "tags": [3]}, "its field “tags” is not a list"),
    "tags that are prose": ({"text": TEXT, "tags": "آب، سد"}, "its field “tags” is neither"),
    "day that is none": ({"text": TEXT, "published_at": "2021-02-30"}, "its field “published_at” cannot be"),
    "Jalali day that is none": ({"text": TEXT, "published_at": "۱۳۹۹-۱۲-۳۱"}, "its field “published_at” cannot be"),
    "day in words": ({"text": TEXT, "published_at": "دیروز"}, "its field “published_at” cannot be"),
    "time that is none": ({"text": TEXT, "published_at": "2021-02-03T25:00"}, "its field “published_at” cannot be"),
    "day of a number": ({"text": TEXT, "published_at": 2021}, "its field “published_at” is not text"),
}


@pytest.mark.parametrize(("row", "problem"), BROKEN_ROWS.values(), ids=BROKEN_ROWS.keys())
def test_a_row_of_the_wrong_shape_is_refused_by_line_and_field(tmp_path: Path, row: object, problem: str) -> None:
    """The refusal says which line, which field and what to do; the next row is read."""
    refused, good = read(rows(tmp_path / "a.jsonl", row, {"text": TEXT}))
    assert isinstance(refused, UnreadableArticle)
    assert refused.place == f"{tmp_path / 'a.jsonl'}:1"
    assert problem in refused.problem
    assert isinstance(good, RawArticle)


def test_a_line_that_is_not_utf8_is_told_by_its_number(tmp_path: Path) -> None:
    """One bad line of an export does not lose the others."""
    good = json.dumps({"text": TEXT}).encode()
    found = read(write(tmp_path / "a.jsonl", good + b"\n" + b'{"text": "\xe6"}\n' + good + b"\n"))
    assert [isinstance(one, RawArticle) for one in found] == [True, False, True]
    assert str(found[1]).startswith(f"{tmp_path / 'a.jsonl'}:2: is not UTF-8 text")


def test_a_row_with_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    """JSON can write what no text can hold."""
    (refused,) = read(write(tmp_path / "a.jsonl", '{"text": "\\ud800"}\n'))
    assert isinstance(refused, UnreadableArticle)


def test_a_line_far_too_large_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    """A line is never held in memory beyond what an article may need."""
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "ب" * 9_000}) + "\n" + json.dumps({"text": TEXT}) + "\n")
    refused, good = read(path, limit_bytes=1_000)
    assert str(refused).startswith(f"{path}:1: is a line too large")
    assert isinstance(good, RawArticle)
    assert good.place == f"{path}:2"


def test_a_text_file_far_too_large_is_refused(tmp_path: Path) -> None:
    """It is refused by its size."""
    (refused,) = read(write(tmp_path / "a.txt", "ب" * 9_000), limit_bytes=1_000)
    assert "too large for one article" in str(refused)


def test_a_page_far_too_large_is_refused(tmp_path: Path) -> None:
    """Finding the article in it would take minutes."""
    (refused,) = read(write(tmp_path / "a.html", f"<html><body>{'<p>پل تازه باز شد</p>' * 80_000}</body></html>"))
    assert "larger than 2,000,000 bytes" in str(refused)


def test_rows_in_utf16_are_read(tmp_path: Path) -> None:
    """Spreadsheets export so."""
    content = codecs.BOM_UTF16_LE + (json.dumps({"text": TEXT}, ensure_ascii=False) + "\n").encode("utf-16-le")
    (article,) = articles(write(tmp_path / "a.jsonl", content))
    assert article.text == TEXT


BY_CONTENT = {
    "a row": (json.dumps({"text": TEXT}, ensure_ascii=False), TEXT),
    "a row after a mark": ("\ufeff" + json.dumps({"text": TEXT}, ensure_ascii=False), TEXT),
    "prose": (TEXT, TEXT),
}


@pytest.mark.parametrize(("content", "text"), BY_CONTENT.values(), ids=BY_CONTENT.keys())
def test_without_a_known_suffix_the_content_tells_the_format(tmp_path: Path, content: str, text: str) -> None:
    """The first character decides."""
    (article,) = articles(write(tmp_path / "export.data", content))
    assert article.text == text


def test_a_page_without_a_suffix_is_read_as_a_page(tmp_path: Path) -> None:
    """It opens with an angle bracket."""
    (article,) = articles(write(tmp_path / "page", PAGE))
    assert article.outlet == "خبر نمونه"


def test_the_format_that_is_asked_for_wins_over_the_suffix(tmp_path: Path) -> None:
    """A text may open with a brace."""
    (article,) = articles(write(tmp_path / "a.jsonl", TEXT), form=Format.TEXT)
    assert article.text == TEXT


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path: Path) -> None:
    """Known suffixes only, sorted by path."""
    (tmp_path / "b").mkdir()
    write(tmp_path / "b" / "2.TXT", TEXT)
    write(tmp_path / "c.txt", TEXT)
    write(tmp_path / "a.jsonl", json.dumps({"text": TEXT}))
    write(tmp_path / "readme.md", "no article")
    places = [article.place for article in articles(tmp_path)]
    assert places == [f"{tmp_path / 'a.jsonl'}:1", str(tmp_path / "b" / "2.TXT"), str(tmp_path / "c.txt")]


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    """Silence would look like success."""
    (refused,) = read(tmp_path)
    assert "holds no file that ends in" in str(refused)


def test_a_missing_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    """A wrong path loses only itself."""
    missing, good = read(tmp_path / "gone.txt", write(tmp_path / "a.txt", TEXT))
    assert str(missing) == f"{tmp_path / 'gone.txt'}: there is no such file or folder; check the path"
    assert isinstance(good, RawArticle)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The system's reason is given."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "a.txt"))
        (refused,) = read(tmp_path / "a.txt")
    assert f"{tmp_path / 'a.txt'}: cannot be read: " in str(refused)


def test_defaults_complete_what_a_row_lacks_and_change_nothing_else(tmp_path: Path) -> None:
    """A row's own words win."""
    day = PublishedAt(date(2020, 11, 17))
    path = rows(tmp_path / "a.jsonl", {"text": TEXT}, {"text": TEXT, "outlet": "دیگر", "published_at": "2021-01-01"})
    first, second = articles(path, defaults=Defaults(outlet="خبر نمونه", published_at=day))
    assert (first.outlet, first.published_at) == ("خبر نمونه", day)
    assert (second.outlet, second.published_at) == ("دیگر", PublishedAt(date(2021, 1, 1)))


def test_a_default_url_is_given_to_one_article_only(tmp_path: Path) -> None:
    """Two articles of one url would be two revisions of one."""
    path = rows(tmp_path / "a.jsonl", {"text": TEXT, "url": "https://example.org/2"}, {"text": TEXT}, {"text": TEXT})
    first, second, refused = read(path, defaults=Defaults(url="https://example.org/1"))
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert (first.url, second.url) == ("https://example.org/2", "https://example.org/1")
    assert "has no url of its own" in str(refused)


def test_articles_are_counted_before_they_are_read(tmp_path: Path) -> None:
    """Rows by their lines, other files and wrong paths as one each; standard input cannot be counted."""
    paths = (rows(tmp_path / "a.jsonl", {}, {}, {}), write(tmp_path / "b.txt", TEXT), tmp_path / "gone.txt")
    assert count_articles(paths, form=Format.AUTO) == 5
    assert count_articles((*paths, Path("-")), form=Format.AUTO) is None


def test_a_dash_is_standard_input() -> None:
    """Its format is told by its content."""
    program = (
        "from pathlib import Path; from zoneinfo import ZoneInfo; from ingest.readers import *;"
        "print([(a.place, len(a.text)) for a in read_articles([Path('-')], form=Format.AUTO, defaults=Defaults(),"
        " zone=ZoneInfo('Asia/Tehran'), limit_bytes=1000)])"
    )
    given = json.dumps({"text": TEXT}).encode()
    done = subprocess.run([sys.executable, "-c", program], input=given, capture_output=True, check=True)
    assert done.stdout.decode().strip() == f"[('standard input:1', {len(TEXT)})]"


def test_every_row_of_the_shared_news_is_read() -> None:
    """Both forms of tags stand in it."""
    news = SEEDS.parent / "news" / "articles.jsonl"
    if not news.exists():
        pytest.skip("../shared is absent: its news has both forms of tags")
    found = read(news)
    assert [str(one) for one in found if not isinstance(one, RawArticle)] == []
