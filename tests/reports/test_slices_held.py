"""The message that slices are held back."""

from datetime import UTC, datetime

from pipeline.reports import HeldBack, slices_held

AT = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)


def test_it_speaks_chinese_first_and_names_the_moment_in_shanghai() -> None:
    message = slices_held([HeldBack("甲暂缓。", "A is held.")], AT)

    assert message.subject == (
        "ogi-warehouse: 整批暂缓入库 1 / slices held back: 1, 2026-11-24 02:05"
    )
    assert message.text.index("甲暂缓。") < message.text.index("A is held.")


def test_five_are_named_and_the_others_counted() -> None:
    many = [HeldBack(f"甲{n}。", f"A{n}.") for n in range(7)]

    text = slices_held(many, AT).text

    assert "甲4。" in text
    assert "甲5。" not in text
    assert text.count("(+2)") == 2
