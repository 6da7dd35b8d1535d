"""Which names begin with a region."""

from pathlib import Path

import pytest

from pipeline.errors import FormError
from schemas.region import load_regions


@pytest.mark.parametrize(
    "name",
    [
        "示例县教育局", "和县财政局", "示例市民政局", "示例市政府办公室", "示例县城市管理局",
        "示例市城乡建设局", "示例街道办事处", "示例自治区财政厅", "示例市", "示例市市场监督管理局",
    ],
)  # fmt: skip
def test_a_name_that_begins_with_a_region_is_known(name: str) -> None:
    assert load_regions().begins(name)


@pytest.mark.parametrize(
    "name",
    [
        "教育局", "城市管理局", "住房和城乡建设局", "市场监督管理局", "农业农村和乡村振兴局",
        "社区服务中心", "县教育局", "市教育局", "",
    ],
)  # fmt: skip
def test_a_word_that_ends_like_a_region_is_none(name: str) -> None:
    assert not load_regions().begins(name)


@pytest.mark.parametrize("text", ["ends = 7", "ends = [", 'colour = "red"'])
def test_what_is_no_list_of_ends_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "regions.toml").write_text(text, encoding="utf-8")

    with pytest.raises(FormError, match=r"regions\.toml"):
        load_regions(tmp_path / "regions.toml")
