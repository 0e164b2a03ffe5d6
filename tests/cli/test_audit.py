"""Tests of cli/audit.py."""

from tests.cli.conftest import SAMPLES, Gozareh


def test_a_head_that_was_kept_is_found_again_after_more_was_stored(migrated: Gozareh) -> None:
    """Ingest tells the chain of each article."""
    migrated("ingest", SAMPLES / "boostan.txt", "--outlet", "نمای شهر")
    kept = migrated("audit", "head").out.strip()
    migrated("ingest", SAMPLES / "articles.jsonl")
    told = migrated("audit", "verify", "--expect", kept, "--json")
    (row,) = told.rows()
    assert (told.code, row["expected"], row["hash"] != kept) == (0, kept, True)


def test_each_article_is_one_event(migrated: Gozareh) -> None:
    """However many claims it has; the same article again is none."""
    for _ in range(2):
        migrated("ingest", SAMPLES / "boostan.txt", "--outlet", "نمای شهر")
    (row,) = migrated("audit", "head", "--json").rows()
    assert row["events"] == 1


def test_a_head_of_another_database_is_told(migrated: Gozareh) -> None:
    """With what to do."""
    told = migrated("audit", "verify", "--expect", "ab" * 32)
    assert (told.code, told.out) == (1, "")
    assert "altered or removed" in told.err


def test_what_is_no_hash_is_misuse(migrated: Gozareh) -> None:
    """The message says where hashes come from."""
    told = migrated("audit", "verify", "--expect", "head")
    assert told.code == 2
    assert "gozareh audit head" in told.err
