"""Why an exchange brought no answer, as a reason.

Belongs here: the exceptions of Scrapy and Twisted. Does not belong here: which may pass
(`backoff`).
"""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionClosed

from pipeline.intake.crawl.handler import causes, is_tls
from pipeline.intake.crawl.hosts import Hosts
from pipeline.intake.crawl.href import host_of
from pipeline.intake.crawl.refused import RefusedError

_REASONS = (
    (DownloadTimeoutError, "timeout"),
    (DownloadConnectionRefusedError, "connection_failed"),
    (CannotResolveHostError, "name_unknown"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "bad_answer"),
    (DownloadFailedError, "connection_failed"),
    (ConnectError, "connection_failed"),
    (ConnectionClosed, "connection_failed"),
)


def reason_of(exception: BaseException, url: str, hosts: Hosts) -> tuple[str, str]:
    """Return a reason of schemas/sites.toml and what was found.

    Args:
        exception: what ended the exchange.
        url: what was asked for in the end.
        hosts: the hosts of the crawl.
    """
    said = _said(exception)
    if isinstance(exception, RefusedError):
        return exception.reason, exception.detail
    name = host_of(url)
    if name in hosts.refused:
        return "refused_address", f"{name} leads to {hosts.refused[name]}"
    if is_tls(exception):
        return "tls_failed", said
    return next((id_ for kind, id_ in _REASONS if isinstance(exception, kind)), "bad_answer"), said


def _said(exception: BaseException) -> str:
    """Return what the innermost exception says, with its kind."""
    *_, inner = causes(exception)
    return f"{type(inner).__name__}: {inner}" if str(inner) else type(inner).__name__
