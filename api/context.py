"""What every resolver is given: the database, the clock, the newsroom's rules and whose request it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import strawberry

from api.keys import recognise
from db.keys import KeyHolder
from db.sessions import Database
from domain.roles import Operation, check_allowed
from ingest.store import Rules


@dataclass(frozen=True, slots=True)
class Context:
    """One request's surroundings; `authorization` is its header, None where it has none."""

    database: Database
    zone: ZoneInfo
    rules: Rules
    clock: Callable[[], datetime]
    authorization: str | None

    async def allowed(self, operation: Operation) -> KeyHolder:
        """Who asks, if they may. Raises NotAllowed."""
        holder = await recognise(self.database, self.authorization)
        check_allowed(holder.role, operation)
        return holder


type Info = strawberry.Info[Context, None]
