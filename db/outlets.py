"""Outlets: found or made by name."""

from datetime import datetime

from db.inserting import insert_missing
from db.sessions import WriteSession
from db.tables import OutletRow
from domain.ids import OutletId, outlet_id
from domain.text import name_key


async def ensure_outlet(session: WriteSession, name: str, *, now: datetime) -> OutletId:
    """The outlet of this name, made if it is new; its name stays as it was first printed."""
    identity = outlet_id(name)
    row = {"id": identity, "name": name.strip(), "key": name_key(name), "created_at": now}
    await insert_missing(session, OutletRow, [row])
    return identity
