import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.text import gloss
from pipeline.text.canonical import canonical, clean, simplified, traditional
from tests.extent import extent

# A report whose every character is noted, enough of them to tell.
PLAIN = "政(zheng)府(fu)信(xin)息(xi)公(gong)开(kai)" * 6
# fmt: off
PIECES = st.sampled_from(
    [
        *"动動开開政府申请信息公开年报告规章件总计髮後乾麵複製係裏囘",
        "(dòng)", "（kāi）", "(qū)(qū)", "（lǜ）", "?zhí)", "(zheng)", "(fu)(fu)", "(fu", "（gōng",
        "(一)", "（二）", "(试行)", "（单位：万元）", "(含8件结转)", "(2019年)", "(A)", "(OA)",
        "(mu)", "(www.x.gov.cn)", "?", "？", "(", ")", "（", "）", "[1]", "【", "】", "〔2021〕",
        "﹝", "﹞", "１２", "3.5", "，", "。", "“", "”", "「", "」", "'", " ", "\u3000", "\u00a0",
        "\u200b", "\ufeff", "\u00ad", "\n", "\t", "|", "abc", "①", "㎡", "\ufffd", "𠀀",
    ]
)
# fmt: on
TEXTS = st.lists(PIECES, max_size=30).map("".join)
NOTES = st.sampled_from([None, True, False])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(一)主动公开", "(一)主动公开"),
        ("一、(一)(二)(三)(四)(五)(六)(七)(八)(九)(十)", None),
        ("（一）予以公开", "(一)予以公开"),
        ("政府（县）", "政府(县)"),
        ("本年收费金额（单位：万元）", "本年收费金额(单位:万元)"),
        ("格式(试行)", "格式(试行)"),
        ("新收35件(含8件结转)", "新收35件(含8件结转)"),
        ("年度(2019年)", "年度(2019年)"),
        ("附表(A)", "附表(A)"),
        ("网站(www.x.gov.cn)", "网站(www.x.gov.cn)"),
        ("部分公开（区分处理的，只计这一情形，不计其他情形）", None),
        ("网址(http)", "网址(http)"),
        ("系统(OA)", "系统(OA)"),
        ("客户端(APP)", "客户端(APP)"),
        ("面积(mu)", "面积(mu)"),
        ("单位(km)", "单位(km)"),
        ("指标(a)", "指标(a)"),
        ("注(1)和注（2）", "注(1)和注(2)"),
        ("是吗?(试行)", "是吗?(试行)"),
        ("多少?zhi", "多少?zhi"),
        ("国办公开办函〔2021〕30号", "国办公开办函〔2021〕30号"),
    ],
)
@pytest.mark.parametrize("plain_notes", [None, False, True])
def test_bracket_that_is_no_note_survives(
    source: str,
    expected: str | None,
    plain_notes: bool | None,  # noqa: FBT001
) -> None:
    levelled = source.translate(str.maketrans("（），：", "(),:"))

    text = canonical(source, plain_notes=plain_notes).text

    assert text == (expected or levelled)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("主動(dòng)公開(kāi)", "主动公开", id="toned"),
        pytest.param("主動（dòng）公開（kāi）", "主动公开", id="full-width-brackets"),
        pytest.param("公開(kāi)(kāi)(kāi)", "公开", id="repeated"),
        pytest.param("公開(kāi)(區(qū)分處理的,", "公开(区分处理的,", id="next-to-a-bracket"),
        pytest.param("公開(kāi)（區(qū)分）", "公开(区分)", id="next-to-a-wide-bracket"),
        pytest.param("綠(lǜ)女(nǚ)", "绿女", id="umlaut"),
        pytest.param("請(qi\u030cng)", "请", id="combining-tone"),
        pytest.param("開(k\u0101\u200bi)", "开", id="invisible-inside"),
        pytest.param("依申請?zhí)幚", "依申请幚", id="damaged"),
        pytest.param("公(gōng)開(kā", "公开", id="truncated-at-the-end"),
        pytest.param("公(gōng)開(kāi)(k", "公开", id="truncated-repetition"),
        pytest.param("公(gōng)開(ka\n續", "公开(ka\n续", id="unclosed-but-not-at-the-end"),
        pytest.param("公文(zheng)", "公文(zheng)", id="plain-alone"),
    ],
)
def test_note_is_removed(source: str, expected: str) -> None:
    assert canonical(source).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(PLAIN, "政府信息公开" * 6, id="once"),
        pytest.param(f"{PLAIN}政(zheng)(zheng)府(fu)(fu)", "政府信息公开" * 6 + "政府", id="twice"),
        pytest.param(f"{PLAIN}公(gong)(gong)(gong)(gong)", "政府信息公开" * 6 + "公", id="four"),
        pytest.param(f"{PLAIN}府(fu)(fu)(f", "政府信息公开" * 6 + "府", id="truncated"),
        pytest.param(f"{PLAIN}面积(mu)", "政府信息公开" * 6 + "面积(mu)", id="unit-survives"),
        pytest.param(f"{PLAIN}公公(gong)", "政府信息公开" * 6 + "公公", id="character-survives"),
    ],
)
def test_plain_notes_are_removed_from_a_document_that_is_full_of_them(
    source: str, expected: str
) -> None:
    assert canonical(source).text == expected


