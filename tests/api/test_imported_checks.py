"""Imported fact-checks as readers see them over GraphQL."""

from pathlib import Path
from zoneinfo import ZoneInfo

from db.sessions import Database
from domain.roles import at_terminal
from ingest.checks import read_checks
from ingest.checks.importing import Importer, Rules
from tests.api.client import Client
from tests.factories import NOW

SAMPLE = Path(__file__).parents[2] / "samples" / "checks.csv"
CLAIMS = """{ claims { nodes {
  content role saidOn saidOnPrecision speaker { name } verdict { key }
  notes { nodes { author verdict { labelFa } evidence { url } } }
  article { url outlet { name } provenance { name } }
} } }"""
TIMELINE = "{ timeline(interval: MONTH) { totalCount buckets { start count } } }"


async def imported(database: Database) -> None:
    """Import the sample."""
    rules = Rules({}, author="سارا", language="fa", home_country="IR")
    checks = read_checks(SAMPLE, mapped={}, zone=ZoneInfo("Asia/Tehran"))
    await Importer(database, rules, at_terminal("سارا"), NOW).run(checks.rows)


async def test_the_verdict_of_an_imported_check_stands_on_its_claim(client: Client, database: Database) -> None:
    """With the note that gives it, and where both can be read."""
    await imported(database)
    [newest, *_] = (await client.data(CLAIMS))["claims"]["nodes"]
    link = "https://example.org/checks/libraries"
    assert newest == {
        "content": "سه کتابخانه تازه در سپیدان باز شده است",
        "role": None,
        "saidOn": "2023-05-01",
        "saidOnPrecision": "MONTH",
        "speaker": {"name": "بهرام آذرنگ"},
        "verdict": {"key": "true"},
        "notes": {
            "nodes": [{"author": "راست‌آزما", "verdict": {"labelFa": "درست"}, "evidence": [{"url": link}]}],
        },
        "article": {"url": link, "outlet": {"name": "راست‌آزما"}, "provenance": [{"name": "راست‌آزما"}]},
    }


async def test_imported_claims_are_counted_in_timelines(client: Client, database: Database) -> None:
    """On the days that the checks tell."""
    await imported(database)
    timeline = (await client.data(TIMELINE))["timeline"]
    assert (timeline["totalCount"], [one["count"] for one in timeline["buckets"]]) == (3, [2, 1])
