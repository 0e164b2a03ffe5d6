"""Tests of the pages: what they point at is there."""

import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

PROJECT = Path(__file__).parents[1]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
BENCHMARKS = sorted(PROJECT.glob("benchmarks/*.py"))
README = (PROJECT / "README.md").read_text(encoding="utf-8")
_LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
_TARGET = re.compile(r"^make ([a-z-]+)", re.MULTILINE)


def name(page: Path) -> str:
    """What the page is called in the test's name."""
    return str(page.relative_to(PROJECT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link is to a file of the project."""
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_commands_of_make_are_in_the_makefile(page: Path) -> None:
    """Every line that starts with `make`."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    known = {*re.findall(r"^([a-z-]+):", makefile, re.MULTILINE), *(f"bench-{path.stem}" for path in BENCHMARKS)}
    assert set(_TARGET.findall(page.read_text(encoding="utf-8"))) <= known


def test_decisions_are_numbered_each_once() -> None:
    """In their file's name and in their title."""
    pages = sorted((PROJECT / "docs" / "decisions").glob("0*.md"))
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert [title.split(".")[0] for title in titles] == [f"# {number}" for number in range(1, len(pages) + 1)]


@pytest.mark.parametrize("operation", re.findall(r"```graphql\n(.*?)```", README, re.DOTALL))
def test_every_operation_on_the_first_page_fits_the_schema(operation: str) -> None:
    """A newcomer copies it."""
    schema = build_schema((PROJECT / "schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(operation)) == []
