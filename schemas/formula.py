"""The language in which rules state what must hold: from its text to a small tree.

    t3.received.total + t3.carried_in.total == t3.handled_total.total + t3.carried_out.total

Figures are `table.row.column`, or `table.group.column` for the sum of a group; `last.` before one
is that of the same agency's report of the year before; `agency.level` and `agency.is_reorganised`
are the register's. Numbers, + - * (by a number), comparisons, `and` `or` `not`, `abs` `min` `max`.

Belongs here: grammar and tree. Does not belong here: a formula with its numbers in it
(schemas.working), which figures a form has (schemas.statement), the evaluation over a batch
(pipeline.quality.formulas).
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeAlias

from pipeline.errors import FormError

FUNCTIONS: Final = {"abs": (1, 1), "min": (2, 99), "max": (2, 99)}  # fewest and most arguments
ATTRIBUTES: Final = {"level": "text", "is_reorganised": "truth"}
# A figure has at most 18 digits before the point: with such numbers no product overflows.
LARGEST_NUMBER: Final = 10**6


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the formula states."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A code or word that the formula states."""

    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell, or the sum of a group of rows in one column; `is_last`: of the year before."""

    table: str
    row: str
    column: str
    is_last: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Table, row or group, column."""
        return self.table, self.row, self.column

    @property
    def name(self) -> str:
        """The wide column that holds it (pipeline.quality.figures)."""
        return "__".join((*(["last"] if self.is_last else []), *self.key))


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the register says of the agency."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left` + - * `right`."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of numbers."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left` == != < <= > >= `right`."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    """Parts joined by `and` or by `or`."""

    word: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Denial:
    """`not` part."""

    part: "Node"


Node: TypeAlias = (
    Number | Text | Figure | Attribute | Arithmetic | Call | Comparison | Logic | Denial
)

_SIGNS: Final[Mapping[type, str]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Eq: "==", ast.NotEq: "!=",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


@cache  # the same few formulas, night after night
def parse(text: str) -> Node:
    """Read what must hold.

    Raises:
        FormError: the text is no formula, or says nothing that is true or false.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
        node = _node(tree.body)
    except SyntaxError as exc:
        raise FormError(f"formula {text!r}: no expression: {exc.msg}") from exc
    except FormError as exc:
        raise FormError(f"formula {text!r}: {exc}") from exc
    if kind(node) != "truth":
        raise FormError(f"formula {text!r}: expected a comparison, found a {kind(node)}")
    return node


def kind(node: Node) -> str:
    """Tell whether a node is a `number`, a `text` or a `truth`."""
    match node:
        case Attribute(name):
            return ATTRIBUTES[name]
        case Number() | Figure() | Arithmetic() | Call():
            return "number"
        case Text():
            return "text"
        case _:
            return "truth"


def figures(node: Node) -> Iterator[Figure]:
    """Yield the figures that a node names, in the order of its text."""
    if isinstance(node, Figure):
        yield node
    for part in parts(node):
        yield from figures(part)


def parts(node: Node) -> tuple[Node, ...]:
    """Return what a node is made of."""
    match node:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return left, right
        case Call(_, inner) | Logic(_, inner):
            return inner
        case Denial(part):
            return (part,)
        case _:
            return ()


def has_attribute(node: Node) -> bool:
    """Tell whether a node asks the register."""
    return isinstance(node, Attribute) or any(map(has_attribute, parts(node)))


def _node(tree: ast.expr) -> Node:
    read = _READERS.get(type(tree))
    if read is None:
        raise FormError(f"not known in formulas: {ast.unparse(tree)!r}")
    return read(tree)


def _constant(tree: ast.Constant) -> Node:
    if isinstance(tree.value, str):
        return Text(tree.value)
    if isinstance(tree.value, bool) or not isinstance(tree.value, int | float):
        raise FormError(f"not known in formulas: {ast.unparse(tree)!r}")
    return _number(Decimal(str(tree.value)))


def _unary(tree: ast.UnaryOp) -> Node:
    if isinstance(tree.op, ast.Not):
        return Denial(_of(tree.operand, "truth"))
    node = _node(tree.operand)
    if not (isinstance(tree.op, ast.USub) and isinstance(node, Number)):
        raise FormError(f"not known in formulas: {ast.unparse(tree)!r}")
    return _number(-node.value)


def _logic(tree: ast.BoolOp) -> Node:
    word = "and" if isinstance(tree.op, ast.And) else "or"
    return Logic(word, tuple(_of(part, "truth") for part in tree.values))


def _of(tree: ast.expr, expected: str) -> Node:
    node = _node(tree)
    if kind(node) != expected:
        raise FormError(f"{ast.unparse(tree)!r}: expected a {expected}, found a {kind(node)}")
    return node


def _number(value: Decimal) -> Number:
    if abs(value) > LARGEST_NUMBER:
        raise FormError(f"number {value} is larger than {LARGEST_NUMBER}")
    return Number(value)


def _name(tree: ast.Attribute) -> Node:
    words = ast.unparse(tree).split(".")
    if words[0] == "agency" and len(words) == 2:  # noqa: PLR2004
        if words[1] not in ATTRIBUTES:
            raise FormError(f"unknown attribute {words[1]!r}; known: {', '.join(ATTRIBUTES)}")
        return Attribute(words[1])
    is_last = words[0] == "last"
    key = words[1:] if is_last else words
    if len(key) != 3:  # noqa: PLR2004
        raise FormError(f"{'.'.join(words)!r}: expected table.row.column")
    table, row, column = key
    return Figure(table, row, column, is_last=is_last)


def _arithmetic(tree: ast.BinOp) -> Node:
    sign = _sign(tree.op)
    left, right = _of(tree.left, "number"), _of(tree.right, "number")
    if sign == "*" and not (isinstance(left, Number) or isinstance(right, Number)):
        raise FormError(f"{ast.unparse(tree)!r}: expected a number on one side of *")
    return Arithmetic(sign, left, right)


def _sign(operator: ast.operator | ast.cmpop) -> str:
    if type(operator) not in _SIGNS:
        raise FormError(f"unknown operator {type(operator).__name__}")
    return _SIGNS[type(operator)]


def _call(tree: ast.Call) -> Node:
    name = ast.unparse(tree.func)
    if name not in FUNCTIONS or tree.keywords:
        raise FormError(f"unknown function {name!r}; known: {', '.join(FUNCTIONS)}")
    fewest, most = FUNCTIONS[name]
    if not fewest <= len(tree.args) <= most:
        raise FormError(f"{name}: expected {fewest} to {most} arguments, found {len(tree.args)}")
    return Call(name, tuple(_of(argument, "number") for argument in tree.args))


def _comparison(tree: ast.Compare) -> Node:
    """Read a comparison; a chain is each of its links."""
    sides = [_node(side) for side in (tree.left, *tree.comparators)]
    links = []
    for link, left, right in zip(tree.ops, sides, sides[1:], strict=False):
        sign, both = _sign(link), {kind(left), kind(right)}
        if len(both) != 1 or (both != {"number"} and sign not in {"==", "!="}):
            raise FormError(f"{ast.unparse(tree)!r}: cannot compare {' with '.join(sorted(both))}")
        links.append(Comparison(sign, left, right))
    return links[0] if len(links) == 1 else Logic("and", tuple(links))


_READERS: Final[Mapping[type[ast.expr], Callable[[Any], Node]]] = {
    ast.Constant: _constant,
    ast.UnaryOp: _unary,
    ast.BoolOp: _logic,
    ast.BinOp: _arithmetic,
    ast.Compare: _comparison,
    ast.Call: _call,
    ast.Attribute: _name,
}
