"""Claims in the order of how well they fit a search: a score that both databases count alike."""

from datetime import date

import pytest

from db.sessions import Database
from domain.searching import searched_text
from domain.text import Span
from tests import factories as make
from tests.api.client import Client

BEST = """query ($where: ClaimWhere, $direction: OrderDirection! = DESC, $first: Int, $after: String) {
  claims(where: $where, orderBy: {field: RELEVANCE, direction: $direction}, first: $first, after: $after) {
    totalCount nodes { context } pageInfo { endCursor hasNextPage } } }"""
SENTENCES = (
    ("پل تازه", " باز شد، گفت"),
    ("باز", " شد پل\u200cهای تازه و کهنه، گفت"),
    ("تازه پل", " باز شد، گفت"),
    ("پل‌های تازه", " باز شد، گفت"),
    ("باز", " شد پل تازه، گفت"),
    ("پل و تازه\u200cها", " باز شد، گفت"),
)
"""The content of each claim, and the rest of its sentence."""
ORDERED = (0, 2, 3, 5, 4, 1)
"""By 9, 6, 5, 5, 3 and 1 points for «پل» and «تازه»."""


@pytest.fixture
async def claims(database: Database) -> None:
    """Claims of which the better fitting ones were said later or earlier, and one without its marks."""
    article = make.article()
    revision = make.revision(article)
    rows = []
    for number, (content, rest) in enumerate(SENTENCES):
        row = make.claim(revision, content=content, said_on=date(2024, 1, 10 - number))
        row.context = content + rest
        row.context_end = row.context_start + len(row.context)
        row.search_key = searched_text(row.context, content=Span(0, len(content)))
        rows.append(row)
    await make.store(database, [article, revision, *rows])


def told(answer: dict[str, list[dict[str, str]]]) -> list[int]:
    """The numbers of the sentences of a page."""
    sentences = [content + rest for content, rest in SENTENCES]
    return [sentences.index(one["context"]) for one in answer["nodes"]]


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("پل تازه", ORDERED),
        ("«پل» تازه", (0, 2, 5, 4)),
        ("«پل تازه»", (0, 4)),
        ("پل -کهنه", (0, 2, 5, 3, 4)),
        ("باز", (1, 4, 0, 2, 3, 5)),
        ("نایاب", ()),
    ],
)
async def test_the_best_fitting_come_first(client: Client, typed: str, numbers: tuple[int, ...]) -> None:
    """Of equal ones the newest said."""
    answer = await client.data(BEST, where={"text": typed})
    assert (told(answer["claims"]), answer["claims"]["totalCount"]) == (list(numbers), len(numbers))


@pytest.mark.usefixtures("claims")
async def test_pages_follow_one_another_by_relevance(client: Client) -> None:
    """Each claim once, and the other way round too."""
    seen: list[int] = []
    after = None
    while True:
        page = (await client.data(BEST, where={"text": "پل تازه"}, first=2, after=after))["claims"]
        seen += told(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    turned = (await client.data(BEST, where={"text": "پل تازه"}, direction="ASC"))["claims"]
    assert (seen, told(turned)) == (list(ORDERED), list(reversed(ORDERED)))


@pytest.mark.parametrize("where", [None, {}, {"or": [{"text": "پل"}]}])
async def test_relevance_without_a_search_is_refused(client: Client, where: object) -> None:
    """There is nothing to be relevant to."""
    code, message = await client.error(BEST, where=where)
    assert (code, message.startswith("orderBy: asks for relevance")) == ("BAD_USER_INPUT", True)
