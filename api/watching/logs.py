"""Logs on standard error: one event a line, as JSON for machines or in colour for people."""

import logging
import sys
from typing import Any, TextIO

import structlog

from indexer.settings import LogForm

_configured = False


def configured() -> bool:
    """Whether this process logs; tests and other programs that make an app do not, unasked."""
    return _configured


def configure(form: LogForm, stream: TextIO | None = None) -> None:
    """Send what the program and its libraries log to one stream, standard error by default."""
    global _configured  # noqa: PLW0603  (a process has one log)
    if form is LogForm.OFF:
        return
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form is LogForm.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("entente").setLevel(logging.INFO)
    _configured = True
