"""What is kept of deliveries where something fails in between, on both databases."""

import asyncio

from asgi_lifespan import LifespanManager
from sqlalchemy.event import listen

from api.app import create_app
from db.sessions import Database
from tests.api import webhooks as hooks
from tests.api.client import serving
from tests.api.receiving import receiving
from tests.api.test_subscriptions import publish


async def test_a_delivery_fails_with_its_webhook_or_not_at_all(
    database_url: str, database: Database, editor: str
) -> None:
    """Else a server that is killed in between would go on with the next one, and leave it out."""
    app = create_app(hooks.settings_of(database_url))
    broken = asyncio.Event()

    def break_off(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("UPDATE webhook SET state"):
            broken.set()
            raise OSError

    async with receiving() as receiver, serving(hooks.settings_of(database_url, webhooks=False)) as client:
        receiver.statuses = [500] * 4
        await hooks.registered(client, editor, receiver.address)
        await publish(database, 1, 2)
        listen(app.state.database.engine.sync_engine, "before_cursor_execute", break_off)
        async with LifespanManager(app), asyncio.timeout(20):
            await broken.wait()
            await asyncio.sleep(0.3)
        assert len(receiver.received) == 4
        assert await hooks.states_of(client, editor) == ["WAITING", "WAITING"]
