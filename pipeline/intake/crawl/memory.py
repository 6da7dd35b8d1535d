"""What a crawl remembers and leaves behind: the only way from the spider to the disk.

Belongs here: what the spider may ask and tell. Does not belong here: files (`ledger`), the network.
"""

from typing import Protocol

from pipeline.intake.crawl.visit import Visit


class Memory(Protocol):
    """The ledger of earlier crawls and of this one."""

    crawl_id: str

    def last(self, url: str) -> Visit | None:
        """Return the latest visit with an answer that was judged (not `failed`), of any crawl."""

    def reports(self, source_id: str) -> tuple[Visit, ...]:
        """Return the latest visit of every address of a source that ever held a report."""

    def is_done(self, url: str) -> bool:
        """Tell whether this crawl, before it was killed, has visited an address."""

    def keep(self, visit: Visit, body: bytes | None) -> None:
        """Write a visit down at once, its bytes first; they are stored by the visit's `sha256`.

        Raises:
            StoreError: it cannot be written.
        """
