"""What a person can mend in a mutation's input, told beside the payload and not as a failure of the request."""

from enum import StrEnum

import strawberry


@strawberry.enum(
    description="What is wrong with an input: it names what is NOT_FOUND, a value is INVALID or REQUIRED; CONFLICT:"
    " somebody changed the thing meanwhile, or the idempotency key was used for something else; OUT_OF_TURN: it is"
    " somebody else's to do, or not its time."
)
class UserErrorCode(StrEnum):
    """Closed: a client can branch on it."""

    CONFLICT = "conflict"
    INVALID = "invalid"
    NOT_FOUND = "not_found"
    OUT_OF_TURN = "out_of_turn"
    REQUIRED = "required"


@strawberry.type(description="Something in the input that its sender can mend.")
class UserError:
    """One thing to mend."""

    code: UserErrorCode = strawberry.field(description="What is wrong, for programs.")
    field: list[str] = strawberry.field(description='The path to the field, such as ["input", "evidence", "0", "url"].')
    message: str = strawberry.field(description="What is wrong and what to do, for people.")
