"""The scales of verdicts over GraphQL."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlmodel import col

from db.sessions import Database
from db.tables import VerdictRow
from tests.api.client import Client

ASK = """query ($scale: String) { verdicts(scale: $scale) {
  __typename id scale key labelFa labelEn position rating worstRating bestRating isInUse } }"""


async def test_verdicts_are_listed_from_true_to_false(client: Client) -> None:
    """With schema.org's rating, where a step rates."""
    found = (await client.data(ASK))["verdicts"]
    assert [one["key"] for one in found] == ["true", "half-true", "misleading", "false", "unproven"]
    assert {name: found[0][name] for name in ("__typename", "labelFa", "rating", "worstRating", "bestRating")} == {
        "__typename": "Verdict",
        "labelFa": "درست",
        "rating": 5,
        "worstRating": 1,
        "bestRating": 5,
    }
    assert (found[4]["rating"], found[4]["worstRating"]) == (None, None)


@pytest.mark.parametrize(("scale", "count"), [("gozareh", 5), ("stars", 0)])
async def test_one_scale_can_be_asked_for(client: Client, scale: str, count: int) -> None:
    """A scale that is not there has no steps."""
    assert len((await client.data(ASK, scale=scale))["verdicts"]) == count


async def test_a_scale_that_is_no_text_is_refused(client: Client) -> None:
    """No database can look for it."""
    assert (await client.error(ASK, scale="a\x00"))[0] == "BAD_USER_INPUT"


async def test_a_retired_verdict_is_in_no_list_but_answers_by_its_id(client: Client, database: Database) -> None:
    """Notes that carry it show it."""
    [first, *_] = (await client.data(ASK))["verdicts"]
    async with database.writing() as session:
        retired = update(VerdictRow).where(col(VerdictRow.key) == "true")
        await session.execute(retired.values(retired_at=datetime(2024, 1, 1, tzinfo=UTC)))
    by_id = await client.data(f'{{ node(id: "{first["id"]}") {{ ... on Verdict {{ key isInUse }} }} }}')
    assert len((await client.data(ASK))["verdicts"]) == 4
    assert by_id["node"] == {"key": "true", "isInUse": False}
