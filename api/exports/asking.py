"""What an export is asked by: the form that its address names, and the filter in its parameter `where`."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

from api.bodies import decode_json
from api.exports.forms import Form
from api.exports.writing import Where
from api.faults import ErrorCode
from api.refusing import BadRequest, Refused

_WHERE = "where"


def read_form(named: str) -> Form:
    """The form of this name. Raises Refused."""
    try:
        return Form(named)
    except ValueError as unknown:
        message = f"there is no export called {named[:40]}; there are {', '.join(Form)}"
        raise Refused(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, message) from unknown


def read_query(query: str) -> Where:
    """The filter that an address holds after its question mark; {} without one. Raises BadRequest."""
    try:
        told = parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise BadRequest("address", "is not in UTF-8; percent-encode its parameters") from error
    for name, _ in told:
        if name != _WHERE:
            raise BadRequest(name[:40], "is no parameter of an export; there is where, a ClaimWhere as JSON")
    if len(told) > 1:
        raise BadRequest(_WHERE, "stands twice in this address; which one is meant cannot be told")
    return read_where(told[0][1], _WHERE) if told and told[0][1] else {}


def read_where(told: str | bytes, named: str) -> Where:
    """The filter that JSON holds, where `named` is what the sender calls it. Raises BadRequest."""
    where = decode_json(told, named)
    if not isinstance(where, Mapping):
        raise BadRequest(named, 'is not an object; give a ClaimWhere such as {"text": "آب"}')
    return where
