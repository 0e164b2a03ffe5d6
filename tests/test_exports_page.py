"""docs/exports.md is true: every command on it is run and every address asked, on what the page stores."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from api.exports.forms import Form
from api.exports.writing import SHAPES
from config import Settings
from tests.api.client import serving
from tests.following import PROJECT, follow

PAGE = PROJECT / "docs" / "exports.md"
ADDRESSES = re.findall(r"^GET (\S.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.slow
async def test_every_command_and_address_on_the_page_does_what_it_says(tmp_path: Path) -> None:
    """Each address answers with claims, and each form is asked."""
    await follow(PAGE, tmp_path)
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'news.db'}", webhooks=False)
    async with serving(settings) as client:
        told = [await client.http.get(quote(address, safe="/?=")) for address in ADDRESSES]
    assert [one.status_code for one in told] == [200] * len(Form)
    assert all(b"claim_" in one.content for one in told)
    assert (tmp_path / "claims.csv").stat().st_size > 1_000


def test_the_types_on_the_page_are_those_that_are_sent() -> None:
    """Of every form."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| `([^`]+)`[^|]*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == {form.value: shape.media_type for form, shape in SHAPES.items()}
