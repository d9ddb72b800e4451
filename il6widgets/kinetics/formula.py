"""The formula language: ordinary formulas in, an expression graph out; no text is evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ModelError, suggestion

Node = list[Any]
"""A leaf such as ``["value", "Kd"]``, or an operation on earlier nodes: ``["+", i, j]``."""

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_COMPARE: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_FUNCTIONS = {
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "abs": 1,
    "min": 2,
    "max": 2,
    "share": 2,
    "hill": 3,
    "michaelis_menten": 2,
}


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """``part / whole``, and 0 where there is no whole."""
    whole = np.asarray(whole, float)
    return np.where(whole == 0, 0.0, part / np.where(whole == 0, 1.0, whole))


def _power(base: NDArray[np.float64], exponent: NDArray[np.float64]) -> NDArray[np.float64]:
    """``base ** exponent``; 0 where a negative base has a power that is not whole."""
    base, exponent = np.asarray(base, float), np.asarray(exponent, float)
    none = (base < 0) & (exponent != np.floor(exponent)) & ~np.isnan(exponent)
    return np.where(none, 0.0, np.power(np.where(none, 1.0, base), exponent))


def _hill(
    x: NDArray[np.float64], k: NDArray[np.float64], n: NDArray[np.float64]
) -> NDArray[np.float64]:
    """``x^n / (k^n + x^n)``, written so that nothing overflows; 0 where x is not above 0."""
    x = np.asarray(x, float)
    above = x > 0
    return np.where(above, 1.0 / (1.0 + np.power(k / np.where(above, x, 1.0), n)), 0.0)


def _slope(
    p: NDArray[np.float64], x: NDArray[np.float64], n: NDArray[np.float64]
) -> NDArray[np.float64]:
    """``n p / x``, the slope of p where p goes as ``x^n``; where x is 0, 1 for n = 1 and else 0.

    Derivatives of powers and of ``hill`` are made of it: no second power, and no 0 / 0 at 0.
    """
    x = np.asarray(x, float)
    none = x == 0
    return np.where(none, np.equal(n, 1.0), n * p / np.where(none, 1.0, x))


EVALUATE: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": _power,
    "min": np.minimum,
    "max": np.maximum,
    "share": _share,
    "neg": np.negative,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "hill": _hill,
    "slope": _slope,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "if": np.where,
}
OPERATIONS = frozenset(EVALUATE)
"""Heads of nodes that are no leaves: all that follows the head are operands."""


class Graph:
    """An expression graph that formulas are added to; equal nodes are shared.

    Parameters
    ----------
    leaves
        What a name means: ``{"Kd": ("value", "Kd"), "IL6": ("species", "IL6")}``.
    totals
        Names that ``total(name)`` accepts.

    Attributes
    ----------
    named : dict of str to (kind, node)
        Formulas that have a name, which later ones may use: ``{"drive": ("rule", 12)}``.
    """

    def __init__(self, leaves: Mapping[str, tuple[str, str]], totals: frozenset[str]) -> None:
        self.leaves = leaves
        self.totals = totals
        self.named: dict[str, tuple[str, int]] = {}
        self.nodes: list[Node] = []
        self._seen: dict[tuple[Any, ...], int] = {}

    def add(self, formula: str, where: str, allow: frozenset[str]) -> int:
        """Parse a formula and return the index of its node.

        Parameters
        ----------
        formula
            Names, numbers, ``+ - * / **``, parentheses, ``exp log sqrt abs min max share total``,
            ``hill(x, k, n)``, ``michaelis_menten(x, k)``, and ``piecewise(value, condition, …,
            otherwise)`` with conditions of ``< <= > >= and or``.
        where
            File and key, for errors.
        allow
            What may stand here: ``"value"``, ``"species"``, ``"total"``, ``"time"``, ``"rule"``,
            ``"output"``.

        Raises
        ------
        ModelError
            Naming the place, the formula, the position and the rule.
        """
        text = " ".join(formula.split())

        def fail(node: ast.AST | None, rule: str) -> ModelError:
            column = getattr(node, "col_offset", 0) + 1
            return ModelError(f"{where}: in '{text}' at character {column}: {rule}")

        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError as error:
            at = error.offset or 1
            raise ModelError(f"{where}: in '{text}' at character {at}: no formula") from error

        def visit(node: ast.AST) -> int:
            match node:
                case ast.Expression(body):
                    return visit(body)
                case ast.Constant(bool()):
                    raise fail(node, "a formula has numbers, not True or False")
                case ast.Constant(int() | float() as number):
                    return self._node("const", float(number))
                case ast.Name(name):
                    kind, target = self.named.get(name) or self.leaves.get(name, ("", ""))
                    if not kind:
                        known = [*self.leaves, *self.named]
                        raise fail(node, f"no '{name}'{suggestion(name, known)}")
                    if kind not in allow:
                        raise fail(node, f"a {kind} ('{name}') may not stand here")
                    return target if isinstance(target, int) else self._node(kind, target)
                case ast.UnaryOp(ast.USub(), operand):
                    return self._node("neg", visit(operand))
                case ast.BinOp(left, op, right) if type(op) in _BINARY:
                    return self._node(_BINARY[type(op)], visit(left), visit(right))
                case ast.Call(ast.Name("total"), [ast.Name(name)], []):
                    if name not in self.totals:
                        raise fail(node, f"no total '{name}'{suggestion(name, self.totals)}")
                    if "total" not in allow:
                        raise fail(node, "a total may not stand here")
                    return self._node("total", name)
                case ast.Call(ast.Name("piecewise"), args, []):
                    if len(args) < 3 or len(args) % 2 == 0:
                        raise fail(node, "piecewise() takes value, condition, …, otherwise")
                    found = visit(args[-1])
                    for k in range(len(args) - 3, -1, -2):
                        found = self._node("if", condition(args[k + 1]), visit(args[k]), found)
                    return found
                case ast.Call(ast.Name(name), args, []) if name in _FUNCTIONS:
                    if len(args) != _FUNCTIONS[name]:
                        raise fail(node, f"{name}() takes {_FUNCTIONS[name]} operand(s)")
                    operands = list(map(visit, args))
                    if name == "michaelis_menten":
                        x, k = operands
                        return self._node("share", x, self._node("+", k, x))
                    return self._node(name, *operands)
                case ast.Call(ast.Name(name)):
                    known = [*_FUNCTIONS, "piecewise", "total"]
                    raise fail(node, f"no function '{name}'{suggestion(name, known)}")
                case ast.Compare() | ast.BoolOp():
                    raise fail(node, "a comparison may stand only as a condition of piecewise()")
                case _:
                    raise fail(node, "only names, numbers, + - * / ** and functions are allowed")

        def condition(node: ast.AST) -> int:
            """Return a node that is 1 where the condition holds and 0 elsewhere."""
            match node:
                case ast.BoolOp(op, parts):
                    head, found = "min" if isinstance(op, ast.And) else "max", map(condition, parts)
                case ast.Compare(left, ops, right) if all(type(op) in _COMPARE for op in ops):
                    sides = list(map(visit, [left, *right]))
                    head, found = (
                        "min",
                        (
                            self._node(_COMPARE[type(op)], *pair)
                            for op, pair in zip(ops, pairwise(sides), strict=True)
                        ),
                    )
                case _:
                    raise fail(node, "a condition compares with < <= > >=, joined by and, or")
            return reduce(lambda a, b: self._node(head, a, b), found)

        return visit(tree)

    def _node(self, *node: Any) -> int:
        index = self._seen.get(node)
        if index is None:
            index = self._seen[node] = len(self.nodes)
            self.nodes.append(list(node))
        return index


def reached(nodes: Sequence[Node], wanted: Iterable[int]) -> set[int]:
    """Return the indices of nodes and of all that they are made of."""
    found: set[int] = set()
    stack = list(wanted)
    while stack:
        index = stack.pop()
        if index not in found:
            found.add(index)
            head, *rest = nodes[index]
            stack.extend(rest if head in OPERATIONS else ())
    return found


def evaluate(
    nodes: list[Node],
    wanted: list[int],
    leaf: Callable[[str, str], NDArray[np.float64] | float],
) -> list[NDArray[np.float64] | float]:
    """Evaluate nodes of a graph, vectorised.

    Parameters
    ----------
    nodes
        The graph; operands come before what uses them.
    wanted
        Indices of the nodes to return.
    leaf
        Gives the number or array behind ``(kind, name)``.

    Returns
    -------
    list
        One number or array for each wanted node.
    """
    values: dict[int, Any] = {}
    # An n-site molecule with one site has an infinite second Kd: 1/0 is meant.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for index in sorted(reached(nodes, wanted)):
            head, *rest = nodes[index]
            if head == "const":
                values[index] = np.float64(rest[0])
            elif head in EVALUATE:
                values[index] = EVALUATE[head](*(values[i] for i in rest))
            else:
                values[index] = np.asarray(leaf(head, rest[0]), float)
    return [values[i] for i in wanted]
