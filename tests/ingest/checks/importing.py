"""Checks for tests of their import: everything has a default but what a test is about."""

from dataclasses import replace
from datetime import date

from db.sessions import Database
from domain.check import GivenVerdict, ListedCheck
from domain.errors import UnreadableRegister
from domain.roles import at_terminal
from domain.terms import PartialDay
from ingest.checks.importing import Fates, Importer, Rules
from tests.factories import NOW

RULES = Rules({}, author="سارا", language="fa", home_country="IR")
CHECK = ListedCheck(
    place="checks.csv, line 2",
    speaker="مریم نیک‌فر",
    claim="پل تازه شهر در سه ماه ساخته شد",
    verdict=GivenVerdict("نادرست"),
    link="https://example.org/checks/bridge",
    role="شهردار نیکان‌شهر",
    said_on=PartialDay(date(2023, 4, 30)),
    title="پل در سه ماه؟",
    publisher="راست‌آزما",
    reviewed_on=date(2023, 5, 5),
)


def check(**changes: object) -> ListedCheck:
    """A check with some fields changed; `verdict` may be its words alone."""
    if isinstance(changes.get("verdict"), str):
        changes["verdict"] = GivenVerdict(str(changes["verdict"]))
    return replace(CHECK, **changes)  # type: ignore[arg-type]  # fields of the test's own choice


async def run(database: Database, *checks: ListedCheck, rules: Rules = RULES) -> Fates:
    """Import checks together."""
    return await Importer(database, rules, at_terminal("سارا"), NOW).run(checks)


async def refusal(database: Database, one: ListedCheck, *, rules: Rules = RULES) -> str:
    """Why a check is refused."""
    [refused] = await run(database, one, rules=rules)
    assert isinstance(refused, UnreadableRegister), refused
    return str(refused)
