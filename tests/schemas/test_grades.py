"""The scale of quality grades."""

from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from pipeline.errors import FormError
from schemas.grade import GRADES, Severity, Side, grade_of, load_grades
from schemas.rule import Rule


def test_every_kind_of_finding_has_a_grade_and_ours_never_blames_the_publisher() -> None:
    scopes = get_args(Rule.model_fields["scope"].annotation)
    kinds = list(product(get_args(Side), get_args(Severity), scopes))

    grades = {kind: grade_of(*kind).id for kind in kinds}

    assert {grades["report", "error", scope] for scope in scopes} == {"C", "D"}
    assert {grades["report", "warning", scope] for scope in scopes} == {"B"}
    ours = {grade for (origin, _, _), grade in grades.items() if origin == "extraction"}
    assert ours == {"A", "E"}
    assert {grade for (_, severity, _), grade in grades.items() if severity == "info"} == {"A"}


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        pytest.param(('id = "D"', 'id = "E"'), "each grade once", id="twice"),
        pytest.param(('severities = ["fatal"]', 'severities = ["grave"]'), "grave", id="severity"),
        pytest.param(("when = []", 'when = [{ origins = ["report"] }]'), "last grade", id="rest"),
        pytest.param(("[[grades]]", "[[grade"), "grades.toml", id="no_toml"),
    ],
)
def test_an_incoherent_scale_is_refused(tmp_path: Path, edit: tuple[str, str], named: str) -> None:
    path = tmp_path / "grades.toml"
    path.write_text(GRADES.read_text(encoding="utf-8").replace(*edit), encoding="utf-8")

    with pytest.raises(FormError, match=named):
        load_grades(path)
