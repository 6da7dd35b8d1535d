"""What sentences claim: many styles, and the traps among them."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FormError
from pipeline.extract.claims.narrative import FoundClaim, claims_of
from pipeline.extract.narrative import Passage
from pipeline.text.canonical import clean
from schemas.claim import CLAIMS, load_claims
from schemas.form import load_forms, tabled

FILE = Path(__file__).parents[1] / "cases/claims/sentences.tsv"
YEAR = 2022
Meant = tuple[str, str, str]  # rule, quantity, value


def _lines() -> list[tuple[str, frozenset[Meant]]]:
    lines = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        sentence, _, meant = line.partition("\t")
        if line and not line.startswith("#"):
            claims = [tuple(one.split()) for one in meant.split(";") if one.strip()]
            lines.append((sentence, frozenset((rule, code, n) for rule, code, n in claims)))
    return lines


LINES = _lines()


def read(
    *texts: str, year: int | None = YEAR, section_id: str = "s1", agency: str = ""
) -> tuple[FoundClaim, ...]:
    return claims_of(
        [Passage(section_id, clean(text, plain_notes=False), text, "1,1") for text in texts],
        year,
        agency,
    )


def said(*texts: str, year: int | None = YEAR) -> frozenset[Meant]:
    found = read(*texts, year=year)
    return frozenset((one.rule_id, one.quantity, f"{one.value.normalize():f}") for one in found)


@pytest.mark.parametrize(("sentence", "meant"), LINES, ids=[sentence for sentence, _ in LINES])
def test_a_sentence_claims_nothing_that_it_does_not_say(
    sentence: str, meant: frozenset[Meant]
) -> None:
    assert said(sentence) <= meant


def test_nearly_all_that_sentences_say_is_read() -> None:
    meant = sum(len(one) for _, one in LINES)
    found = sum(len(one & said(sentence)) for sentence, one in LINES)

    assert len(LINES) >= 150
    assert found / meant >= 0.95


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in LINES])
def test_spaces_and_wide_digits_change_nothing(sentence: str) -> None:
    spaced = re.sub("(?<=[0-9])(?![0-9.,%])|(?<![0-9.,])(?=[0-9])", " ", sentence)
    wide = sentence.translate({ord(one): chr(ord(one) + 0xFEE0) for one in "0123456789"})

    assert said(wide) == said(sentence)
    assert said(spaced) == said(sentence)


def test_a_heading_names_the_topic_of_what_follows() -> None:
    assert said("（二）依申请公开情况", "全年收到申请9件。") == {("X.NEW", "received", "9")}
    assert said("（三）信访工作情况", "全年收到申请9件。") == frozenset()


def test_a_number_of_the_next_sentence_is_not_taken() -> None:
    assert said("我局规范受理政府信息公开申请。全年发布信息20件。") == frozenset()


def test_without_a_year_a_sentence_that_names_one_claims_nothing() -> None:
    sentence = "2022年，我局收到政府信息公开申请20件。"

    assert said(sentence, year=None) == frozenset()
    assert said(sentence, year=2021) == frozenset()
    assert said(sentence) == {("X.NEW", "received", "20")}


def test_plans_and_problems_claim_nothing() -> None:
    assert not read("2022年，我局收到政府信息公开申请20件。", section_id="s5")


def test_a_region_and_an_office_are_told_from_the_agency() -> None:
    (whole,) = read("2022年，全区共收到政府信息公开申请20件。")
    (own,) = read("2022年，我局共收到政府信息公开申请20件。")

    assert whole.is_scoped
    assert not own.is_scoped


@pytest.mark.parametrize(
    ("agency", "name", "is_own"),
    [
        ("示例县财政局", "示例县财政局", True),
        ("示例县财政局", "县财政局", True),
        ("示例县财政局", "财政局", True),
        ("示例县财政局", "全局", True),
        ("示例县财政局", "本机关", True),
        ("示例县财政局", "县税务局", False),
        ("示例县财政局", "市财政局", False),
        ("示例县财政局", "邻县财政局", False),
        ("示例市示例区财政局", "市财政局", False),
        ("示例市示例区财政局", "区财政局", True),
        ("示例县城市管理局", "县城管局", True),
        ("示例市文化和旅游局", "市文旅局", True),
        ("示例县发展和改革委员会", "县发改委", True),
        ("示例县教体局", "示例县教育和体育局", True),
        ("", "县税务局", True),  # nobody is known to be another
    ],
)
def test_what_another_body_received_is_not_claimed_of_the_agency(
    agency: str, name: str, *, is_own: bool
) -> None:
    found = read(f"2022年，{name}共收到政府信息公开申请20件。", agency=agency)

    assert [one.value for one in found] == ([20] if is_own else [])


def test_a_long_sentence_is_quoted_around_its_number() -> None:
    filler = "按照上级的部署不断加强组织领导，" * 5
    (one,) = read(f"2022年，{filler}收到政府信息公开申请20件，{filler}成效明显。")

    assert len(one.quote) <= 60
    assert one.quote.startswith("…")
    assert one.quote.endswith("…")
    assert "收到政府信息公开申请20件" in one.quote


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开" * 70,
        "收到" + "的" * 500,
        "收到申请" + "数量" * 250 + "。",
        "其中网络申请1件、" * 60,
        "未" * 590 + "。",
        "较上年" * 190 + "5件",
        "1," * 290,
        "一" * 590 + "件",
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    read(text)

    assert time.perf_counter() - started < 0.5


@settings(max_examples=200)
@given(
    st.text(
        "收到受理政府信息公开申请件未上年结转下，。、0123456789占%其中为复议诉讼年", max_size=80
    )
)
def test_any_text_is_read_without_trouble(text: str) -> None:
    for one in read(text):
        assert one.value >= 0 or one.rule_id == "X.GROW"


def test_every_sum_names_cells_that_some_form_has() -> None:
    words = load_claims()
    known = {
        f"{spec.table.id}.{row}.{spec.column.code}"
        for form in tabled(load_forms())
        for spec in form.cells()
        for row in (spec.row.code, spec.row.group)
    }
    sums = [text for one in words.quantities for text in (*one.sums, *one.zero)]
    terms = {term for text in (*sums, *words.share.of) for term in text.split() if term not in "+-"}

    assert terms <= known
    assert terms == set(words.terms)


def test_a_vocabulary_that_claims_what_it_does_not_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.toml"
    text = CLAIMS.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "carried_in"', 'id = "carried"'), encoding="utf-8")

    with pytest.raises(FormError, match="carried_in"):
        load_claims(path)
    path.write_text("[numbers", encoding="utf-8")
    with pytest.raises(FormError, match=r"claims\.toml"):
        load_claims(path)
