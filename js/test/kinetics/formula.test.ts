// Expression graphs: every operation, and that no more is computed than was asked for.
import { expect, test, vi } from "vitest";
import { type Expression, evaluate, needed } from "../../src/kinetics/formula.ts";
import type { Node } from "../../src/kinetics/program.ts";

/** Nodes 0 and 1 are the values a and b; `node` is the third. */
const run = (node: Expression, a: number, b: number): number => {
  const graph: Expression[] = [["value", "a"], ["value", "b"], node];
  const results = new Float64Array(graph.length).fill(Number.NaN);
  evaluate(graph, needed(graph, [2]), (_, name) => (name === "a" ? a : b), results);
  return results[2] as number;
};

test.each<[Expression, number, number, number]>([
  [["+", 0, 1], 2, 3, 5],
  [["-", 0, 1], 2, 3, -1],
  [["*", 0, 1], 2, 3, 6],
  [["/", 0, 1], 3, 2, 1.5],
  [["/", 0, 1], 1, 0, Number.POSITIVE_INFINITY], // one site: the second step has an infinite Kd
  [["**", 0, 1], 2, 10, 1024],
  [["min", 0, 1], 2, 3, 2],
  [["max", 0, 1], 2, 3, 3],
  [["share", 0, 1], 3, 4, 0.75],
  [["share", 0, 1], 0, 0, 0], // a share of nothing is nothing
  [["neg", 0], 2, 0, -2],
  [["exp", 0], 1, 0, Math.E],
  [["log", 0], Math.E, 0, 1],
  [["sqrt", 0], 9, 0, 3],
  [["**", 0, 1], -2, 0.5, 0], // no power of a negative base, unless it is whole
  [["**", 0, 1], -2, 3, -8],
  [["abs", 0], -2, 0, 2],
  [["<", 0, 1], 1, 1, 0],
  [["<=", 0, 1], 1, 1, 1],
  [[">", 0, 1], 2, 1, 1],
  [[">=", 0, 1], 0, 1, 0],
  [["if", 0, 0, 1], 0, 5, 5],
  [["if", 0, 0, 1], 3, 5, 3],
  [["hill", 0, 1, 1], 2, 2, 0.5],
  [["hill", 0, 1, 1], -1, 2, 0],
  [["slope", 0, 1, 1], 3, 2, 3],
  [["slope", 0, 1, 0], 1, 0, 1],
  [["const", 7], 0, 0, 7],
])("%o of %f and %f is %f", (node, a, b, expected) => {
  expect(run(node, a, b)).toBe(expected);
});

test("only what is needed is computed, operands first; a constant is no operand", () => {
  const graph: Node[] = [
    ["const", 1], // 1 is a number here, not the next node
    ["value", "unused"],
    ["value", "a"],
    ["+", 0, 2],
    ["*", 3, 3],
    ["neg", 1],
  ];
  const order = needed(graph, [4]);
  expect(order).toEqual([0, 2, 3, 4]);
  const leaf = vi.fn(() => 2);
  const results = new Float64Array(graph.length);
  evaluate(graph, order, leaf, results);
  expect(results[4]).toBe(9);
  expect(leaf.mock.calls).toEqual([["value", "a"]]);
});

test("a leaf is asked for by what it is", () => {
  const graph: Node[] = [
    ["species", "IL6"],
    ["total", "IL6"],
    ["share", 0, 1],
  ];
  const results = new Float64Array(3);
  evaluate(graph, needed(graph, [2]), (kind) => (kind === "species" ? 1 : 4), results);
  expect(results[2]).toBe(0.25);
});
