"""Both databases find the same claims by words, which are those that a plain walk over their texts finds."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import Select, select, text

from db.claim_conditions import claim_conditions
from db.claim_filters import ClaimFilter
from db.reading.catalogue import CLAIM
from db.sessions import Database, ReadSession
from domain.errors import BadFilter
from domain.searching import Search, Term, search_for, words_of
from tests import factories as make

ZWNJ = "\u200c"
SENTENCES = (
    f"تحریم{ZWNJ}های تازه نقض حقوق شهروندان است",
    "تحریمهای تازه را كسی نمی\u200cخواهد",
    "تحريم هاى پيشين برداشته شد",
    "مُدیرِ کُلِّ آب از بی\u200cآبی گفت",
    "دولـــت سال ۱۳۹۹ بودجه را ۱۲/۳ درصد افزود",
    "دولت سال ١٣٩٩ بودجه را 12/35 درصد کاست",
    "بودجه ۱۲ درصد و ۳ دهم کم شد",
    "نشانی sara.nikfar@example.org و sara@example.com است",
    "برچسب #آب_و_هوا و #آبوهوا یکی نیست",
    "کرونای covid-19 با COVID 19 یکی است",
    "پرونده https://example.org/a/b?c=d_e-f باز شد",
    "واکسن mRNA و Café و cafe\u0301 رسید 👍🏽",
    "رئیس\u200cجمهور و رییس جمهور و رئيس جمهوري",
    "مسئولان مسؤول مسوول مسئولیت",
    "a_b a-b a/b a.b ab",
    "İzmir و straße و ΣΊΣΥΦΟΣ و œuvre",
    "3.14 و 3,14 و ۳٫۱۴ و -5 و +5 و 5%",
    "واژه " + "دراز" * 900 + " تمام شد",
    "آب، برق؛ گاز: «نفت» (بنزین) [قیر] <گاز>",
    "ﺍﯾﺮﺍﻥ در دهه ٱهنگ ۀ ة ه",
    "پل تازه فردا باز می\u200cشود و سد تازه نه",
    "سد تازه پس از پل باز می شود",
    "the quick AND the dead OR NOT near NEAR",
    "گفت\u200cوگو گفتگو گفت و گو",
    "۱۰۰۰ ۱٬۰۰۰ ۱,۰۰۰ 1000",
    "हिन्दी और 中文 و 한국어 و ไทย",
    "½ ² ① ⅷ ㎏ ﷼ ﷲ",
)
WORDS = (
    "تحریم", "تحریمهای", f"تحریم{ZWNJ}های", "تحريم", "تازه", "ت", "کسی", "مدیر", "مُدیر", "کل", "بی\u200cآبی", "آب",
    "دولت", "۱۳۹۹", "1399", "١٣", "۱۲", "12/3", "۱۲/۳۵", "sara", "sara@example", "example.org", "org", "#آب_و_هوا",
    "آبو", "covid-19", "COVID", "19", "https://example.org", "d_e", "e-f", "mrna", "café", "CAFE", "cafe\u0301",
    "رئیس", "رییس\u200cجمهور", "مسئول", "مسوول", "a_b", "a-b", "ab", "a", "b", "izmir", "İ", "strasse", "σίσυφος",
    "œuvre", "3.14", "۳٫۱۴", "5", "+5", "5%", "دراز" * 900, "دراز" * 25, "گاز", "<گاز>", "[قیر]", "ایران", "آهنگ",
    "the", "AND", "NEAR", "not", "گفت", "گفت\u200cوگو", "1000", "۱٬۰۰۰", "हिन्दी", "中文", "中", "한국", "ไทย", "½", "2",
    "kg", "الله", "نیست در هیچ",
)  # fmt: skip
SEQUENCES = (
    "«تحریم های»", "«سد تازه»", '"تازه فردا"', "«باز می شود»", "«گفت و گو»", '"a b"', '"12 3"', '"the quick and"',
    "«رئیس جمهور»", "«رئیس»", "«تحریم»", '"example org"', "“پل”", "«آب برق گاز»", "«آب و هوا»",
)  # fmt: skip
EXCLUDED = ("-تازه", "-«سد تازه»", "-a", "-12/3", '-"the quick"', "-گفت", "-تحریمهای -سد")
QUERIES = (
    *WORDS,
    *SEQUENCES,
    *(f"{word} {excluded}" for word, excluded in product(("تازه", "a", "دولت", "گاز", "the", "و"), EXCLUDED)),
    *(f"{sequence} {word}" for sequence, word in product(SEQUENCES, ("تازه", "b", "باز", "و"))),
    *(f"{one} {other}" for one, other in zip(WORDS, WORDS[7:], strict=False)),
)


@pytest.fixture
async def corpus(database: Database) -> Sequence[UUID]:
    """The ids of claims that have these sentences."""
    article = make.article()
    revision = make.revision(article)
    claims = [make.claim(revision, content=one) for one in SENTENCES]
    await make.store(database, [article, revision, *claims])
    return [claim.id for claim in claims]


async def explained(session: ReadSession, query: Select[UUID]) -> str:
    """PostgreSQL's plan of a statement."""
    compiled = query.compile(dialect=session.get_bind().dialect, compile_kwargs={"literal_binds": True})
    told = await session.execute(text(f"EXPLAIN {compiled}".replace(":", "\\:")))
    return "\n".join(told.scalars())


