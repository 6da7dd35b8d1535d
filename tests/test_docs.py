"""What people read names what there is."""

import re
from pathlib import Path

import pytest

from schemas.form import load_forms
from tests.conftest import ROOT
from tests.findings_page import PAGE, page

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
VIEWS = (
    "requests disputes proactive_disclosure_2019 proactive_disclosure_2021 report_quality "
    "indicator_f2014 indicator_fj_pingtan_2011 indicator_fj_pingtan_2014"
)


@pytest.mark.parametrize(
    "target",
    re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE),
)
def test_every_make_target_is_explained(target: str) -> None:
    assert target == "clean" or f"make {target}" in CONTRIBUTING


@pytest.mark.parametrize("view", VIEWS.split())
def test_every_public_view_is_named(view: str) -> None:
    assert f"`v_{view}`" in README


def _labels() -> set[str]:
    """Return every word of the forms that is long enough to be nobody else's."""
    found = set()
    for form in load_forms():
        found |= {title for section in form.sections for title in (section.title, *section.aliases)}
        for spec in form.cells():
            found |= {*spec.row.labels, *spec.column.labels, spec.block.title}
        found |= {caption for table in form.tables for caption in table.captions}
    return {label for label in found if len(label) > 3}  # 其他, 总计, 企业


@pytest.mark.parametrize("path", sorted((ROOT / "pipeline").rglob("*.py")), ids=str)
def test_a_module_is_short_and_holds_no_statutory_label_and_no_form_year(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    code = re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.DOTALL)

    assert len(text.splitlines()) <= 300
    assert not {label for label in _labels() if f'"{label}"' in code}
    assert not re.search(r"\b20(?:19|2[0-9])\b", code)


def test_every_finding_is_explained() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
