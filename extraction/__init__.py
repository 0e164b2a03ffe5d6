"""Persian text in, attributed statements out: no database, no network, no clock."""

EXTRACTOR_VERSION = "2026.13"
"""Stored with each reading; an article that an older version read is read again when it is ingested again."""
