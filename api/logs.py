"""How the service logs: an event and its facts on a line, and of a failure where it was, never what anybody wrote.

uvicorn's own lines take the same form. Every line of a request tells its id.
"""

import logging
import re
import sys
from collections.abc import Sequence
from typing import Any

import orjson
import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from api.exchange import CURRENT

_SECRETS = re.compile(
    r"(?P<key>gzr_)[\w-]+"
    r"|(?P<signing>whsec_)[\w+/=-]+"
    r"|(?P<token>eyJ)[\w-]+\.[\w-]+(?:\.[\w-]*)?"
    r"|(?P<scheme>\b(?:bearer|basic) )(?!\*)[^\s\"'\\,]+"
    r"|(?P<user>://[^:/?#@\s\"']*:)[^/\s\"']+(?=@)"
    r"|(?P<named>\bpassword=)[^&\s\"']+",
    re.IGNORECASE,
)
"""API keys, secrets of webhooks, tokens of an issuer, Authorization headers and passwords in databases' addresses."""


def configure_logs(level: str, form: str = "auto") -> None:
    """Log from `level` upwards, with tracebacks that leave out the values of variables: those hold keys and texts.

    `form` is that of GOZAREH_LOG_FORMAT. Lines go to standard error.
    """
    structlog.configure(
        processors=[*_FACTS, *_written(form)],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        logger_factory=_to_standard_error,
    )


def uvicorn_logs(level: str, form: str) -> dict[str, Any]:
    """The configuration by which uvicorn, and what else logs by Python's own module, writes lines of the same form.

    It holds words alone, so that it can be handed to the processes that uvicorn starts.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "api.logs.formatter", "form": form}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "loggers": {"uvicorn": {"handlers": ["lines"], "level": level, "propagate": False}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
    }


def formatter(form: str) -> logging.Formatter:
    """Writes the records of Python's own module as the service's lines are written."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *_FACTS],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_written(form)],
    )


def without_secrets(line: str) -> str:
    """The line with asterisks where keys, tokens and passwords stand: libraries word errors of what they were given.

    >>> without_secrets("cannot open postgresql://desk:s3cret@db/news for gzr_abc-1")
    'cannot open postgresql://desk:***@db/news for gzr_***'
    """
    return _SECRETS.sub(lambda found: f"{found[found.lastgroup or 0]}***", line)


def _told_whose(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    exchange = CURRENT.get()
    if exchange is not None:
        event["request_id"] = exchange.request_id
    return event


def _as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _hide_secrets(_: WrappedLogger, __: str, line: str) -> str:
    return without_secrets(line)


def _written(form: str) -> Sequence[Processor]:
    is_for_a_person = form == "console" or (form == "auto" and sys.stderr.isatty())
    if not is_for_a_person:
        return (_as_json, _hide_secrets)  # type: ignore[return-value]  # the last ones take and return a text
    plain = structlog.dev.plain_traceback
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=plain, colors=sys.stderr.isatty())
    return (renderer, _hide_secrets)  # type: ignore[return-value]  # the same


def _to_standard_error(*_: object) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)


_FACTS: Sequence[Processor] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    _told_whose,
    structlog.processors.format_exc_info,
)
"""What each line tells beside its event; tracebacks as Python prints them, which shows no values."""
