"""docs/verification.md is true: every command and every query on it is run, in order, and answers as it says."""

import re
from pathlib import Path

import pytest

from domain.roles import PERMISSIONS, Operation, Role, at_least
from tests.following import PROJECT, follow

PAGE = PROJECT / "docs" / "verification.md"
_ROW = re.compile(r"^\| `?([\w. ]+?)`? \|((?: ?[✓–]? ?\|)+)$", re.MULTILINE)


@pytest.mark.slow
async def test_every_command_and_query_on_the_page_does_what_it_says(tmp_path: Path) -> None:
    """From the first key to a published verdict, in the order of the page."""
    await follow(PAGE, tmp_path)


def test_the_matrix_on_the_page_is_the_one_that_is_kept() -> None:
    """Every operation with every role."""
    rows = {
        name: [cell.strip() for cell in cells.split("|")[:-1]]
        for name, cells in _ROW.findall(PAGE.read_text(encoding="utf-8"))
    }
    kept = {
        operation.value: ["✓" if at_least(role, PERMISSIONS[operation].least) else "–" for role in Role]
        for operation in Operation
    }
    assert rows == kept
