"""How every mutation runs: who may, once under its key, in one transaction, with what to mend beside the payload."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

import strawberry

from api.context import Context, Info
from api.user_errors import UserError, UserErrorCode
from db.keys import key_works
from db.once import Asked, begin_once, done_once, finish_once
from db.sessions import WriteSession
from domain.audit import canonical
from domain.errors import BadDecision, BadFilter, Conflict, OutOfTurn, WrongKey
from domain.roles import Actor, Operation
from domain.text import is_storable
from ingest.acting import Acting

LONGEST_KEY = 200
"""Code points: several times a UUID."""

type Outcome = Mapping[str, Any]
"""The private fields of a payload: ids under names that end in `_id` or `_ids`, and plain JSON values."""


@strawberry.input
class MutationInput:
    """What every mutation takes."""

    client_mutation_id: str | None = strawberry.field(
        default=None, description="Anything; the payload carries it back, so that answers can be told apart."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=f"A text of your own, at most {LONGEST_KEY} characters, such as a UUID. The same key with the same"
        " input does it once and is answered alike, however often it is sent; with another input it is refused.",
    )


@strawberry.type
class MutationPayload:
    """What every mutation answers."""

    errors: list[UserError] = strawberry.field(description="What to mend; [] when it is done.")
    client_mutation_id: str | None = strawberry.field(default=None, description="The input's own; null without one.")

    @classmethod
    def of(cls, outcome: Outcome, input: MutationInput) -> Self:
        """The payload of a mutation that is done."""
        return cls(errors=[], client_mutation_id=input.client_mutation_id, **_revived(outcome))

    @classmethod
    def refusing(cls, error: UserError, input: MutationInput) -> Self:
        """The payload of a mutation that was refused, and did nothing."""
        return cls(errors=[error], client_mutation_id=input.client_mutation_id)


async def run_mutation[Payload: MutationPayload](
    info: Info,
    operation: Operation,
    input: MutationInput,
    *,
    payload: type[Payload],
    act: Callable[[Acting], Awaitable[Outcome]],
) -> Payload:
    """What an action did, once it is stored; what to mend in it, where nothing is. Raises NotAllowed."""
    context = info.context
    actor = await context.allowed(operation)
    try:
        asked = asked_once(actor, operation, input)
        async with context.database.writing() as session:
            acting = Acting(session, actor, context.clock(), context.rules.home_country, context.request_id)
            outcome = await _once(session, asked, acting, act) if asked else await act(acting)
            await check_still_allowed(session, actor, now=context.clock())
    except (BadDecision, BadFilter) as refused:
        return payload.refusing(user_error(refused), input)
    return payload.of(outcome, input)


async def run_once(context: Context, asked: Asked | None, act: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """What an action did that has transactions of its own, and does nothing when it is done twice.

    After a crash between it and its outcome the same is asked and done again, and changes nothing. Raises Conflict.
    """
    if asked is None:
        return await act()
    async with context.database.reading() as session:
        done = await done_once(session, asked)
    if done is not None:
        check_same(asked, done.operation, done.input_hash)
        return done.outcome or {}
    outcome = plain(await act())
    async with context.database.writing() as session:
        other = await begin_once(session, asked, now=context.clock())
        if other is not None:
            check_same(asked, other.operation, other.input_hash)
        else:
            await finish_once(session, asked, outcome)
    return outcome


async def check_still_allowed(session: WriteSession, actor: Actor, *, now: datetime) -> None:
    """Raise WrongKey for a key that was revoked or ran out while its mutation waited for its turn."""
    if actor.id is not None and actor.issuer is None and not await key_works(session, actor.id, now=now):
        raise WrongKey


def asked_once(actor: Actor, operation: Operation, input: MutationInput) -> Asked | None:
    """The mutation as it is asked for under its key; None without one. Raises BadDecision."""
    key = input.idempotency_key
    if key is None or actor.id is None:
        return None
    if not key.strip() or len(key) > LONGEST_KEY or not is_storable(key):
        raise BadDecision("idempotencyKey", f"is not a text of 1 to {LONGEST_KEY} characters; make another")
    given: dict[str, Any] = strawberry.asdict(input)
    told = {name: value for name, value in given.items() if name not in {"client_mutation_id", "idempotency_key"}}
    return Asked(actor.id, key, operation.value, sha256(canonical(told).encode()).hexdigest())


def check_same(asked: Asked, operation: str, input_hash: str) -> None:
    """Raise Conflict unless what was done under a key is what is asked now."""
    if (operation, input_hash) != (asked.operation, asked.input_hash):
        raise Conflict("idempotencyKey", f"was used for another {operation} already; make another key")


async def _once(
    session: WriteSession, asked: Asked, acting: Acting, act: Callable[[Acting], Awaitable[Outcome]]
) -> Outcome:
    done = await begin_once(session, asked, now=acting.now)
    if done is not None:
        check_same(asked, done.operation, done.input_hash)
        return done.outcome or {}
    outcome = plain(await act(acting))
    await finish_once(session, asked, outcome)
    return outcome


def plain(outcome: Outcome) -> dict[str, object]:
    """An outcome as JSON keeps it."""
    return {name: _plain(value) for name, value in outcome.items()}


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.hex if isinstance(value, UUID) else value


def _revived(outcome: Outcome) -> dict[str, Any]:
    return {name: _with_ids(name, value) for name, value in outcome.items()}


def _with_ids(name: str, value: Any) -> object:
    if name.endswith("_id") and value is not None:
        return UUID(str(value))
    if name.endswith("_ids"):
        return [UUID(str(one)) for one in value]
    return value


def user_error(refused: BadDecision | BadFilter) -> UserError:
    """The refusal as it is told beside a payload."""
    path = ["input", *refused.field.split(".")]
    return UserError(code=_code(refused), field=path, message=f"{refused.field} {refused.problem}")


def _code(refused: BadDecision | BadFilter) -> UserErrorCode:
    match refused:
        case Conflict():
            return UserErrorCode.CONFLICT
        case OutOfTurn():
            return UserErrorCode.OUT_OF_TURN
    if refused.problem.startswith(("names no", "is not an id")):
        return UserErrorCode.NOT_FOUND
    return UserErrorCode.REQUIRED if refused.problem.startswith("is empty") else UserErrorCode.INVALID
