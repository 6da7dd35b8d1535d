"""A new form year is data: no code changes."""

from pathlib import Path
from random import Random

import pytest

from pipeline.documents.read import read_document
from pipeline.extract.extract import extract
from pipeline.extract.label import Vocabulary
from schemas.form import Form, load_forms
from tests.builders import Report, random_cells, write
from tests.schemas.test_forms import copied


def _forms_with_2030(folder: Path) -> tuple[Form, ...]:
    copied(folder, "f2019")
    copied(folder, "f2021", ("first_year = 2021", "first_year = 2021\nlast_year = 2029"))
    edits = (
        ('id = "f2021"', 'id = "f2030"'),
        ("first_year = 2021", "first_year = 2030"),
        ('  "本年制发件数",', '  "本年出台文件数量",'),
        ('label = "本年制发件数"', 'label = "本年出台文件数量"'),
        ('aliases = ["本年制发数量", "本年制发件"], ', ""),
    )
    copied(folder, "f2021", *edits, name="f2030")
    return load_forms(folder)


@pytest.mark.parametrize("shape", ["pipe", "markdown", "lines", "html_inline", "html_messy"])
@pytest.mark.parametrize(("form_id", "year"), [("f2019", 2020), ("f2021", 2024), ("f2030", 2031)])
def test_new_form_year_is_read_by_adding_data_alone(
    tmp_path: Path,
    form_id: str,
    year: int,
    shape: str,
) -> None:
    forms = _forms_with_2030(tmp_path)
    form = next(form for form in forms if form.id == form_id)
    cells = random_cells(form, Random(30))  # noqa: S311
    report = Report(form=form, cells=cells, agency="示例县教育局", year=year)
    vocabulary = Vocabulary(forms)

    document = read_document(write(report, shape), vocabulary.words)  # type: ignore[arg-type]  # parametrized
    extraction = extract(document, vocabulary)[0]

    assert extraction.form_id == form_id
    printed = {
        (cell.table_id, cell.row_code, cell.col_code): cell.printed
        for cell in extraction.cells
        if cell.reading and not cell.is_ambiguous
    }
    assert printed == cells


def test_label_that_only_the_new_form_prints_decides_for_it(tmp_path: Path) -> None:
    forms = _forms_with_2030(tmp_path)
    form = next(form for form in forms if form.id == "f2030")
    vocabulary = Vocabulary(forms)
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容|本年出台文件数量\n"
        "规章|1|2|3|\n行政规范性文件|4|5|6|\n"
        "第二十条第（五）项\n行政许可|7|\n第二十条第（六）项\n行政处罚|8|\n行政强制|9|\n"
    )

    extraction = extract(read_document(text.encode(), vocabulary.words), vocabulary)[0]

    assert extraction.form_id == form.id


# A new list of one place

LOCAL = """
id = "xx_county_2009"
scope = "xx_county"
title = "政府信息公开统计表"
source = "示例"
first_year = 2009
last_year = 2012
detector = ["2.公开栏公开数"]

[[sections]]
id = "annex"
title = "附表"

[[tables]]
id = "ind"
section = "annex"
title = "政府信息公开统计表"
layout = "list"
integer_rule = "IND.INT"
captions = ["项目", "单位"]

[[tables.blocks]]
id = "indicators"
columns = [
  { code = "year", label = "本年数", type = "integer" },
  { code = "last_year", label = "上年数", type = "integer" },
  { code = "cumulative", label = "累计数", type = "integer" },
]
rows = [
  { code = "disclosed", label = "公开信息总数", unit = "条" },
  { code = "on_website", label = "1.网站公开数", unit = "条" },
  { code = "on_board", label = "2.公开栏公开数", unit = "条" },
  { code = "visitors", label = "查阅点接待数", unit = "人次" },
]

[[identities]]
rule = "L.CH"
table = "ind"
each = "column"
left = ["on_website", "on_board"]
right = ["disclosed"]
quote = "公开信息总数"
source = "示例"
"""
FIGURES = {
    "disclosed": ("30", "21", "140"),
    "on_website": ("18", "20", "101"),
    "on_board": ("12", "1", "39"),
    "visitors": ("0", "5", "0"),
}


@pytest.mark.parametrize("shape", ["pipe", "glued"])
def test_new_list_of_a_place_is_read_by_adding_data_alone(tmp_path: Path, shape: str) -> None:
    (tmp_path / "xx_county_2009.toml").write_text(LOCAL, encoding="utf-8")
    copied(tmp_path, "f2021")
    vocabulary = Vocabulary(load_forms(tmp_path))
    labels = {"disclosed": "公开信息总数", "on_website": "1.网站公开数"}
    labels |= {"on_board": "2.公开栏公开数"}
    rows = [["项目", "单位", "本年数", "上年数", "累计数"]]
    rows += [
        [labels.get(code, "查阅点接待数"), "条" if code in labels else "人次", *figures]
        for code, figures in FIGURES.items()
    ]
    joint = {"pipe": ("|", "|\n|"), "glued": ("", "")}[shape]
    text = (
        "示例县2010年政府信息公开工作年度报告\n附表\n"
        + joint[1].join(map(joint[0].join, rows))
        + "\n"
    )

    extraction = extract(read_document(text.encode(), vocabulary.words), vocabulary)[0]

    assert extraction.form_id == "xx_county_2009"
    printed: dict[str, tuple[str, ...]] = dict.fromkeys(FIGURES, ())
    for cell in extraction.cells:
        assert cell.reading == ("cell" if shape == "pipe" else "fused")
        if not cell.is_ambiguous:
            printed[cell.row_code] += (cell.printed,)
    assert printed == FIGURES
