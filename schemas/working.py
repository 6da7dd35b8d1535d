"""A formula with its numbers in it: computed, and written as a person would.

Belongs here: one formula and the numbers of one report. Does not belong here: the language
(schemas.formula), the evaluation over a batch (pipeline.quality.formulas).
"""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from pipeline.errors import FormError
from schemas.formula import (
    Arithmetic,
    Attribute,
    Call,
    Comparison,
    Denial,
    Figure,
    Logic,
    Node,
    Number,
    Text,
    kind,
)

_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_CALLS: Final[Mapping[str, Callable[..., Decimal]]] = {"abs": abs, "min": min, "max": max}
_SHOWN: Final = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}


def plain(value: Decimal) -> str:
    """Write a number without exponent and without zeros behind the last decimal."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(node: Node, numbers: Mapping[str, Decimal]) -> Decimal:
    """Compute a node that is a number."""
    match node:
        case Number(value):
            return value
        case Figure():
            return numbers[node.name]
        case Call(function, inner):
            return _CALLS[function](*(value_of(part, numbers) for part in inner))
        case Arithmetic(sign, left, right):
            return _ARITHMETIC[sign](value_of(left, numbers), value_of(right, numbers))
    raise FormError(f"expected a number, found a {kind(node)}")


def written(node: Node, numbers: Mapping[str, Decimal]) -> str:
    """Write a node with numbers in the place of its figures, by their names."""
    match node:
        case Number() | Figure():
            return plain(value_of(node, numbers))
        case Text(text) | Attribute(text):
            return text
        case Comparison(sign, left, right):
            return f"{_worked(left, numbers)}{_SHOWN.get(sign, sign)}{_worked(right, numbers)}"
        case Denial(part):
            return f"not {_inner(part, numbers)}"
        case _:
            return _joined(node, numbers)


def _joined(node: Arithmetic | Call | Logic, numbers: Mapping[str, Decimal]) -> str:
    match node:
        case Arithmetic("*", left, right):
            return f"{_inner(left, numbers)}×{_inner(right, numbers)}"
        case Arithmetic(sign, left, right):
            return f"{written(left, numbers)}{sign}{_inner(right, numbers)}"
        case Call(function, inner):
            return f"{function}({', '.join(written(part, numbers) for part in inner)})"
        case Logic(word, inner):
            return f" {word} ".join(_inner(part, numbers) for part in inner)


def _worked(node: Node, numbers: Mapping[str, Decimal]) -> str:
    """Write one side of a comparison; behind a sum or product, in brackets, what it is."""
    text = written(node, numbers)
    if isinstance(node, Arithmetic):
        return f"{text}({plain(value_of(node, numbers))})"
    return f"({text})" if isinstance(node, Comparison | Logic) else text


def _inner(node: Node, numbers: Mapping[str, Decimal]) -> str:
    """Write a part of a node, in brackets where it would read otherwise without."""
    text = written(node, numbers)
    is_loose = isinstance(node, Logic) or (isinstance(node, Arithmetic) and node.sign != "*")
    is_negative = kind(node) == "number" and text.startswith("-")
    return f"({text})" if is_loose or is_negative else text
