"""How the service logs: an event and its facts on a line, and of a failure where it was, never what anybody wrote."""

import structlog


def configure_logs(level: str) -> None:
    """Log from `level` upwards, with tracebacks that leave out the values of variables: those hold keys and texts."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
    )
