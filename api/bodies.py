"""What a request must be before there is a GraphQL document to look at: JSON that any answer and database can hold."""

import orjson
from cross_web import HTTPException


def decode_json(told: str | bytes) -> object:
    """The value that a request's body (bytes) or one parameter of its address (str) holds.

    Raises HTTPException for what is no JSON, and for half a character or a number too large, which some JSON readers
    take and no database does.
    """
    try:
        value: object = orjson.loads(told)
    except orjson.JSONDecodeError as error:
        raise HTTPException(400, "this is not JSON in UTF-8; send an object with a query in it") from error
    if isinstance(told, bytes) and not isinstance(value, dict | list):
        raise HTTPException(400, "this JSON is not an object; send one with a query in it")
    return value
