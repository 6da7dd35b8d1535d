"""The prose of a report comes back in its own section, or in none."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.document import Loose
from pipeline.documents.read import read_documents
from pipeline.extract.extract import extract
from pipeline.extract.label import Vocabulary, own_vocabulary
from pipeline.extract.narrative import Passage, Section, narrative, passages
from schemas.form import Form, load_forms, tabled
from tests.builders import FILE_SHAPES, SHAPES, Report, Shape, random_cells, render, write
from tests.building.noise import noisy

FORMS = tabled(load_forms())
MARKS = {"s1": "壹", "s2": "贰", "s3": "叁", "s4": "肆", "s5": "伍", "s6": "陆"}
OPENINGS = (
    *(
        "",
        "（一）主动公开政府信息情况。",
        "（二）依申请公开情况",
        "1.其他处理",
        "一是",
        "二、",
        "一、提高认识，",
    ),
    *(
        "2022年，",
        "存在的问题：",
        "行政许可",
        "第二十条第（一）项",
        "其他",
        "本年新收政府信息公开申请数量：",
    ),
)
ENDS = ("。", "", "；", "：")
WORDS = "全年收到政府信息公开申请12件其中予以公开8件答复行政复议制发规范性文件满意平台建设考核"
SENTENCES = st.builds(
    lambda opening, words, end: f"{opening}{{mark}}{words}{end}",
    st.sampled_from(OPENINGS),
    st.text(alphabet=WORDS, max_size=90),
    st.sampled_from(ENDS),
)
PARAGRAPHS = st.fixed_dictionaries({section: st.lists(SENTENCES, max_size=4) for section in MARKS})


def sections_of(data: bytes, vocabulary: Vocabulary) -> tuple[Section, ...]:
    (document, *_) = read_documents(data, vocabulary.words)
    return narrative(document.blocks, vocabulary, plain_notes=False)


def report(paragraphs: Mapping[str, tuple[str, ...]], seed: int = 1) -> Report:
    form = FORMS[seed % len(FORMS)]
    cells = random_cells(form, Random(seed))  # noqa: S311  # figures, no secrets
    return Report(
        form=form, cells=cells, agency="青禾县教育局", year=form.first_year, sections=paragraphs
    )


@settings(max_examples=120, deadline=None)
@given(PARAGRAPHS, st.sampled_from((*SHAPES, *FILE_SHAPES)), st.integers(0, 9))
def test_prose_comes_back_in_its_section_or_not_at_all(
    drawn: dict[str, list[str]], shape: Shape, seed: int
) -> None:
    paragraphs = {
        section: tuple(text.format(mark=MARKS[section]) for text in texts)
        for section, texts in drawn.items()
    }
    vocabulary = own_vocabulary()

    found = sections_of(write(report(paragraphs, seed), shape), vocabulary)

    for passage in passages(found):
        others = set(MARKS.values()) - {MARKS.get(passage.section_id, "")}
        assert not passage.section_id or not others & set(passage.text), passage


@pytest.mark.parametrize("shape", [*SHAPES, *FILE_SHAPES])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_ordinary_prose_comes_back_whole(form: Form, shape: Shape, vocabulary: Vocabulary) -> None:
    paragraphs = {
        "s1": (
            "（一）主动公开。全年公开各类信息120条，内容准确。",
            "（二）依申请公开。收到申请3件。",
        ),
        "s5": ("存在的问题：公开内容不够及时。", "改进措施：加强培训，定期检查。"),
        "s6": ("2022年，本机关未收取信息处理费。",),
    }
    printed = report(paragraphs, FORMS.index(form))

    found = sections_of(write(printed, shape), vocabulary)

    for section, texts in paragraphs.items():
        said = "".join(one.text for one in passages(found) if one.section_id == section)
        assert said.translate(str.maketrans("", "", "（）():：，,")) == "".join(texts).translate(
            str.maketrans("", "", "（）():：，,")
        )
    assert [one.section_id for one in found] == ["", "s1", "s2", "s3", "s4", "s5", "s6"]


@pytest.mark.parametrize("shape", SHAPES)
def test_traditional_prose_with_pinyin_is_levelled_and_quoted_as_printed(
    shape: Shape, vocabulary: Vocabulary
) -> None:
    said = ("全年收到政府信息公开申请3件，均已答复。",)
    paragraphs = {"s1": said, "s5": ("存在不足。",), "s6": ("无。",)}
    text = noisy(render(report(paragraphs), shape), traditional=True, pinyin=True)

    found = [one for one in passages(sections_of(text.encode(), vocabulary)) if one.section_id]

    assert [one.text.replace("，", ",") for one in found] == [
        "全年收到政府信息公开申请3件,均已答复。",
        "存在不足。",
        "无。",
    ]
    assert "kāi" in found[0].quote


def page(*lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><body>{body}</body></html>".encode()


TABLE = (
    "<table><tr><td>信息内容<td>本年制发件数<tr><td>规章<td>1<tr><td>行政规范性文件<td>2</table>"
)
CASES: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "title-and-text-in-one-line": (
        page("一、总体情况。2021年工作平稳。", "六、其他需要报告的事项：无"),
        [("s1", "2021年工作平稳。"), ("s6", "无")],
    ),
    "near-title": (
        page("一、总体情况", "平稳。", "五、存在的不足和下一步打算", "人手少。"),
        [("s1", "平稳。"), ("s5", "人手少。")],
    ),
    "headings-inside-a-section": (
        page("一、总体情况", "一、主动公开", "公开及时。", "二、依申请公开", "收到3件。"),
        [
            ("s1", "一、主动公开"),
            ("s1", "公开及时。"),
            ("s1", "二、依申请公开"),
            ("s1", "收到3件。"),
        ],
    ),
    "a-heading-that-no-form-knows": (
        page("一、总体情况", "平稳。", "二、工作机制", "机制健全。"),
        [("s1", "平稳。"), ("", "机制健全。")],
    ),
    "seventh": (
        page("六、其他需要报告的事项", "无。", "七、下年工作思路", "继续努力。"),
        [("s6", "无。"), ("", "继续努力。")],
    ),
    "table-whose-title-is-lost": (
        page("一、总体情况", "平稳。", TABLE, "问题不少。"),
        [("s1", "平稳。"), ("", "问题不少。")],
    ),
    "prose-before-and-after-a-table": (
        page("二、主动公开政府信息情况", "说明如下。", TABLE, "备注：略。"),
        [("s2", "说明如下。"), ("", "备注：略。")],
    ),
    "menus-behind-the-article": (
        page("六、其他需要报告的事项", "无。", "打印本页", "机构设置", "政策法规"),
        [("s6", "无。")],
    ),
    "menus-without-a-mark": (
        page("六、其他需要报告的事项", "无", "机构设置", "政策法规", "政务服务"),
        [("s6", "无")],
    ),
    "lines-broken-at-the-margin": (
        page(
            "一、总体情况",
            "全年收到政府信息公开申请 34 件，上年结转政府信息公开",
            "申请 2 件，均已办理。",
        ),
        [("s1", "全年收到政府信息公开申请 34 件,上年结转政府信息公开申请 2 件,均已办理。")],
    ),
    "list-of-the-titles": (
        page(
            "本报告分一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况，"
            "四、政府信息公开行政复议、行政诉讼情况，五、存在的主要问题及改进情况，"
            "六、其他需要报告的事项，共六个部分，数据截止到年底，如有疑问请与我局办公室联系，"
            "地址青禾县人民路一号，邮政编码000000，欢迎社会各界监督，报告全文在门户网站下载，"
            "内容以网站公布的为准，特此说明，并向关心和支持这项工作的各界人士表示感谢。",
            "一、总体情况",
            "平稳。",
        ),
        [("s1", "平稳。")],
    ),
    "what-introduces-the-report": (
        page("首页", "统计期限为2022年1月1日至2022年12月31日。", "一、总体情况", "平稳。"),
        [("", "统计期限为2022年1月1日至2022年12月31日。"), ("s1", "平稳。")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lines_are_of_their_sections(name: str, vocabulary: Vocabulary) -> None:
    data, expected = CASES[name]
    levelled = [(section, text.replace("：", ":").replace("，", ",")) for section, text in expected]

    found = passages(sections_of(data, vocabulary))

    kept = [
        (one.section_id, one.text)
        for one in found
        if name != "list-of-the-titles" or one.section_id
    ]
    assert kept == levelled


def test_places_and_quotes_are_those_of_the_source(vocabulary: Vocabulary) -> None:
    (document,) = read_documents(page("一、总体情况", "收到３件。"), vocabulary.words)

    found = passages(narrative(document.blocks, vocabulary, plain_notes=False))

    row = document.rows[1]
    assert found == (Passage("s1", "收到3件。", "收到３件。", row.place(0)),)


def test_rows_one_by_one_give_what_blocks_give(vocabulary: Vocabulary) -> None:
    for seed, shape in enumerate(SHAPES):
        printed = report({"s1": ("收到3件。",), "s3": ("说明。",), "s5": ("不足。",)}, seed)
        (document, *_) = read_documents(write(printed, shape), vocabulary.words)

        by_blocks = narrative(document.blocks, vocabulary, plain_notes=False)

        assert narrative((Loose(document.rows),), vocabulary, plain_notes=False) == by_blocks


def test_an_extraction_carries_its_prose_and_a_page_without_tables_none(
    vocabulary: Vocabulary,
) -> None:
    with_tables, without = (
        extract(read_documents(data, vocabulary.words)[0], vocabulary)[0]
        for data in (write(report({"s6": ("无。",)}), "html_plain"), page("一、总体情况", "平稳。"))
    )

    assert [one.text for one in passages(with_tables.sections)] == ["无。"]
    assert without.sections == ()