async def found(database: Database, where: ClaimFilter) -> set[UUID]:
    """The ids of the claims that are meant."""
    claim = CLAIM.table.alias()
    query = select(claim.c.id).where(*claim_conditions(where, claim, is_sqlite=database.is_sqlite))
    async with database.reading() as session:
        return set((await session.scalars(query)).all())


def holds(words: Sequence[str], term: Term) -> bool:
    """Whether a walk over the words comes upon a term."""
    for at in range(len(words) - len(term.words) + 1):
        here = words[at : at + len(term.words)]
        last_fits = here[-1] == term.words[-1] if term.is_whole else here[-1].startswith(term.words[-1])
        if last_fits and list(here[:-1]) == list(term.words[:-1]):
            return True
    return False


def walked(search: Search) -> set[int]:
    """The sentences that hold every term and none of those that are excluded."""
    texts = [[word.key for word in words_of(one)] for one in SENTENCES]
    return {
        number
        for number, words in enumerate(texts)
        if all(holds(words, term) for term in search.terms) and not any(holds(words, term) for term in search.excluded)
    }


async def test_both_databases_find_what_a_walk_over_the_texts_finds(database: Database, corpus: Sequence[UUID]) -> None:
    """By more than 200 queries of all sorts."""
    wrong = []
    for query in QUERIES:
        numbers = {corpus.index(one) for one in await found(database, ClaimFilter(text=query))}
        if numbers != (expected := walked(search_for(query))):
            wrong.append((query, numbers, expected))
    assert (wrong, len(QUERIES) >= 200) == ([], True)


