"""Claims as a person in a terminal reads them: newest first, with the names of what they belong to."""

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import SQLModel

from db.claim_filters import ClaimFilter
from db.listing import ClaimLine, claim_lines, count_claims
from db.sessions import Database
from domain.errors import BadFilter
from domain.statement import Kind
from tests import factories as make

ALL = ClaimFilter()
CONTENTS = ("پل تازه باز شد", "آب کم است", "تحریم‌های تازه نقض حقوق است", "کسی نگفت", "نامعلوم")


@pytest.fixture
async def speakers(database: Database) -> list[UUID]:
    """The ids of two speakers, of whom and of nobody there are claims."""
    outlet = make.outlet()
    articles = [make.article(of=outlet), make.article(title="بی‌نام")]
    revisions = [make.revision(article) for article in articles]
    known = [make.speaker(), make.speaker("بهرام آذرنگ")]
    first, second = known[0][0].id, known[1][0].id
    key = make.api_key()
    claims = [
        make.claim(revisions[0], by=first, content=CONTENTS[0], said_on=date(2024, 4, 30)),
        make.claim(revisions[0], by=second, content=CONTENTS[1], said_on=date(2024, 4, 29), kind="indirect"),
        make.claim(revisions[1], by=first, content=CONTENTS[2], said_on=date(2023, 1, 1), precision="year"),
        make.claim(revisions[1], content=CONTENTS[3], said_on=date(2022, 1, 1)),
        make.claim(revisions[1], by=second, content=CONTENTS[4], said_on=None),
        make.claim(revisions[1], by=second, content="برگشته", withdrawn_at=make.NOW),
    ]
    notes = [*make.note(claims[0], key=key), *make.note(claims[0], key=key)]
    rows: list[SQLModel] = [outlet, *articles, *revisions, *known[0], *known[1], key, *claims, *notes]
    await make.store(database, rows)
    return [first, second]


async def lines(database: Database, where: ClaimFilter = ALL, *, first: int = 100) -> list[ClaimLine]:
    """The lines of the claims that are meant."""
    async with database.reading() as session:
        return await claim_lines(session, where, first=first)


@pytest.mark.usefixtures("speakers")
async def test_claims_come_newest_first_and_undated_ones_last(database: Database) -> None:
    """Withdrawn ones do not come."""
    assert [line.content for line in await lines(database)] == list(CONTENTS)


@pytest.mark.usefixtures("speakers")
async def test_a_line_has_the_names_of_what_it_belongs_to(database: Database) -> None:
    """And counts the notes."""
    [line] = await lines(database, first=1)
    assert (line.speaker, line.outlet, line.title, line.notes) == ("مریم نیک‌فر", "خبرگزاری آزمون", "عنوان", 2)


@pytest.mark.usefixtures("speakers")
async def test_a_claim_of_nobody_keeps_the_words_of_its_mention(database: Database) -> None:
    """No speaker, and here no outlet."""
    [line] = await lines(database, ClaimFilter(text="کسی"))
    assert (line.speaker, line.outlet, line.mention, line.notes) == (None, None, "وی", 0)


@pytest.mark.usefixtures("speakers")
@pytest.mark.parametrize(
    ("where", "found"),
    [
        (ClaimFilter(speaker_name="مريم نيکفر"), {0, 2}),
        (ClaimFilter(speaker_name="نیک‌فر"), set()),
        (ClaimFilter(speaker_name=""), set()),
        (ClaimFilter(kinds=(Kind.INDIRECT,)), {1}),
        (ClaimFilter(kinds=(Kind.INDIRECT, Kind.DIRECT)), {0, 1, 2, 3, 4}),
        (ClaimFilter(said_on_from=date(2024, 4, 30)), {0}),
        (ClaimFilter(said_on_before=date(2024, 4, 30)), {1, 2, 3}),
        (ClaimFilter(said_on_from=date(2023, 1, 1), said_on_before=date(2024, 4, 30)), {1, 2}),
        (ClaimFilter(said_on_from=date.min, said_on_before=date.max), {0, 1, 2, 3}),
        (ClaimFilter(text="تحریم"), {2}),
        (ClaimFilter(text="تحريمهای"), {2}),
        (ClaimFilter(text="«نقض» حقوق!"), {2}),
        (ClaimFilter(text="حقوق پل"), set()),
        (ClaimFilter(text="ریم"), set()),
        (ClaimFilter(text="AND"), set()),
        (ClaimFilter(text="search_key : پل"), set()),
        (ClaimFilter(text="پل", kinds=(Kind.INDIRECT,)), set()),
        (ClaimFilter(text="ا" * 3_000), set()),
    ],
)
async def test_a_filter_means_these_claims(database: Database, where: ClaimFilter, found: set[int]) -> None:
    """The same on both databases; the count agrees with the lines."""
    async with database.reading() as session:
        count = await count_claims(session, where)
    contents = {line.content for line in await lines(database, where)}
    assert (contents, count) == ({CONTENTS[number] for number in found}, len(found))


async def test_claims_of_speakers_by_their_ids(database: Database, speakers: list[UUID]) -> None:
    """Any of them; no ids filter nothing."""
    of_one = await lines(database, ClaimFilter(speaker_ids=(speakers[0],)))
    of_both = await lines(database, ClaimFilter(speaker_ids=tuple(speakers)))
    of_all = await lines(database, ClaimFilter(speaker_ids=()))
    assert (len(of_one), len(of_both), len(of_all)) == (2, 4, 5)


@pytest.mark.parametrize("words", ["", " ", "«»؟!", "\u200c", " ".join(f"و{number}" for number in range(100_000))])
async def test_a_text_that_cannot_be_looked_for_is_refused(database: Database, words: str) -> None:
    """Without a word, or with more than a query can hold."""
    with pytest.raises(BadFilter, match=r"^text: "):
        await lines(database, ClaimFilter(text=words))