def test_whole_document_decides_on_plain_notes() -> None:
    cell = "文(wen)章(zhang)"

    assert not gloss.has_plain_notes(cell)
    assert gloss.has_plain_notes(PLAIN)
    assert clean(cell, plain_notes=False) == cell
    assert clean(cell, plain_notes=True) == "文章"


def test_document_of_other_brackets_has_no_plain_notes() -> None:
    assert not gloss.has_plain_notes(PLAIN + "指标(a)面积(mu)" * 3)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("１２，３４５．６", "12,345.6", id="widths"),
        pytest.param("规\u200b范\ufeff性\u00ad文件", "规范性文件", id="invisible"),
        pytest.param("规\u00a0范\u3000性\u2009文\t件", "规 范 性 文 件", id="spaces"),
        pytest.param("【2021】[30]﹝1﹞", "〔2021〕〔30〕〔1〕", id="brackets"),
        pytest.param("“三”「安」『全』＂一＂", '"三""安""全""一"', id="quotes"),
        pytest.param("⼈⽅⼀", "人方一", id="kangxi-radicals"),
        pytest.param("行\uf99c", "行列", id="compatibility-hanzi"),
        pytest.param("行政複議法定製度全麵", "行政复议法定制度全面", id="wrong-characters"),
        pytest.param("①㎡Ⅲ㈠½", "①㎡Ⅲ㈠½", id="no-compatibility-digits"),
        pytest.param("12¹", "12¹", id="superscript-is-no-digit"),
        pytest.param("−8 ﹣8 －8", "-8 -8 -8", id="minus"),
    ],
)
def test_text_is_levelled(source: str, expected: str) -> None:
    assert canonical(source).text == expected


@settings(max_examples=extent(100), deadline=None)
@given(source=TEXTS, plain_notes=NOTES)
@example(source=PLAIN, plain_notes=None)
def test_canonical_text_is_a_fixed_point(
    source: str,
    plain_notes: bool | None,  # noqa: FBT001
) -> None:
    once = canonical(source, plain_notes=plain_notes).text
    assume("？" not in source)  # a damaged note behind a wide question mark: test_open_bugs

    twice = canonical(once, plain_notes=plain_notes)

    assert twice.text == once
    assert twice.positions == tuple(range(len(once)))


@settings(max_examples=extent(100), deadline=None)
@given(source=TEXTS, plain_notes=NOTES)
def test_every_position_points_to_the_character_that_it_came_from(
    source: str,
    plain_notes: bool | None,  # noqa: FBT001
) -> None:
    found = canonical(source, plain_notes=plain_notes, script=False)

    assert len(found.positions) == len(found.text)
    assert list(found.positions) == sorted(set(found.positions))
    origins = [canonical(source[at], script=False).text for at in found.positions]
    assert origins == list(found.text)


@settings(max_examples=extent(100), deadline=None)
@given(source=TEXTS, plain_notes=NOTES)
def test_script_conversion_moves_no_position(
    source: str,
    plain_notes: bool | None,  # noqa: FBT001
) -> None:
    kept = canonical(source, plain_notes=plain_notes, script=False)

    converted = canonical(source, plain_notes=plain_notes)

    assert converted.positions == kept.positions
    assert converted.text == simplified(kept.text)


@settings(max_examples=extent(100), deadline=None)
@given(source=TEXTS, plain_notes=st.booleans(), script=st.booleans())
def test_clean_is_canonical_without_the_map(
    source: str, *, plain_notes: bool, script: bool
) -> None:
    expected = canonical(source, plain_notes=plain_notes, script=script).text

    assert clean(source, plain_notes=plain_notes, script=script) == expected


@settings(max_examples=extent(100), deadline=None)
@given(source=TEXTS)
def test_no_digit_changes(source: str) -> None:
    digits = [character for character in source if character in "0123456789１２３５"]

    kept = [character for character in canonical(source).text if character in "0123456789"]

    assert kept == [str(int(digit)) for digit in digits]


@pytest.mark.parametrize("name", ["瀋陽市於洪區", "范縣", "後寨鄉", "沭陽縣", "臺江區"])
def test_names_are_not_converted_without_script(name: str) -> None:
    assert canonical(name, script=False).text == name
    assert canonical(name).text == simplified(name)


def test_notes_leave_a_name_even_without_script() -> None:
    assert canonical("瀋(shěn)陽(yáng)市", script=False).text == "瀋陽市"


def test_source_span_covers_what_the_canonical_span_came_from() -> None:
    source = "站南街道，主動(dòng)公\u200b開(kāi)政府"
    found = canonical(source)
    start = found.text.index("主动公开")

    span = found.source_span(start, start + 4)

    assert source[slice(*span)] == "主動(dòng)公\u200b開"


@settings(max_examples=extent(100), deadline=None)
@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20))
def test_simplified_text_stays_simplified_and_keeps_its_length(text: str) -> None:
    once = simplified(text)

    assert simplified(once) == once
    assert len(once) == len(text)


@pytest.mark.parametrize("label", ["行政复议", "商业企业", "社会公益组织", "结转下年度继续办理"])
def test_traditional_label_comes_back(label: str) -> None:
    assert traditional(label) != label
    assert simplified(traditional(label)) == label
