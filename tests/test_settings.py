"""Tests of config.py and of docs/settings.md, which tells its settings to operators."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from cli.opening import read_settings
from config import Settings
from domain.errors import BadSetting

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
_ROW = re.compile(r"^\| `(GOZAREH_\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[str, str]]:
    """Default and description of each variable on the page, without those of the tests."""
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: (default, text) for name, default, text in rows if not name.startswith("GOZAREH_TEST_")}


def test_the_page_holds_every_setting_and_no_other() -> None:
    """With the description that the code has."""
    told = {name: text for name, (_, text) in documented().items()}
    assert told == {f"GOZAREH_{name.upper()}": field.description for name, field in Settings.model_fields.items()}


def test_the_page_tells_the_defaults() -> None:
    """Those that are values; the database's place depends on the user."""
    defaults = {
        f"GOZAREH_{name.upper()}": f"`{field.default}`"
        for name, field in Settings.model_fields.items()
        if field.default_factory is None
    }
    assert {name: documented()[name][0] for name in defaults} == defaults


def test_the_default_database_is_a_file_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that `gozareh db upgrade` works without a setting."""
    monkeypatch.delenv("GOZAREH_DATABASE_URL", raising=False)
    assert re.fullmatch(r"sqlite\+aiosqlite:///.*gozareh.*\.db", Settings().database_url)


def test_the_newsrooms_zone_is_that_of_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asia/Tehran where nobody sets it."""
    monkeypatch.setenv("GOZAREH_TIMEZONE", "Asia/Kabul")
    assert Settings().zone.key == "Asia/Kabul"


def test_settings_do_not_change() -> None:
    """What a command read once holds until it ends."""
    settings = Settings()
    with pytest.raises(ValidationError):
        settings.timezone = "UTC"


ISSUER = "https://login.example.org/realms/newsroom"


def test_an_issuer_needs_an_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token for another service of the issuer's is no token for this one."""
    monkeypatch.setenv("GOZAREH_OIDC_ISSUER", ISSUER)
    with pytest.raises(BadSetting, match="GOZAREH_OIDC_AUDIENCE: is not set"):
        read_settings()


def test_an_issuer_with_an_audience_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letter for letter, as its tokens tell it."""
    monkeypatch.setenv("GOZAREH_OIDC_ISSUER", ISSUER)
    monkeypatch.setenv("GOZAREH_OIDC_AUDIENCE", "gozareh")
    assert (Settings().oidc_issuer, Settings().oidc_audience) == (ISSUER, "gozareh")


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example.org",
        "login.example.org",
        "https://login.example.org/?realm=1",
        "https://login.example.org/#realm",
        "https://sara@login.example.org",
        "ftp://127.0.0.1",
    ],
)
def test_what_is_no_issuer_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    """Keys that anybody on the way can change would verify anything."""
    monkeypatch.setenv("GOZAREH_OIDC_ISSUER", issuer)
    monkeypatch.setenv("GOZAREH_OIDC_AUDIENCE", "gozareh")
    with pytest.raises(BadSetting, match="GOZAREH_OIDC_ISSUER: is no address of an issuer"):
        read_settings()


def test_an_empty_issuer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As files of environment variables leave it out."""
    monkeypatch.setenv("GOZAREH_OIDC_ISSUER", "")
    assert Settings().oidc_issuer is None


@pytest.mark.parametrize("name", ["GOZAREH_KEY_POINTS_A_MINUTE", "GOZAREH_ADDRESS_POINTS_A_MINUTE"])
def test_a_minute_has_to_allow_a_request(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Or a dear one could never be asked."""
    monkeypatch.setenv("GOZAREH_PRICE_LIMIT", "500")
    monkeypatch.setenv(name, "499")
    with pytest.raises(BadSetting, match=f"{name}: is less than one request may cost"):
        read_settings()


@pytest.mark.parametrize("points", [0, 500])
def test_a_minute_may_allow_one_request_or_any_number(monkeypatch: pytest.MonkeyPatch, points: int) -> None:
    """0 is no limit."""
    monkeypatch.setenv("GOZAREH_PRICE_LIMIT", "500")
    monkeypatch.setenv("GOZAREH_KEY_POINTS_A_MINUTE", str(points))
    assert Settings().key_points_a_minute == points
