"""What the swift reader of pages takes for granted of turbohtml, on whatever a page may hold."""

import os
from itertools import chain
from types import MappingProxyType
from typing import Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from turbohtml import Comment, Element, Node, ProcessingInstruction, Text, parse

from pipeline.documents.page.flat import _bare_of_hidden, _with_inputs, forget, read_flat
from pipeline.documents.page.html import read_page
from pipeline.documents.page.look import as_seen
from pipeline.documents.page.walk import BLOCK_TAGS, HIDDEN_TAGS, walk_page

PAGES: Final = 20_000 if os.environ.get("OGI_SOAK") == "1" else 500
EMPTY: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr", "param", "keygen", "frame", "basefont", "bgsound"}
)
UNESCAPED: Final = frozenset({"xmp", "noframes", "noembed", "plaintext", "frameset", "listing"})
TAGS: Final = sorted(
    BLOCK_TAGS
    | HIDDEN_TAGS
    | {
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "col",
        "colgroup",
        "span",
        "b",
        "a",
        "i",
        "font",
        "input",
    }
    | {"textarea", "title", "html", "body", "frameset", "image", "tablex", "ruby", "nobr", "o:p"}
    | {"foreignObject", "mi", "annotation-xml", "desc", "plaintext", "xmp", "s", "sup", "frame"}
)
MARKS: Final = (
    "<",
    ">",
    "&",
    '"',
    "'",
    "=",
    "/",
    "-->",
    "<!--",
    "--!>",
    "<table",
    "</table>",
    "\0",
)
WORDS: Final = (
    *MARKS,
    *("公开", "12", "１", " ", "\n", "\t", "\r\n", "\u00a0", "\u2028", "\x0b", "\ufeff", "\ufffd"),
    *("&lt;", "&gt;", "&amp;", "&amp;lt;", "&lt", "&#60;", "&#x3e", "&#0;", "&#13;", "&nbsp;"),
    *("&quot;", "&notin;", "<!x>", "<?y>", "<![CDATA[<p>]]>", "<!DOCTYPE html>", "</>", "</ >"),
    *("<!-->", "<!--->", "<!--<p>-->", "<!--a--!>", "\U000f0000", "a"),
)
NAMES: Final = (
    *("class", "rel", "headers", "id", "colspan", "rowspan", "value", "type", "hidden", "x:y"),
    *("<p", "<!--", "<table", "<span", "=", '"', "'", "é", "\0", "--"),
)
VALUES: Final = (
    *(*MARKS, "", " ", "a  b", "2", "text", "number", "display:none", "公", "\n", "&lt;", "&#0;"),
)
attributes = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES), st.sampled_from("\"' ")), max_size=2
)


@st.composite
def tags(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(TAGS))
    if draw(st.booleans()):
        return f"</{name}>"
    told = [f" {key}={quote}{value}{quote}" for key, value, quote in draw(attributes)]
    return f"<{name}{''.join(told)}>"


letters = st.sampled_from(("公开", "12", "a"))
pages = st.lists(tags() | letters | st.sampled_from(WORDS) | letters, max_size=30).map("".join)
ESCAPES: Final = MappingProxyType({"&": "&amp;", "\u00a0": "&nbsp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    return "".join(ESCAPES.get(one, one) for one in text)


def written(node: Node) -> str:
    """Write a tree as the standard says, everything escaped."""
    if isinstance(node, Text):
        return escaped(node.data)
    if isinstance(node, Comment):
        return f"<!--{node.data}-->"
    if isinstance(node, ProcessingInstruction):
        return f"<?{node.target} {node.data}>"
    assert isinstance(node, Element), node
    values = {name: str(node.attr(name) or "") for name in node.attrs}
    told = "".join(
        f' {name}="{escaped(value).replace(chr(34), "&quot;")}"' for name, value in values.items()
    )
    inner = "".join(map(written, node.children))
    end = "" if node.tag in EMPTY else f"</{node.tag}>"
    return f"<{node.tag}{told}>{inner}{end}"


@settings(max_examples=PAGES, deadline=None)
@given(pages)
@example("<pre></a>\n")
@example("<pre>&#13;")
def test_a_tree_is_written_with_every_mark_escaped_every_tag_closed_and_nul_nowhere(
    page: str,
) -> None:
    root = parse(page, positions=False).root
    assert root is not None
    as_seen(root)
    found = {element.tag for element in root.iter_elements()}
    assume(found.isdisjoint(UNESCAPED))
    assume(_bare_of_hidden(root, found))
    _with_inputs(root)

    text = root.serialize()

    assert text == written(root)
    assert "\0" not in text


def test_every_character_is_written_as_itself_but_four_of_text_and_five_of_attributes() -> None:
    codes = chain(range(1, 0xD800), range(0xE000, 0x110000))
    every = "".join(map(chr, codes)).replace("\r", "")
    source = every.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    root = parse(f'<p id="{source}">{source}', positions=False).root
    assert root is not None
    paragraph = root.find("p")
    assert paragraph is not None

    text = paragraph.serialize()

    quoted = escaped(every).replace('"', "&quot;")
    assert paragraph.text == every
    assert text == f'<p id="{quoted}">{escaped(every)}</p>'


@settings(max_examples=PAGES, deadline=None)
@given(pages)
@example("<pre>公开\n公开")
def test_the_swift_way_and_the_careful_one_agree_on_any_page(page: str) -> None:
    forget()
    found = read_page(page)

    root = parse(page, positions=False).root
    if root is not None:
        as_seen(root)
    rows, struck = walk_page(root, 1)
    assert (found.rows, found.struck) == (tuple(rows), struck)


def test_a_page_with_every_mark_is_read_the_swift_way() -> None:
    page = '<p id="<!--&quot;>">1 &lt; 2 &amp;lt; \0"3"<!-- <table> --> > 4</p><br x="-->">'
    root = parse(page, positions=False).root
    assert root is not None

    blocks = read_flat(root, 1)

    rows, _ = walk_page(parse(page, positions=False).root, 1)
    assert blocks is not None
    assert [row for block in blocks for row in block.rows()] == rows
    assert rows[0].cells[0].text == '1 < 2 &lt; "3" > 4'


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>公开<?pagebreak even>12</p>", ["公开12"]),
        ('<p><a <!--="">公开</a><!-- --><a>12</a></p>', ["公开12"]),
        ("<p><a <b>公开</a>12</p>", ["公开12"]),
    ],
    ids=["instruction", "comment in a name", "tag in a name"],
)
def test_what_is_written_unescaped_loses_and_parts_no_line(page: str, lines: list[str]) -> None:
    assert [row.cells[0].text for row in read_page(page).rows] == lines
