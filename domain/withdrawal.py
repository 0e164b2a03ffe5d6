"""Withdrawal: why a claim is live no more, and what is kept of words that an editor withdrew."""

from enum import StrEnum


class Withdrawal(StrEnum):
    """Who withdrew a claim."""

    EXTRACTOR = "extractor"
    """Its words are no longer found in the article."""
    CORRECTION = "correction"
    """Somebody said that it is no statement."""
    EDITOR = "editor"
    """An editor withdrew its words."""


class Withheld(StrEnum):
    """What words were withdrawn of."""

    CLAIM = "claim"
    ARTICLE = "article"
    REVISION = "revision"
