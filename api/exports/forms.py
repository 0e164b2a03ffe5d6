"""The forms of exports, apart from what makes them, which takes long to import."""

from enum import StrEnum


class Form(StrEnum):
    """The forms of exports, as their address and `--format` name them."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    CLAIM_REVIEW = "claimreview"
    TIMELINE = "timelinejs"
