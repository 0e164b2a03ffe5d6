"""The settings, from the environment: every name begins with GOZAREH_; docs/settings.md is kept in step by a test."""

import re
from ipaddress import ip_network
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.links import is_safe_address

MOST_TRUSTED_BITS = {4: 8, 6: 16}
"""The shortest prefix of a network of proxies, by the version of IP: 10.0.0.0/8 is the largest private one."""
SHORTEST_TOKEN = 16
"""Characters of the token for metrics: what is shorter is found by trying."""
_ORIGIN = re.compile(r"https?://[^/?#@\s*]+", re.IGNORECASE)


def _listed(told: str) -> list[str]:
    return [one.strip().lower() for one in told.split(",") if one.strip()]


def _is_sendable(token: SecretStr) -> bool:
    """Whether a header can hold it as one word."""
    told = token.get_secret_value()
    return told.isascii() and told.isprintable() and " " not in told


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
    article_text_open: bool = Field(
        default=False,
        description="Whether everybody may read articles' full texts; else it needs a key with the role `reader`.",
    )
    request_seconds: float = Field(
        default=10.0,
        gt=0,
        description="How many seconds a query may take; what takes longer is stopped, in the database too.",
    )
    price_limit: int = Field(
        default=25_000,
        gt=0,
        description="The highest price of a request, in points: one is about a row that the database reads.",
    )
    key_points_a_minute: int = Field(
        default=1_000_000,
        validate_default=True,
        ge=0,
        description="How many points a key, or a person of the issuer, may ask for in a minute, all workers together;"
        " 0 limits nothing, else it is at least `GOZAREH_PRICE_LIMIT`.",
    )
    address_points_a_minute: int = Field(
        default=200_000,
        validate_default=True,
        ge=0,
        description="The same of an address from which requests come without a key.",
    )
    introspection: bool = Field(
        default=True,
        description="Whether clients may ask for the schema; where they may not, errors suggest no names either.",
    )
    body_limit_bytes: int = Field(
        default=100_000,
        gt=0,
        description="The largest body of a request without a valid key: several times the longest documents that"
        " frontends send, with a page of ids as variables.",
    )
    known_body_limit_bytes: int = Field(
        default=16_000_000,
        gt=0,
        description="The largest body of a request with a valid key: the largest article, which takes three times its"
        " bytes where a client escapes Persian, and room for the rest.",
    )
    batch_limit: int = Field(
        default=10,
        ge=1,
        description="How many requests may be sent in one body, as an array: about as many as parts of one page ask"
        " at once. They are answered one after another.",
    )
    subscribers_limit: int = Field(
        default=1_000,
        ge=0,
        description="How many subscriptions a worker follows at a time; each takes some 50 kB and a short read whenever"
        " something comes. The last tenth is for those with a key.",
    )
    subscribers_limit_of_one: int = Field(
        default=100,
        ge=0,
        description="How many of them one key may have, or one address without a key, which may open as many sockets;"
        " behind a proxy that is not in `GOZAREH_TRUSTED_PROXIES` all readers are one address.",
    )
    webhooks: bool = Field(
        default=True,
        description="Whether this server sends what webhooks have to tell; of several, one does it at a time.",
    )
    webhook_private_addresses: bool = Field(
        default=False,
        description="Whether webhooks may be sent to this machine, to private networks and by http; anybody with the"
        " role `editor` can then reach what is there.",
    )
    webhook_limit: int = Field(
        default=50,
        ge=0,
        description="How many webhooks may be registered; as many are sent at a time.",
    )
    webhook_waiting_limit: int = Field(
        default=1_000,
        gt=0,
        description="How many deliveries of a webhook may wait; what comes then is made a delivery later.",
    )
    webhook_tries: int = Field(
        default=10,
        gt=0,
        description="How often a delivery is tried before its webhook is disabled.",
    )
    webhook_retry_seconds: float = Field(
        default=5.0,
        gt=0,
        description="How long after its first try a delivery is tried again; each time after that it is 3.2 times as"
        " long, so that ten tries take 22 hours.",
    )
    webhook_kept_days: int = Field(
        default=30,
        gt=0,
        description="How many days a delivery is kept from when it was made, once it is done with, to be replayed.",
    )
    cache_seconds: int = Field(
        default=0,
        ge=0,
        description="How long caches may keep what somebody without a key asked by GET; 0 lets them ask each time"
        " whether it has changed, so that what is withdrawn is gone at once.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Where readers find this service: what stands in feeds, exports and embeds that others read begins"
        " with it.",
    )
    cors_origins: str = Field(
        default="",
        description="The sites whose pages may ask, separated by commas, such as `https://www.example.org`; `*` for"
        " all, empty for none but the service's own.",
    )
    trusted_documents: str | None = Field(
        default=None,
        description="A JSON file of GraphQL documents by id, or a folder of such, as relay-compiler and graphql-codegen"
        " write; where it is set, no other document is answered.",
    )
    query_page: bool = Field(
        default=True,
        description="Whether a browser that opens `/graphql` is shown a page for asking questions.",
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="The least level that is logged: DEBUG, INFO, WARNING or ERROR.",
    )
    log_format: str = Field(
        default="auto",
        pattern="^(auto|json|console)$",
        description="How a line of the log is written: `json`, `console` for a person, or `auto`, which is `console` at"
        " a terminal and `json` elsewhere.",
    )
    access_log: bool = Field(
        default=False,
        description="Whether each request is logged as it is answered, as `gozareh serve --access-log` does.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="Whoever sends this as `Authorization: Bearer TOKEN` is told `/metrics`; where it is not set, there"
        " is no such page. At least 16 characters.",
    )
    trusted_proxies: str = Field(
        default="",
        description="The addresses and networks of proxies, separated by commas, that are believed when they tell by"
        " X-Forwarded-For, X-Forwarded-Proto and X-Request-ID where a request comes from; empty believes nobody.",
    )

    oidc_issuer: str | None = Field(
        default=None,
        description="Whose OpenID Connect tokens are taken beside API keys, by the issuer's address as its tokens tell"
        " it; nobody's where it is not set.",
    )
    oidc_audience: str | None = Field(
        default=None,
        validate_default=True,
        description="What the `aud` of a token has to be; needed with `GOZAREH_OIDC_ISSUER`.",
    )
    oidc_role_claim: str = Field(
        default="gozareh_role",
        min_length=1,
        description="The claim of a token in which the role stands: one of reader, contributor, verifier, editor and"
        " admin, or a list, of which the highest counts.",
    )

    @field_validator("oidc_issuer", "oidc_audience", "trusted_documents", "metrics_token", mode="before")
    @classmethod
    def _empty_is_not_set(cls, given: object) -> object:
        return given or None

    @field_validator("oidc_issuer")
    @classmethod
    def _is_an_issuer(cls, address: str | None) -> str | None:
        if address is not None and (not is_safe_address(address) or set(address) & set("?#@")):
            message = "is no address of an issuer, such as https://login.example.org; it has to be https"
            raise ValueError(message)
        return address

    @field_validator("oidc_audience")
    @classmethod
    def _audience_is_known(cls, audience: str | None, others: ValidationInfo) -> str | None:
        if audience is None and others.data.get("oidc_issuer") is not None:
            message = "is not set; with GOZAREH_OIDC_ISSUER say for whom its tokens have to be"
            raise ValueError(message)
        return audience

    @field_validator("key_points_a_minute", "address_points_a_minute")
    @classmethod
    def _allows_a_request(cls, points: int, others: ValidationInfo) -> int:
        price = others.data.get("price_limit", 0)
        if 0 < points < price:
            message = f"is less than one request may cost; give 0 or at least GOZAREH_PRICE_LIMIT, {price}"
            raise ValueError(message)
        return points

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, told: str) -> str:
        if not _ORIGIN.fullmatch(told.rstrip("/")):
            message = f"{told} is not an address such as https://gozareh.example.org, without a path"
            raise ValueError(message)
        return told.rstrip("/")

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, told: str) -> str:
        for origin in _listed(told):
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                message = f"{origin} is not an origin such as https://www.example.org, without a path"
                raise ValueError(message)
        return told

    @field_validator("metrics_token")
    @classmethod
    def _is_hard_to_guess(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and (len(token.get_secret_value()) < SHORTEST_TOKEN or not _is_sendable(token)):
            message = (
                f"is no token of at least {SHORTEST_TOKEN} letters and digits, such as `openssl rand -hex 32` prints"
            )
            raise ValueError(message)
        return token

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, told: str) -> str:
        for one in _listed(told):
            try:
                network = ip_network(one)
            except ValueError as error:
                message = f"{one} is no address or network such as 10.0.0.7 or 10.0.0.0/24"
                raise ValueError(message) from error
            if network.prefixlen < MOST_TRUSTED_BITS[network.version]:
                message = f"{one} is larger than any network of one's own; whoever is in it can forge addresses"
                raise ValueError(message)
        return told

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
    def allowed_origins(self) -> frozenset[str]:
        """The sites whose pages may ask."""
        return frozenset(_listed(self.cors_origins))

    @property
    def proxies(self) -> list[str]:
        """The addresses and networks of trusted proxies."""
        return _listed(self.trusted_proxies)

    @property
    def zone(self) -> ZoneInfo:
        """The newsroom's timezone."""
        return ZoneInfo(self.timezone)
