"""The texts of the pages: the same ones in both languages, each used, each with the same places for facts."""

import re
from pathlib import Path
from string import Formatter

import pytest

from api.pages.routes import _BY_CODE, _BY_KIND
from api.pages.wording import texts_of
from domain.periods import Language

PAGES = Path(__file__).parents[2] / "api" / "pages"
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in [*PAGES.glob("templates/*.html"), *PAGES.glob("*.py")])
_SAID = re.compile(r"""(?:say|text|has)\(\s*"([a-z.]+)"\s*(~|,|\)|\sif)""")
_QUOTED = re.compile(r'"([a-z][a-z_.]*)"')
_BEGINNING = re.compile(r'f?"([a-z]+(?:\.[a-z]+)*\.)(?:"|\{)')


def named() -> set[str]:
    """Names that stand whole in templates and modules."""
    return set(_QUOTED.findall(SOURCES))


def beginnings() -> set[str]:
    """What names begin with whose end is a fact, such as `stance.`."""
    return set(_BEGINNING.findall(SOURCES))


def places(text: str) -> set[str]:
    """The facts that a text has places for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts() -> None:
    """But for those of one, which Persian has no other form for."""
    persian, english = texts_of(Language.FA), texts_of(Language.EN)
    of_one = {name for name in english if name.endswith(".one")}
    assert set(english) - of_one == set(persian)
    assert {name.removesuffix(".one") for name in of_one} <= set(persian)


@pytest.mark.parametrize("name", texts_of(Language.FA))
def test_a_text_has_the_same_places_in_both_languages(name: str) -> None:
    """And none is empty."""
    persian, english = texts_of(Language.FA)[name], texts_of(Language.EN)[name]
    assert persian.strip()
    assert english.strip()
    assert places(persian) == places(english)


@pytest.mark.parametrize("name", texts_of(Language.FA))
def test_a_text_is_used(name: str) -> None:
    """By its whole name, or by a beginning and a fact."""
    assert name in named() or any(name.startswith(beginning) for beginning in beginnings())


def test_a_text_that_is_asked_for_is_there() -> None:
    """In Persian, and so in English."""
    asked = {name for name, after in _SAID.findall(SOURCES) if after != "~" and not name.endswith(".")}
    assert len(asked) > 100
    assert asked <= set(texts_of(Language.FA))


def test_every_status_by_which_a_page_fails_has_its_texts() -> None:
    """Two each: what is wrong, and what to do."""
    statuses = {*_BY_CODE.values(), *(status for _, status in _BY_KIND), 500}
    texts = texts_of(Language.FA)
    assert [name for one in statuses for name in (f"error.{one:d}", f"error.{one:d}.help") if name not in texts] == []
