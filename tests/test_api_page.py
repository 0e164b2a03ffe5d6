"""docs/api.md is true: every command and every query on it is run, in order, and answers as it says."""

from pathlib import Path

import pytest

from tests.following import PROJECT, follow


@pytest.mark.slow
async def test_every_question_on_the_page_is_answered_as_it_says(tmp_path: Path) -> None:
    """On the articles that ship with the project, in the order of the page."""
    await follow(PROJECT / "docs" / "api.md", tmp_path)
