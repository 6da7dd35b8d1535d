"""What is not asked for, or not read to its end, whatever a site may say.

Belongs here: the exception that carries a reason through Scrapy. Does not belong here: who raises
it (`guard`, `robots`, `inflate`, `redirects`).
"""

from scrapy.exceptions import IgnoreRequest


class RefusedError(IgnoreRequest):
    """A request or an answer is refused; `reason` is an id of schemas/sites.toml."""

    def __init__(self, reason: str, detail: str) -> None:
        """Remember why."""
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail
