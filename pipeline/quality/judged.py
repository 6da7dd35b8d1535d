"""A report together with what a rule about it as a whole must know.

Belongs here: what is judged. Does not belong here: any rule.
"""

from dataclasses import dataclass

from pipeline.documents.document import Document
from pipeline.extract.extract import Extraction
from pipeline.extract.narrative import Section
from schemas.form import Form
from schemas.narrative import load_wording


@dataclass(frozen=True, slots=True)
class Judged:
    """A report with the document that it stands in, its form, and the year that it reports on."""

    found: Extraction
    document: Document
    form: Form
    year: int

    @property
    def sections(self) -> tuple[Section, ...]:
        """The prose of the report."""
        return self.found.sections

    @property
    def is_whole(self) -> bool:
        """Nothing of it is unread that we know of."""
        told = {one.rule_id for one in self.found.findings}
        partial = load_wording().partial
        has_more = any(word in self.document.source for word in partial.more_pages)
        is_read = told.isdisjoint(partial.findings) and not has_more
        return is_read and not self.document.is_recognised
