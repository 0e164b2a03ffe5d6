"""Chooses what the questions are about, from what the database holds: different claims, speakers, days and words."""

from datetime import date

import asyncpg

from benchmarks.api.questions import ONE_CLAIM, PAGE, SEARCH, TIMELINE, Question, Values

FIRST, BEFORE = date(2014, 1, 1), date(2024, 1, 1)
"""Ten years."""
LEAST_FOUND, MOST_FOUND = 0.0001, 0.0005
"""What part of all claims hold a word that is searched: 100 to 500 of a million."""
LEAST_SAID, MOST_SAID = 0.0003, 0.003
"""What part of all claims a speaker says whose timeline is asked for: 300 to 3,000 of a million."""
PAGE_ROWS = 50
_WORDS_FROM = 50_000
"""Of how many claims the words are counted."""
_CLAIMS = """
SELECT id FROM (
  (SELECT id FROM claim ORDER BY id LIMIT 1800) UNION ALL (SELECT claim_id FROM note ORDER BY id LIMIT 200)
) AS claim ORDER BY md5(id::text)
"""
"""Ids are drawn at random, so that the first of them are scattered all over the table. Every tenth has notes."""
_YEARS = """
SELECT speaker_id, date_trunc('year', said_on)::date AS first FROM claim
WHERE said_on >= $1 AND said_on < $2 GROUP BY 1, 2 HAVING count(*) > $3 ORDER BY md5(speaker_id::text), 2 LIMIT 2000
"""
_SPEAKERS = """
SELECT speaker_id FROM claim GROUP BY 1 HAVING count(*) BETWEEN $1 AND $2 ORDER BY md5(speaker_id::text) LIMIT 300
"""
_MOST = "SELECT speaker_id, count(*) FROM claim GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
_WORDS = """
SELECT word FROM ts_stat(
  'SELECT to_tsvector(''simple'', search_key) FROM claim TABLESAMPLE BERNOULLI ({percent}) REPEATABLE (1)'
) WHERE ndoc BETWEEN {least} AND {most} AND word ~ '^[^0-9]+$' ORDER BY md5(word) LIMIT 500
"""


async def asked_of(url: str) -> dict[Question, list[Values]]:
    """What each question asks about, in the order in which it is asked about."""
    connection = await asyncpg.connect(url)
    try:
        claims = await connection.fetchval("SELECT count(*) FROM claim")
        ids = await connection.fetch(_CLAIMS)
        years = await connection.fetch(_YEARS, FIRST, BEFORE, min(PAGE_ROWS, claims // 200))
        speakers = await connection.fetch(_SPEAKERS, *(round(part * claims) for part in (LEAST_SAID, MOST_SAID)))
        words = await connection.fetch(_word_query(claims))
    finally:
        await connection.close()
    return {
        ONE_CLAIM: [{"claim": str(row[0])} for row in ids],
        PAGE: [_said_by(row[0], row[1], row[1].replace(year=row[1].year + 1)) for row in years],
        TIMELINE: [_said_by(row[0], FIRST, BEFORE) for row in speakers],
        SEARCH: [{"word": row[0]} for row in words],
    }


async def first_speaker(url: str) -> tuple[str, int]:
    """The speaker who said most, and how many claims."""
    connection = await asyncpg.connect(url)
    try:
        row = await connection.fetchrow(_MOST)
    finally:
        await connection.close()
    return str(row[0]), row[1]


def _said_by(speaker: object, first: date, before: date) -> Values:
    return {"speaker": str(speaker), "from": first.isoformat(), "before": before.isoformat()}


def _word_query(claims: int) -> str:
    share = min(1, _WORDS_FROM / claims)
    least, most = (max(1, round(part * claims * share)) for part in (LEAST_FOUND, MOST_FOUND))
    return _WORDS.format(percent=100 * share, least=least, most=most)
