"""Where an answer leads on to.

Belongs here: how far redirects are followed. Does not belong here: whether the next address may be
asked for (`guard`), moves that a page tells (`columns`).
"""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from pipeline.intake.crawl.refused import RefusedError


class Redirects(RedirectMiddleware):
    """Follows redirects as Scrapy does, and says why it stops."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]  # no spider
        """Return the request that an answer leads to, or the answer.

        Raises:
            RefusedError: it leads to what is no address, or it is one redirect too many.
        """
        try:
            return super().process_response(request, response)
        except ValueError as exc:  # what Scrapy makes no request of
            raise RefusedError("refused_address", f"{exc}"[:500]) from exc

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:  # noqa: ANN401  # as its base
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest as exc:
            raise RefusedError("too_many_redirects", redirected.url) from exc
