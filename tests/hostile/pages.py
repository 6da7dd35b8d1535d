"""Pages that mean harm: nests, floods and bombs of markup."""

from tests.hostile import MEGA, hostile, report, truth


def _around(before: str = "", behind: str = "") -> bytes:
    """Return a true report with something at the begin and the end of its body."""
    head, body, rest = report().partition("<body>")
    inner, end, tail = rest.rpartition("</body>")
    return f"{head}{body}{before}{inner}{behind}{end}{tail}".encode()


def _table(rows: str) -> bytes:
    return f"<html><body><p>政府信息公开<p>年度报告<table>{rows}</table></body></html>".encode()


@hostile("nested-div.html")
def nested_div() -> bytes:
    return _around("<div>" * (MEGA // 5), "</div>" * (MEGA // 5))


@hostile("nested-div-open.html")
def nested_div_open() -> bytes:
    return _around("<div>" * (3 * MEGA // 2))


@hostile("nested-span.html")
def nested_span() -> bytes:
    return _around("<span>" * (MEGA // 5))


@hostile("nested-formatting.html")
def nested_formatting() -> bytes:
    return _around("<b><i><u><font color=red>" * 20_000 + "<p>x" * 2000)


@hostile("misnested-formatting.html")
def misnested_formatting() -> bytes:
    return _around("<b><p>" * 50_000 + "</b></p>" * 50_000)


@hostile("misnested-links.html")
def misnested_links() -> bytes:
    return _around("<a href=x><div>" * 20_000 + "</a>" * 20_000)


@hostile("nested-table.html")
def nested_table() -> bytes:
    return _around("<table><tr><td>" * 20_000)


@hostile("nested-table-short.html")
def nested_table_closed() -> bytes:
    return _around("<table><tr><td>" * 2000 + "1" + "</td></tr></table>" * 2000)


@hostile("foster-parents.html")
def foster_parents() -> bytes:
    return _around("<table>" * 10_000 + "<p>x" * 10_000)


@hostile("nested-svg.html")
def nested_svg() -> bytes:
    return _around("<svg><foreignObject>" * 50_000)


@hostile("nested-template.html")
def nested_template() -> bytes:
    return _around("<template>" * (MEGA // 10))


@hostile("nested-select.html")
def nested_select() -> bytes:
    return _around("<select><option>" * (MEGA // 10))


@hostile("nested-sup.html")
def nested_sup() -> bytes:
    return _around("<sup>1" * (MEGA // 10))


@hostile("attributes.html")
def attributes() -> bytes:
    return _around("<div " + " ".join(f"a{at}=1" for at in range(2 * MEGA // 5)) + ">")


@hostile("attributes-same.html")
def attributes_same() -> bytes:
    return _around("<div " + "a=1 " * MEGA + ">")


@hostile("attribute-long.html")
def attribute_long() -> bytes:
    return _around(f"<div style='{'x:y;' * 2 * MEGA}'>")


@hostile("attribute-open.html")
def attribute_open() -> bytes:
    return _around('<div title="' + "<td>" * MEGA)


@hostile("styles.html")
def styles() -> bytes:
    return _around("".join(f"<p style='text-decoration:{' ' * 500}{at}'>x" for at in range(20_000)))


@hostile("style-spaces.html")
def style_spaces() -> bytes:
    return _around(
        f"<p style='display{' ' * 3 * MEGA}'>x<p style='{'text-decoration' * (MEGA // 3)}'>"
    )


@hostile("tags-unknown.html")
def tags_unknown() -> bytes:
    return _around("".join(f"<x{at}>y</x{at}>" for at in range(MEGA // 5)))


@hostile("tag-name-long.html")
def tag_name_long() -> bytes:
    return _around(f"<{'x' * 5 * MEGA}>")


@hostile("less-than.html")
def less_than() -> bytes:
    return _around("<" * 3 * MEGA)


@hostile("less-than-spaced.html")
def less_than_spaced() -> bytes:
    return _around("< " * 3 * MEGA)


@hostile("closing-tags.html")
def closing_tags() -> bytes:
    return _around("</p>" * 2 * MEGA + "</table>" * MEGA)


@hostile("comment-open.html")
def comment_open() -> bytes:
    return _around("<!--" * MEGA)


@hostile("comments.html")
def comments() -> bytes:
    return _around("<!---->" * 2 * MEGA)


@hostile("script-open.html")
def script_open() -> bytes:
    return _around("", "<script><!--<script>" * (MEGA // 5))


@hostile("entities.html")
def entities() -> bytes:
    return _around("&amp;" * 3 * MEGA)


@hostile("entity-long.html")
def entity_long() -> bytes:
    return _around(f"&{'a' * 5 * MEGA};&#{'9' * 5 * MEGA};")


@hostile("entity-numbers.html")
def entity_numbers() -> bytes:
    return _around("&#48;" * 2 * MEGA)


@hostile("doctype-laughs.html")
def doctype_laughs() -> bytes:
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 20))
    return f'<!DOCTYPE html [<!ENTITY l0 "1">{laughs}]>{report()}&l19;'.encode()


@hostile("rowspan.html")
def rowspan() -> bytes:
    return _table("<tr><td rowspan=1000000 colspan=1000>1" * 100)


@hostile("rowspans.html")
def rowspans() -> bytes:
    return _table("".join("<tr>" + "<td rowspan=65534>1" * 20 for _ in range(20_000)))


@hostile("spans-overlap.html")
def spans_overlap() -> bytes:
    return _table("".join(f"<tr><td rowspan={900 - at} colspan=1000>{at}" for at in range(900)))


@hostile("span-digits.html")
def span_digits() -> bytes:
    return _table(
        f"<tr><td rowspan={'9' * 5 * MEGA} colspan={'9' * (MEGA // 10)}>1<td colspan=-1>2"
    )


@hostile("one-row.html")
def one_row() -> bytes:
    return _table("<tr>" + "<td>1" * MEGA)


@hostile("rows-empty.html")
def rows_empty() -> bytes:
    return _table("<tr>" * 2 * MEGA)


@hostile("cells-empty.html")
def cells_empty() -> bytes:
    return _table("<tr><td></td></tr>" * 190_000)


@hostile("rows-of-report.html")
def rows_of_report() -> bytes:
    return report().replace("<tr>", "<tr>" * 5000).encode()


@hostile("tables-many.html")
def tables_many() -> bytes:
    return _around("<table><tr><td>1<td>2</table>" * (MEGA // 5))


@hostile("tables-all-different.html")
def tables_all_different() -> bytes:
    return _around("".join(f"<table><tr><td>a{at}<td>2</table>" for at in range(MEGA // 10)))


@hostile("reports-many.html")
def reports_many() -> bytes:
    return (report() * (MEGA // 1000)).encode()


@hostile("reports-many-others.html")
def reports_many_others() -> bytes:
    figure = next(text for text in truth().values() if len(text) > 1)
    return "".join(report().replace(figure, str(at)) for at in range(MEGA // 1000)).encode()


@hostile("cell-digits.html")
def cell_digits() -> bytes:
    return report().replace("<td>0</td>", f"<td>{'9' * (MEGA // 10)}</td>").encode()


@hostile("cell-long.html")
def cell_long() -> bytes:
    return report().replace("<td>0</td>", f"<td>{'1 ' * (MEGA // 5)}</td>", 20).encode()


@hostile("label-long.html")
def label_long() -> bytes:
    return report().replace("自然人", "自" + "\u200b（" * (3 * MEGA // 10) + "然人", 3).encode()


@hostile("plaintext.html")
def plaintext() -> bytes:
    return _around("<plaintext>" * (MEGA // 10))


@hostile("inputs.html")
def inputs() -> bytes:
    return _around("<input value='1'>" * (MEGA // 2))


@hostile("breaks.html")
def breaks() -> bytes:
    return _around("<br>" * 3 * MEGA)


@hostile("lines.html")
def lines() -> bytes:
    return _around("<p>一、概述" * MEGA)


@hostile("numbers.html")
def numbers() -> bytes:
    return _around("<p>1" * 2 * MEGA)


@hostile("titles.html")
def titles() -> bytes:
    return _around("<p>某某县2022年政府信息公开工作年度报告" * (MEGA // 5))


@hostile("title-one.html")
def title_one() -> bytes:
    return _around("<p>" + "2022年政府信息公开" * (MEGA // 2) + "报告")


@hostile("nul-flood.html")
def nul_flood() -> bytes:
    return b"<html><body><table>" + b"\0" * 15 * MEGA + report().encode()


@hostile("frameset.html")
def frameset() -> bytes:
    return ("<frameset>" * (MEGA // 5) + report()).encode()


@hostile("processing.html")
def processing() -> bytes:
    return _around("<?x " * MEGA + "<![CDATA[" * MEGA)
