"""Reads a text file: one article, its text exactly as the file has it."""

from domain.article import RawArticle
from ingest.readers.decoding import decode


def read_text(content: bytes, place: str) -> RawArticle:
    """The article of a text file's bytes. Raises UnreadableArticle for what is not text."""
    return RawArticle(text=decode(content, place), place=place)
