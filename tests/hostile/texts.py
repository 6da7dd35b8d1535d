"""Plain texts that mean harm: floods of one character, endless lines, broken codes."""

from tests.hostile import MEGA, hostile, report

HEAD = "示例县水务局2022年政府信息公开工作年度报告\n一、总体情况\n"


def _around(flood: str, shape: str = "pipe") -> bytes:
    """Return a true report as text with a flood in front and behind."""
    return f"{flood}\n{report(shape)}\n{flood}".encode()


def _flood(name: str, text: str) -> None:
    hostile(f"{name}.txt")(lambda: _around(text))


_flood("open-brackets", "(" * MEGA)
_flood("open-wide-brackets", "（" * MEGA)
_flood("notes", "公(gong)" * (3 * MEGA // 10))
_flood("notes-toned", "公(gōng)" * (3 * MEGA // 10))
_flood("notes-open", "公(gōng" * (3 * MEGA // 10))
_flood("notes-nested", "公" + "(" * 20_000 + "gōng" + ")" * 20_000)
_flood("less-than", "<" * MEGA)
_flood("table-open", "<table" * MEGA)
_flood("table-tags", "<table>" * (3 * MEGA // 10))
_flood("digits", "9" * MEGA)
_flood("digits-spaced", "9 " * MEGA)
_flood("digits-wide", "９" * MEGA)
_flood("spaces", " " * 5 * MEGA + "x")
_flood("spaces-wide", "\u3000" * MEGA + "x")
_flood("tabs", "\t" * MEGA)
_flood("pipes", "|" * MEGA)
_flood("pipe-rows", "| " * 300 + "\n" + ("|1" * 300 + "|\n") * 3000)
_flood("dashes", "-" * MEGA)
_flood("rules", "|" + "-|" * MEGA)
_flood("rule-broken", " " * (MEGA // 5) + "|" + "- :" * (MEGA // 5) + "x")
_flood("colons", "：" * MEGA)
_flood("commas", "1," * MEGA)
_flood("stars", "*" * MEGA)
_flood("emphasis", "|" + "**1" * (3 * MEGA // 10) + "|")
_flood("links", "[" * MEGA)
_flood("links-open", "[x](" * (3 * MEGA // 10))
_flood("footnotes", "[^1" * (3 * MEGA // 10))
_flood("escapes", "\\" * MEGA)
_flood("headings", "#" * MEGA + "\n" + "# 公开报告\n" * (MEGA // 10))
_flood("ampersands", "|&" * (3 * MEGA // 10))
_flood("entity-digits", "&#" + "9" * MEGA + ";&#x" + "0" * MEGA + "30;")
_flood("newlines", "\n" * 5 * MEGA)
_flood("separators", "\u2028" * MEGA)
_flood("invisible", "\u200b" * 2 * MEGA)
_flood("combining", "公" + "\u0301" * MEGA)
_flood("surrogates", "\U0001f600" * MEGA)
_flood("private", "\ue000" * MEGA)
_flood("replacement", "\ufffd" * MEGA)
_flood("question-marks", "公?" * MEGA)
_flood("labels", "自然人" * MEGA)
_flood("labels-spaced", "自  然  人  " * (3 * MEGA // 10))
_flood("label-starts", "自" * MEGA)
_flood("label-fillers", "行政" + " " * 8 + "许" + "，" * 7)
_flood("sections", "一、主动公开政府信息情况" * (MEGA // 5))
_flood("section-numbers", "一、" * MEGA)
_flood("titles", ("2022年政府信息公开" * 8 + "报告\n") * (MEGA // 10))
_flood("title-line", "2022年度信息公开工作" * (MEGA // 5))
_flood("title-years", "2022" * MEGA + "年政府信息公开报告")
_flood("periods", "2022年1月1日至" * (MEGA // 5))
_flood("period-marks", "2022年1月1日" + "至" * MEGA)
_flood("sentences", "某某局" * (MEGA // 5) + "2022年收到")
_flood("sentence-names", "某" * MEGA + "局2022年共收到")
_flood("closings", "本报告数据统计的" * (MEGA // 5) + "截至")
_flood("names", "年政府信息公开" + "某" * MEGA + "报告")
_flood("running-together", "行政许可0行政处罚0行政强制0" * (MEGA // 10))
_flood("running-digits", "行政许可" + "0" * MEGA)
_flood("running-rows", "（一）予以公开" + "22000032" * (MEGA // 10))
_flood("traditional", "動開報關" * (3 * MEGA // 10))
_flood("pinyin-runs", "動(dòng)開(kāi)" * (MEGA // 5))


@hostile("one-line.txt")
def one_line() -> bytes:
    return (HEAD + "公开" * 3 * MEGA).encode()


@hostile("one-line-ascii.txt")
def one_line_ascii() -> bytes:
    return b"x" * 20 * MEGA


@hostile("one-line-report.txt")
def one_line_report() -> bytes:
    return (report("pipe").replace("\n", " ") * 400).encode()


@hostile("report-without-borders.txt")
def report_without_borders() -> bytes:
    return (report("pipe").replace("\n", "").replace("|", "") * 400).encode()


@hostile("nul.txt")
def nul() -> bytes:
    return b"\0" * 20 * MEGA


@hostile("nul-and-text.txt")
def nul_and_text() -> bytes:
    return report("pipe").encode() + b"\0" * 18 * MEGA + report("pipe").encode()


@hostile("utf16-of-nothing.txt")
def utf16_of_nothing() -> bytes:
    return b"\xff\xfe" + b"\x00\xd8" * 9 * MEGA


@hostile("utf32-broken.txt")
def utf32_broken() -> bytes:
    return b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 5 * MEGA


@hostile("bytes-broken.txt")
def bytes_broken() -> bytes:
    return report("pipe").encode() + b"\x81\xff\xc0" * 5 * MEGA


@hostile("bytes-half.txt")
def bytes_half() -> bytes:
    return b"\xe5\x85" * 5 * MEGA + report("pipe").encode("gb18030")


@hostile("gb18030-four.txt")
def gb18030_four() -> bytes:
    return "\U00020000".encode("gb18030") * 4 * MEGA


@hostile("bom-only.txt")
def bom_only() -> bytes:
    return b"\xef\xbb\xbf" * 6 * MEGA
