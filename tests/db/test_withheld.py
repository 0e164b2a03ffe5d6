"""What is withheld comes back as it was, through the JSON of either database."""

from datetime import UTC, date, datetime
from uuid import uuid4

from db.sessions import Database
from db.tables import METADATA
from db.withheld import forget_for_ever, release, revived, withheld_of, withhold
from domain.withdrawal import Withheld

NOW = datetime(2024, 5, 1, 9, 30, 15, 123456, tzinfo=UTC)
COLUMNS = {
    "content": "«می\u200cشود» 'و' \\u200c",
    "content_start": 3,
    "confidence": 0.25,
    "speaker_id": uuid4(),
    "resolved_id": None,
    "said_on": date(2024, 4, 30),
    "withdrawn_at": NOW,
    "corrected_fields": ["speaker"],
}


async def test_columns_come_back_as_they_were(database: Database) -> None:
    """Words, numbers, ids, days, instants, lists and nothing."""
    kept, erased, unknown = uuid4(), uuid4(), uuid4()
    async with database.writing() as session:
        await withhold(session, Withheld.CLAIM, [(kept, COLUMNS), (erased, COLUMNS)], now=NOW)
        await forget_for_ever(session, [erased])
    async with database.writing() as session:
        found = await withheld_of(session, [kept, erased, unknown])
        await release(session, [kept])
    async with database.reading() as session:
        left = await withheld_of(session, [kept])
    assert {key: revived(columns, METADATA.tables["claim"]) for key, columns in found.items()} == {kept: COLUMNS}
    assert left == {}