def test_the_queries_find_something_and_not_everything() -> None:
    """Or they would tell nothing."""
    counts = [len(walked(search_for(query))) for query in QUERIES]
    assert (sum(count > 0 for count in counts) > 120, max(counts) < len(SENTENCES)) == (True, True)


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("پل", {0, 1}),
        ("پل تازه", {0, 1}),
        ("«پل تازه»", {0}),
        ("تازه -قدیمی", {0, 1}),
        ("باز", set()),
        ("شهر", {2}),
    ],
)
async def test_claims_are_found_by_what_was_judged(database: Database, target: str, meant: set[int]) -> None:
    """Words elsewhere in the sentence are none of the target's."""
    article = make.article()
    revision = make.revision(article)
    claims = [
        make.claim(revision, content="پل تازه را شهر باز می\u200cداند", target="پل تازه"),
        make.claim(revision, content="پل بزرگ تازه را باز می\u200cداند", target="پل بزرگ تازه"),
        make.claim(revision, content="شهر پل تازه را باز می\u200cداند", target="شهر"),
        make.claim(revision, content="پل تازه باز است"),
    ]
    await make.store(database, [article, revision, *claims])
    ids = await found(database, ClaimFilter(target=target))
    assert ids == {claims[number].id for number in meant}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("-آب", "only excludes"),
        ("-«آب سرد» -برق", "only excludes"),
        ("", "no word"),
        ("- «» _", "no word"),
        ("آب " * 50 + " ".join(f"و{number}" for number in range(101)), "more than 100 words"),
        ("/".join(f"و{number}" for number in range(101)), "more than 100 words"),
        ("آب " * 3_334, "longer than 10,000 letters"),
    ],
)
@pytest.mark.parametrize("field", ["text", "target"])
def test_a_search_that_finds_nothing_by_itself_is_refused(field: str, words: str, problem: str) -> None:
    """With what to do."""
    with pytest.raises(BadFilter, match=f"^{field}: .*{problem}"):
        (ClaimFilter(text=words) if field == "text" else ClaimFilter(target=words)).check()


@pytest.mark.parametrize("words", ["تحریم", "«پل تازه»"])
@pytest.mark.parametrize("part", ["text", "target"])
async def test_the_index_finds_claims_by_words_in_postgresql(postgres_url: str, part: str, words: str) -> None:
    """The expression in conditions is the index's, to the letter."""
    database = Database(postgres_url)
    claim = CLAIM.table.alias()
    where = ClaimFilter(text=words) if part == "text" else ClaimFilter(target=words)
    query = select(claim.c.id).where(*claim_conditions(where, claim, is_sqlite=False))
    async with database.reading() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = await explained(session, query)
    await database.close()
    assert re.findall(r"ix_claim_\w+", plan) == ["ix_claim_search" if part == "text" else "ix_claim_search_target"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claim SET search_key = 'تیره شد'",
        "UPDATE claim SET search_key = ''",
        "UPDATE claim SET said_on = '2031-02-03'",
        "UPDATE claim SET said_on = NULL, said_on_precision = NULL, said_on_basis = NULL",
        "UPDATE claim SET withdrawn_at = '2031-02-03 00:00:00.000000'",
        "UPDATE claim SET search_key = 'تیره شد', withdrawn_at = '2031-02-03 00:00:00.000000'",
        "UPDATE claim SET cue = 'گفت'",
        "DELETE FROM claim",
    ],
)
async def test_the_numbers_and_the_index_follow_each_change_of_a_claim(sqlite_url: str, change: str) -> None:
    """Of some of the claims; the others stay found as they were."""
    database = Database(sqlite_url)
    article = make.article()
    revision = make.revision(article)
    claims = [make.claim(revision, content=SENTENCES[0], said_on=date(2020, 5, day)) for day in range(1, 7)]
    await make.store(database, [article, revision, *claims])
    async with database.writing() as session:
        await session.execute(text("UPDATE claim SET changed_at = '2031-02-02 00:00:00.000000'"))
        await session.execute(text(f"{change} WHERE said_on < '2020-05-04'"))
        told, numbers = [sorted((await session.execute(text(query))).all()) for query in (RECOUNT, NUMBERS)]
        found, holding = [
            [set(await session.scalars(text(query), {"word": word})) for word in ("حقوق", "تیره")]
            for query in (INDEXED, HOLDING)
        ]
    await database.close()
    assert (numbers, found) == (told, holding)


NUMBERS = "SELECT claim_id, ordered_on, is_listed FROM claim_searched"
RECOUNT = "SELECT id, ordered_on, withdrawn_at IS NULL FROM claim"
INDEXED = """SELECT claim_id FROM claim_searched
    WHERE number IN (SELECT rowid FROM claim_search WHERE claim_search MATCH :word)"""
HOLDING = "SELECT id FROM claim WHERE instr(search_key, :word)"
