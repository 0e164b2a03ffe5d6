"""The mutations by which administrators make, rotate and revoke API keys."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.context import Info
from api.issuing import run_issuing
from api.key_types import ApiKey
from api.keys import LONGEST_NAME, Issued, create_key, revoke_key, rotate_key
from api.loading import load_node
from api.mutating import MutationInput, MutationPayload, Outcome, run_mutation
from db.reading.catalogue import KEY
from domain.node_ids import key_of
from domain.roles import Operation, Role, Scope
from ingest.acting import Acting


@strawberry.input(description="A key to make; it may be no more than its maker.")
class CreateKeyInput(MutationInput):
    """What to make."""

    name: str = strawberry.field(
        description=f"Who will use it, at most {LONGEST_NAME} characters and no other key's name, a revoked one's"
        " neither; shown beside what they do."
    )
    role: Role = strawberry.field(description="What it may do.")
    scopes: list[Scope] | None = strawberry.field(
        default=None, description="The work to which it is limited; null: nothing but the role limits it."
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="From when on it is no longer valid, with a timezone; null: it stays valid."
    )


@strawberry.input(description="A key whose secret is to be made anew.")
class RotateKeyInput(MutationInput):
    """What to rotate."""

    key_id: strawberry.ID = strawberry.field(description="The key, as `apiKeys` gives it.")


@strawberry.input(description="A key to take back for ever.")
class RevokeKeyInput(MutationInput):
    """What to revoke."""

    key_id: strawberry.ID = strawberry.field(description="The key, as `apiKeys` gives it.")
    why: str = strawberry.field(description="Why, in a sentence; administrators find it in the audit events.")


@strawberry.type
class KeyPayload(MutationPayload):
    """What came of it."""

    key_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The key; null when there are errors.")
    async def key(self, info: Info) -> ApiKey | None:
        """The key as it is stored."""
        if self.key_id is None:
            return None
        return await load_node(info, KEY, rows_of("key", self.key_id), as_type=ApiKey)


@strawberry.type
class SecretPayload(KeyPayload):
    """What came of it, with what is shown once."""

    secret: str | None = strawberry.field(
        default=None,
        description="What to send as `Authorization: Bearer SECRET`. It is shown this once and kept nowhere: null where"
        " a request is sent again under its idempotency key, and when there are errors. Who lost it rotates the key.",
    )


@strawberry.type(description="The key that was made, or what to mend.")
class CreateKeyPayload(SecretPayload):
    """What came of it."""


@strawberry.type(description="The key with its new secret, or what to mend.")
class RotateKeyPayload(SecretPayload):
    """What came of it."""


@strawberry.type(description="The key that is no longer valid, or what to mend.")
class RevokeKeyPayload(KeyPayload):
    """What came of it."""


@strawberry.type
class KeyMutation:
    """The mutations of keys."""

    @strawberry.mutation(
        description="Makes an API key and shows its secret, this once. Needs a key with the role `admin`."
    )
    async def create_key(
        self, info: Info, input: Annotated[CreateKeyInput, strawberry.argument(description="The key.")]
    ) -> CreateKeyPayload:
        """Make a key, or say what to mend."""

        async def issue(acting: Acting) -> Issued:
            return await create_key(
                acting, name=input.name, role=input.role, scopes=input.scopes, expires_at=input.expires_at
            )

        return await _issued(info, Operation.CREATE_KEY, input, issue=issue, payload=CreateKeyPayload)

    @strawberry.mutation(
        description="Makes a key's secret anew and shows it, this once; the old one stops at once, all else stays. The"
        " key must not be able to do more than who asks. Needs a key with the role `admin`."
    )
    async def rotate_key(
        self, info: Info, input: Annotated[RotateKeyInput, strawberry.argument(description="Which key.")]
    ) -> RotateKeyPayload:
        """Rotate a key, or say what to mend."""

        async def issue(acting: Acting) -> Issued:
            return await rotate_key(acting, key_of(input.key_id, "key", field="keyId"))

        return await _issued(info, Operation.ROTATE_KEY, input, issue=issue, payload=RotateKeyPayload)

    @strawberry.mutation(description="Takes an API key back for ever. Needs a key with the role `admin`.")
    async def revoke_key(
        self, info: Info, input: Annotated[RevokeKeyInput, strawberry.argument(description="Which key.")]
    ) -> RevokeKeyPayload:
        """Revoke a key, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            key = key_of(input.key_id, "key", field="keyId")
            await revoke_key(acting, key, why=input.why)
            return {"key_id": key}

        return await run_mutation(info, Operation.REVOKE_KEY, input, payload=RevokeKeyPayload, act=act)


async def _issued[Payload: SecretPayload](
    info: Info,
    operation: Operation,
    input: MutationInput,
    *,
    issue: Callable[[Acting], Awaitable[Issued]],
    payload: type[Payload],
) -> Payload:
    """The payload with the secret."""

    async def issued(acting: Acting) -> tuple[Outcome, str]:
        made = await issue(acting)
        return {"key_id": made.id}, made.secret

    answer, secret = await run_issuing(info, operation, input, issue=issued, payload=payload)
    answer.secret = secret
    return answer
