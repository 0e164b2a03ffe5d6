"""What a person can mend in a mutation's input, told beside the payload and not as a failure of the request."""

from enum import StrEnum

import strawberry


@strawberry.enum(description="What is wrong with an input.")
class UserErrorCode(StrEnum):
    """Closed: a client can branch on it."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    REQUIRED = "required"


@strawberry.type(description="Something in the input that its sender can mend.")
class UserError:
    """One thing to mend."""

    code: UserErrorCode = strawberry.field(description="What is wrong, for programs.")
    field: list[str] = strawberry.field(description='The path to the field, such as ["input", "evidence", "0", "url"].')
    message: str = strawberry.field(description="What is wrong and what to do, for people.")
