"""Judgements on identity: what they are about and what they decide."""

from enum import StrEnum


class About(StrEnum):
    """What a judgement is about."""

    MENTION = "mention"
    """Who an article's source is."""
    SPEAKERS = "speakers"
    """Whether two speakers are one."""
    ALIAS = "alias"
    """Whether a name is a speaker's."""
    TENURE = "tenure"
    """Whether a speaker held an office."""


class Decision(StrEnum):
    """What a judgement decides."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    """Nobody can tell yet: it waits for people."""
