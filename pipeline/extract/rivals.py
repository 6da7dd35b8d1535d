"""Several reports of one agency and year in one file: a draft and its final, a page and its annex.

Belongs here: that they repeat or contradict each other, that one is the attachment of another. Does
not belong here: which of them counts (the warehouse).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.extract import Extraction
from schemas.finding import Finding

_PAGE: Final = "attachment_only"


def told_apart(found: Sequence[Extraction]) -> list[Extraction | None]:
    """Say of the reports of one file that they contradict each other, and leave out repetitions.

    A page that only links to its attachment is left out where the attachment lies beside it.

    Args:
        found: the reports of a file, or of all files of an archive, in order.

    Returns:
        The same reports, None for one that repeats another figure for figure, or hands over to it.
    """
    kept: list[Extraction | None] = list(found)
    by_subject: dict[tuple[str, int | None, str], list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        if one.form_id is not None and one.subject.agency_name:
            subject = one.subject
            by_subject[subject.agency_name, subject.report_year, one.form_id].append(at)
    for places in by_subject.values():
        first: dict[tuple[str, ...], int] = {}
        for at in places:
            known = first.setdefault(_printed(found[at]), at)
            if known != at:
                kept[at], kept[known] = None, _with(kept[known], "report_repeated")
        if len(first) > 1:
            for at in first.values():
                kept[at] = _with(kept[at], "report_contradicted", str(len(first)))
    _hand_over(found, kept)
    return kept


def _hand_over(found: Sequence[Extraction], kept: list[Extraction | None]) -> None:
    """Leave out the pages whose attachment was read, and say so of the attachment."""
    read = {
        (one.subject.agency_name, one.subject.report_year): at
        for at, one in reversed(list(enumerate(kept)))
        if one is not None and one.form_id is not None and one.subject.agency_name
    }
    for at, one in enumerate(found):
        attachment = read.get((one.subject.agency_name, one.subject.report_year))
        if attachment is not None and any(told.rule_id == _PAGE for told in one.findings):
            kept[at], kept[attachment] = None, _with(kept[attachment], "report_attached")


def _printed(one: Extraction) -> tuple[str, ...]:
    return tuple(cell.printed.strip() for cell in one.cells)


def _with(one: Extraction | None, rule: str, count: str = "") -> Extraction | None:
    if one is None or any(finding.rule_id == rule for finding in one.findings):
        return one
    figures = {"count": count} if count else {}
    return replace(one, findings=(*one.findings, Finding(rule, figures=figures)))
