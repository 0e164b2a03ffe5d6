"""Turns the parameters of a request, from its body or its address, into the question that is asked."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from api.answering import Question
from api.bodies import decode_json
from api.persisted import MARK, Documents
from api.refusing import BadRequest

_KINDS: tuple[tuple[str, type, str], ...] = (
    ("query", str, "a string"),
    ("operationName", str, "a string"),
    ("variables", dict, "an object"),
    ("extensions", dict, "an object"),
    ("documentId", str, "a string"),
    ("id", str, "a string"),
)
_JSON = ("variables", "extensions")
_NAMES = frozenset(name for name, _, _ in _KINDS)
_NO_VARIABLES: Mapping[str, object] = {}


def read_question(asked: object, documents: Documents, *, queries_only: bool) -> Question:
    """The question that a request asks. Raises BadRequest and NoDocument."""
    if not isinstance(asked, dict):
        raise BadRequest("body", "is not an object; send one with a query in it")
    for name, kind, told in _KINDS:
        given = asked.get(name)
        if given is not None and type(given) is not kind:
            raise BadRequest(name, f"is not {told}")
    document = _document(asked, documents)
    return Question(document, asked.get("variables") or _NO_VARIABLES, asked.get("operationName"), queries_only)


def read_address(query_string: bytes) -> dict[str, object]:
    """The parameters of a request that stand in its address, as its body would hold them. Raises BadRequest."""
    try:
        told = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise BadRequest("address", "is not in UTF-8; percent-encode its parameters") from error
    given: dict[str, object] = {}
    for name, value in told:
        if name not in _NAMES:
            continue
        if name in given:
            raise BadRequest(name, "stands twice in this address; which one is meant cannot be told")
        given[name] = (decode_json(value, name) if name in _JSON else value) if value else None
    return given


def _document(asked: Mapping[str, object], documents: Documents) -> str:
    text, named = asked.get("query"), asked.get("documentId") or asked.get("id")
    digest = _digest(asked.get("extensions"))
    if not isinstance(text, str) or not text:
        named = named or digest
        if not isinstance(named, str):
            raise BadRequest("query", "is missing; send the text of a document")
        return documents.named(named)
    if digest is None and isinstance(named, str) and named.startswith(MARK):
        digest = named.removeprefix(MARK)
    return documents.sent(text) if digest is None else documents.sent_as(text, digest)


def _digest(extensions: object) -> str | None:
    """The hash by which the request names a document, by the protocol of automatic persisted queries; None without."""
    persisted = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or persisted.get("version") != 1:
        raise BadRequest("persistedQuery", 'is not of version 1; send {"version": 1, "sha256Hash": "…"}')
    digest = persisted.get("sha256Hash")
    if not isinstance(digest, str):
        raise BadRequest("sha256Hash", "is not a string")
    return digest
