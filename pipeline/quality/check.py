"""All rules over a batch.

Belongs here: the order of the rules and the frame of findings. The stage before is transforms,
the one after the warehouse. Does not belong here: any one rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.cells import cell_findings
from pipeline.quality.claims import claim_findings
from pipeline.quality.doubt import doubted_tables, without_doubted
from pipeline.quality.figures import figures_of
from pipeline.quality.formulas import formula_findings, needed, report_rules
from pipeline.quality.identities import RESULT_KEY, evaluate, layouts
from pipeline.quality.verdicts import identity_findings
from schemas import finding
from schemas.claimed import Claim
from schemas.form import Form
from schemas.frames import Cell, Finding, IdentityResult, empty, enforce

FINDING_KEY = ("report_id", "rule_id", "instance", "state")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a batch."""

    identity_results: DataFrame[IdentityResult]
    findings: DataFrame[Finding]


def check(
    cells: DataFrame[Cell], forms: tuple[Form, ...], claims: DataFrame[Claim] | None = None
) -> Verdict:
    """Apply every rule that needs one report only to the cells of a batch.

    Args:
        cells: one row a report and cell.
        forms: all forms.
        claims: one row a claim of the narratives.

    Returns:
        identity_results, one row a report and identity; findings, one row a finding.
    """
    said = list(cell_findings(cells, forms))
    results: list[pl.DataFrame] = [empty(IdentityResult)]
    for layout in layouts(cells, forms):
        evaluated = evaluate(layout)
        results.append(evaluated)
        said += identity_findings(layout, evaluated, cells)
    rules = report_rules()
    sure = without_doubted(cells, doubted_tables(said))
    figures = figures_of(sure, forms, needed(rules))
    for form in forms:
        said += formula_findings(figures, form, rules)
    if claims is not None:
        said += claim_findings(claims, DataFrame[Cell](sure), forms)
    return Verdict(enforce(IdentityResult, pl.concat(results), *RESULT_KEY), finding_frame(said))


def finding_frame(said: Iterable[tuple[str, finding.Finding]]) -> DataFrame[Finding]:
    """Return findings as a frame, each once.

    Args:
        said: report_id and finding.
    """
    rows = [one.row(report_id) for report_id, one in said]
    frame = pl.DataFrame(rows, schema=empty(Finding).schema)
    return enforce(Finding, frame.unique(list(FINDING_KEY), maintain_order=True), *FINDING_KEY)
