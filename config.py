"""The settings, from the environment: every name begins with GOZAREH_; docs/settings.md is kept in step by a test."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_database() -> str:
    return f"sqlite+aiosqlite:///{user_data_path('gozareh') / 'gozareh.db'}"


class Settings(BaseSettings):
    """What an operator can set; read by the command line, the application and the migrations only."""

    model_config = SettingsConfigDict(env_prefix="GOZAREH_", frozen=True, extra="ignore")

    database_url: str = Field(
        default_factory=_default_database,
        description="The database: `sqlite+aiosqlite:///PATH` or `postgresql+asyncpg://USER:PASSWORD@HOST/NAME`.",
    )
    timezone: str = Field(
        default="Asia/Tehran",
        description="The newsroom's timezone: it decides which day an instant belongs to.",
    )
    home_country: str = Field(
        default="IR",
        pattern="^[A-Z]{2}$",
        description="Whose officials an outlet means by a title without a country, by ISO 3166's two letters;"
        " `gozareh speakers load` knows outlets of other countries.",
    )
    article_limit_bytes: int = Field(
        default=5_000_000,
        gt=0,
        description="The largest text of one article, in UTF-8 bytes; a larger one is refused.",
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="The least level that is logged: DEBUG, INFO, WARNING or ERROR.",
    )

    @field_validator("timezone")
    @classmethod
    def _is_a_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            message = f"{name} is not a timezone such as Asia/Tehran"
            raise ValueError(message) from error
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The newsroom's timezone."""
        return ZoneInfo(self.timezone)
