"""What the modules that declare types share."""

from typing import Never


def read_with_its_parent() -> Never:
    """Answer for a field that is never resolved by itself."""
    message = "this field is read by the statement of the field above it"
    raise AssertionError(message)
