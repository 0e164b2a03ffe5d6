"""Documents that clients name by a hash instead of sending them.

Those of a trusted manifest are read at the start and are the only ones then; else each process remembers the documents
that clients have sent with their hash, and forgets the least used: a client that is told so sends the text again.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import orjson
from graphql import GraphQLError, Source, parse

from api.faults import ErrorCode
from api.refusing import BadRequest
from domain.errors import BadSetting, MissingFile

MOST_CHARACTERS = 4_000_000
"""Of all documents that one process remembers: several thousand of a frontend's, in some 10 MB at most."""
SETTING = "GOZAREH_TRUSTED_DOCUMENTS"
MARK = "sha256:"
"""Of an id that is the SHA-256 of a document's text."""


class NoDocument(Exception):
    """A well-formed request without a document that this service answers."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        """`message` is for who sent it, `code` for the program that did."""
        self.code = code
        self.message = message
        super().__init__(message)


class Documents(Protocol):
    """What documents a request can name."""

    def named(self, id: str) -> str:
        """The document of this id. Raises NoDocument."""

    def sent(self, text: str) -> str:
        """The document that was sent as it is. Raises NoDocument where no such is taken."""

    def sent_as(self, text: str, digest: str) -> str:
        """The document that was sent with its SHA-256 in hexadecimal. Raises NoDocument, and BadRequest for another."""


class RememberedDocuments:
    """Those that clients have sent with their hash, in this process."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        """Remember documents of `most_characters` together."""
        self._most = most_characters
        self._kept = 0
        self._by_digest: OrderedDict[str, str] = OrderedDict()

    def named(self, id: str) -> str:
        """The document of this id, which is its SHA-256, with or without `sha256:` before it."""
        digest = id.removeprefix(MARK)
        text = self._by_digest.get(digest)
        if text is None:
            raise _unknown()
        self._by_digest.move_to_end(digest)
        return text

    def sent(self, text: str) -> str:
        """Every document is taken."""
        return text

    def sent_as(self, text: str, digest: str) -> str:
        """Every document is taken and remembered whose hash it is."""
        _check_digest(text, digest)
        if digest not in self._by_digest:
            self._by_digest[digest] = text
            self._kept += len(text)
            while self._kept > self._most:
                self._kept -= len(self._by_digest.popitem(last=False)[1])
        return text


class OwnDocuments:
    """Those that this service itself asks from pages of others, which are always answered, and the others."""

    def __init__(self, own: Iterable[str], others: Documents) -> None:
        """`own` are texts; `others` answers for what is none of them."""
        self._own = TrustedDocuments({MARK + _digest(text): text for text in own})
        self._others = others

    def named(self, id: str) -> str:
        """The document of this id."""
        try:
            return self._own.named(id)
        except NoDocument:
            return self._others.named(id)

    def sent(self, text: str) -> str:
        """The document that was sent as it is."""
        try:
            return self._own.sent(text)
        except NoDocument:
            return self._others.sent(text)

    def sent_as(self, text: str, digest: str) -> str:
        """The document that was sent with its hash."""
        try:
            return self._own.sent_as(text, digest)
        except NoDocument:
            return self._others.sent_as(text, digest)


class TrustedDocuments:
    """Those of a manifest; no other is answered, whoever asks."""

    def __init__(self, manifest: Mapping[str, str]) -> None:
        """`manifest` has documents by the ids that the build of a frontend gave them."""
        self._texts = frozenset(manifest.values())
        self._by_id = {MARK + _digest(text): text for text in self._texts} | dict(manifest)

    def named(self, id: str) -> str:
        """The document of this id: the manifest's, or the text's SHA-256, with or without `sha256:` before it."""
        text = self._by_id.get(id) or self._by_id.get(MARK + id)
        if text is None:
            raise _untrusted()
        return text

    def sent(self, text: str) -> str:
        """The document, where its text is that of a trusted one."""
        if text not in self._texts:
            raise _untrusted()
        return text

    def sent_as(self, text: str, digest: str) -> str:
        """The document, where its text is that of a trusted one."""
        _check_digest(text, digest)
        return self.sent(text)


def read_trusted_documents(path: Path) -> TrustedDocuments:
    """The documents of a manifest, or of each `*.json` in a folder: JSON objects of texts by id.

    relay-compiler and graphql-codegen write such files. Raises MissingFile and BadSetting, which names file and entry.
    """
    if not path.exists():
        raise MissingFile(path)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found: dict[str, str] = {}
    for file in files:
        for name, text in _entries(file):
            if found.setdefault(name, text) != text:
                raise BadSetting(SETTING, f"{file}: {name}: is another document in an earlier file; give it another id")
    if not found:
        raise BadSetting(SETTING, f"{path}: has no documents; name a JSON file of documents by id, or a folder of such")
    return TrustedDocuments(found)


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    try:
        manifest = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise BadSetting(SETTING, f"{file}: cannot be read as JSON: {error}") from error
    if not isinstance(manifest, dict):
        raise BadSetting(SETTING, f"{file}: is not a JSON object of documents by id")
    for name, text in manifest.items():
        _check_entry(file, name, text)
        yield name, text


def _check_entry(file: Path, name: str, text: object) -> None:
    if not isinstance(text, str):
        raise BadSetting(SETTING, f"{file}: {name}: is not the text of a document")
    try:
        parse(Source(text))
    except GraphQLError as error:
        raise BadSetting(SETTING, f"{file}: {name}: {error.message}") from error


def _check_digest(text: str, digest: str) -> None:
    if _digest(text) != digest:
        raise BadRequest("sha256Hash", "is not the SHA-256 of query in lower-case hexadecimal")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _unknown() -> NoDocument:
    """Word for word what clients of automatic persisted queries wait for before they send the text."""
    return NoDocument(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")


def _untrusted() -> NoDocument:
    message = "only documents that were given to this service beforehand are answered; ask who runs it to add this one"
    return NoDocument(ErrorCode.DOCUMENT_NOT_TRUSTED, message)
