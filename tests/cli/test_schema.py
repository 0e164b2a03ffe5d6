"""Tests of cli/schema.py."""

from pathlib import Path

from tests.cli.conftest import Gozareh

COMMITTED = Path(__file__).parents[2] / "schema.graphql"


def test_the_committed_schema_is_that_of_this_version(gozareh: Gozareh) -> None:
    """Checked without writing."""
    told = gozareh("schema", "check", COMMITTED)
    assert (told.code, told.out) == (0, "")


def test_a_written_schema_passes_the_check(gozareh: Gozareh, tmp_path: Path) -> None:
    """Writing is the remedy that the check names."""
    path = tmp_path / "schema.graphql"
    assert gozareh("schema", "write", path).code == 0
    assert gozareh("schema", "check", path).code == 0
    assert path.read_bytes() == COMMITTED.read_bytes()


def test_another_schema_is_told_with_its_differences(gozareh: Gozareh, tmp_path: Path) -> None:
    """And the file stays as it is."""
    path = tmp_path / "schema.graphql"
    path.write_text("type Query {\n  old: Int\n}\n")
    told = gozareh("schema", "check", path)
    assert told.code == 1
    assert "-  old: Int" in told.out
    assert f"run: gozareh schema write {path}" in told.err
    assert path.read_text() == "type Query {\n  old: Int\n}\n"


def test_a_place_that_cannot_be_written_is_misuse(gozareh: Gozareh, tmp_path: Path) -> None:
    """The message names the place."""
    told = gozareh("schema", "write", tmp_path / "none" / "schema.graphql")
    assert told.code == 2
    assert told.err == f"gozareh: {tmp_path / 'none' / 'schema.graphql'}: No such file or directory; check the path\n"


def test_a_missing_schema_is_misuse(gozareh: Gozareh, tmp_path: Path) -> None:
    """The message names the path."""
    assert gozareh("schema", "check", tmp_path / "gone.graphql").code == 2
