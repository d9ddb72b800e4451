"""Derivatives of an expression graph, by the rules of calculus, as more nodes of that graph."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

import numpy as np

from .formula import EVALUATE, OPERATIONS, Node

Leaf = tuple[str, str]
"""What is differentiated by: ``("species", "IL6")``, ``("value", "k6")``, ``("time", "time")``."""

TIME: Leaf = ("time", "time")


class System(TypedDict):
    """dy/dt = f(y, p, t) as nodes of a graph; plain JSON, part of a program.

    ``jacobian`` lists row, column and node of every entry that is not 0 everywhere; ``dfdt`` lists
    row and node of every rate in which the time stands.
    """

    states: list[str]
    rates: list[int]
    jacobian: list[list[int]]
    dfdt: list[list[int]]


class Algebra:
    """Makes nodes of a graph, simplified where that is safe; equal nodes are shared.

    Parameters
    ----------
    nodes
        The graph; new nodes are appended to it.

    Examples
    --------
    >>> nodes = [["species", "A"], ["value", "k"], ["*", 1, 0]]
    >>> algebra = Algebra(nodes)
    >>> algebra.derivative(2, ("species", "A"))  # d(k A)/dA is k
    1
    >>> nodes[algebra.sum([(-2.0, 2), (1.0, 0)])]  # A - 2 k A
    ['-', 0, 6]
    """

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._seen: dict[tuple[Any, ...], int] = {}
        for index, node in enumerate(nodes):
            self._seen.setdefault(tuple(node), index)
        self._found: dict[tuple[int, Leaf], int] = {}

    def _node(self, *node: Any) -> int:
        index = self._seen.get(node)
        if index is None:
            index = self._seen[node] = len(self.nodes)
            self.nodes.append(list(node))
        return index

    def _is(self, index: int, number: float) -> bool:
        return self.nodes[index] == ["const", number]

    def const(self, number: float) -> int:
        """Return the node of a number."""
        return self._node("const", float(number))

    def make(self, head: str, *operands: int) -> int:
        """Return the node of an operation: the number, where all operands are numbers."""
        if all(self.nodes[i][0] == "const" for i in operands):
            with np.errstate(all="ignore"):
                number = float(EVALUATE[head](*(np.float64(self.nodes[i][1]) for i in operands)))
            if math.isfinite(number):
                return self.const(number)
        return self._node(head, *operands)

    def negative(self, a: int) -> int:
        """Return -a."""
        return self.nodes[a][1] if self.nodes[a][0] == "neg" else self.make("neg", a)

    def plus(self, a: int, b: int) -> int:
        """Return a + b."""
        if self._is(a, 0) or self._is(b, 0):
            return b if self._is(a, 0) else a
        for one, other in ((a, b), (b, a)):
            if self.nodes[other][0] == "neg":
                return self.minus(one, self.nodes[other][1])
        return self.make("+", a, b)

    def minus(self, a: int, b: int) -> int:
        """Return a - b."""
        if self._is(b, 0):
            return a
        if a == b or self._is(a, 0):
            return self.const(0) if a == b else self.negative(b)
        if self.nodes[b][0] == "neg":
            return self.plus(a, self.nodes[b][1])
        return self.make("-", a, b)

    def times(self, a: int, b: int) -> int:
        """Return a b."""
        for one, other in ((a, b), (b, a)):
            if self._is(one, 0):
                return one
            if self._is(one, 1):
                return other
            if self._is(one, -1):
                return self.negative(other)
            if self.nodes[one][0] == "neg":
                return self.negative(self.times(self.nodes[one][1], other))
        return self.make("*", a, b)

    def over(self, a: int, b: int, head: str = "/") -> int:
        """Return a / b, or share(a, b)."""
        if self._is(a, 0) or self._is(b, 1):
            return a
        if self.nodes[a][0] == "neg":
            return self.negative(self.over(self.nodes[a][1], b, head))
        return self.make(head, a, b)

    def choose(self, condition: int, a: int, b: int) -> int:
        """Return a where the condition holds, b elsewhere."""
        return a if a == b else self.make("if", condition, a, b)

    def sum(self, terms: Iterable[tuple[float, int]]) -> int:
        """Return the sum of coefficient times node: how a rate is made of reactions."""
        found = self.const(0)
        for coefficient, index in terms:
            size = self.times(self.const(abs(coefficient)), index)
            found = self.minus(found, size) if coefficient < 0 else self.plus(found, size)
        return found

    def derivative(self, index: int, leaf: Leaf) -> int:
        """Return the node of the derivative of a node by a leaf."""
        key = (index, leaf)
        if key not in self._found:
            self._found[key] = self._derivative(index, leaf)
        return self._found[key]

    def _derivative(self, index: int, leaf: Leaf) -> int:
        head, *rest = self.nodes[index]
        if head not in OPERATIONS:
            return self.const(float((head, rest[0]) == leaf))
        if head == "if":
            condition, a, b = rest
            return self.choose(condition, self.derivative(a, leaf), self.derivative(b, leaf))
        d = [self.derivative(i, leaf) for i in rest]
        if all(self._is(i, 0) for i in d) or head in ("<", "<=", ">", ">="):
            return self.const(0)
        times, over, plus, minus = self.times, self.over, self.plus, self.minus
        zero, one = self.const(0), self.const(1)
        a, b, c = (*rest, zero, zero)[:3]
        da, db, dc = (*d, zero, zero)[:3]
        match head:
            case "+":
                return plus(da, db)
            case "-":
                return minus(da, db)
            case "*":
                return plus(times(da, b), times(a, db))
            case "/" | "share":
                # (a' - q b') / b, with the quotient that is there already.
                return over(minus(da, times(index, db)), b, head)
            case "neg":
                return self.negative(da)
            case "**":
                by_exponent = zero
                if not self._is(db, 0):  # a^b ln a, whose limit at a = 0 is 0
                    grows = self.choose(
                        self.make(">", a, zero), times(index, self.make("log", a)), zero
                    )
                    by_exponent = times(grows, db)
                return plus(times(self._power_slope(index, a, b), da), by_exponent)
            case "hill":
                return self._hill(index, (a, b, c), (da, db, dc))
            case "exp":
                return times(index, da)
            case "log":
                return over(da, a)
            case "sqrt":
                return over(da, times(self.const(2), index), "share")
            case "abs":
                sign = self.choose(self.make("<", a, zero), self.const(-1), one)
                return times(sign, da)
            case "min":
                return self.choose(self.make("<=", a, b), da, db)
            case "max":
                return self.choose(self.make(">=", a, b), da, db)
            case _:
                raise ValueError(f"no rule for the derivative of '{head}'")

    def _power_slope(self, index: int, a: int, b: int) -> int:
        """Return the derivative of the node ``a^b`` by its base."""
        if self._is(b, 2):
            return self.times(b, a)
        if self._is(b, 1):
            return b
        return self.make("slope", index, a, b)

    def _hill(self, index: int, operands: Sequence[int], d: Sequence[int]) -> int:
        """With r = x / k, h' is (1 - h) (slope(h, r, n) (x' - r k') / k + h ln(r) n')."""
        x, k, n = operands
        dx, dk, dn = d
        ratio = self.over(x, k, "share")
        left = self.minus(self.const(1), index)
        found = self.const(0)
        if not (self._is(dx, 0) and self._is(dk, 0)):
            by_ratio = self.times(left, self.make("slope", index, ratio, n))
            scaled = self.over(by_ratio, k, "share")
            found = self.times(scaled, self.minus(dx, self.times(ratio, dk)))
        if not self._is(dn, 0):
            grows = self.times(self.times(left, index), self.make("log", ratio))
            guarded = self.choose(self.make(">", ratio, self.const(0)), grows, self.const(0))
            found = self.plus(found, self.times(guarded, dn))
        return found


def derivative(nodes: list[Node], node: int, leaf: Leaf) -> int:
    """Differentiate one node by one leaf; for many, keep an :class:`Algebra`.

    Parameters
    ----------
    nodes
        The graph; the derivative is appended to it.
    node
        What to differentiate.
    leaf
        By what: ``("species", "pSTAT3")``, ``("value", "k6")``, ``("time", "time")``.

    Returns
    -------
    int
        The index of the derivative.
    """
    return Algebra(nodes).derivative(node, leaf)


def system(nodes: list[Node], states: Sequence[str], rates: Sequence[int]) -> System:
    """Differentiate rates by states and by the time; the nodes are appended to the graph.

    Parameters
    ----------
    nodes
        The graph.
    states
        Names of the states: leaves ``("species", name)``.
    rates
        The node of dy/dt of every state.

    Returns
    -------
    System
    """
    algebra = Algebra(nodes)
    jacobian, dfdt = [], []
    for row, rate in enumerate(rates):
        for column, state in enumerate(states):
            entry = algebra.derivative(rate, ("species", state))
            if not algebra._is(entry, 0):
                jacobian.append([row, column, entry])
        by_time = algebra.derivative(rate, TIME)
        if not algebra._is(by_time, 0):
            dfdt.append([row, by_time])
    return {
        "states": list(states),
        "rates": list(rates),
        "jacobian": jacobian,
        "dfdt": dfdt,
    }
