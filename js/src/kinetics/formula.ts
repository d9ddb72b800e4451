// The runner of expression graphs: a loop over nodes, no text is ever evaluated.
import type { Node } from "./program.ts";

/** A node; a switch is put by rates.ts where a condition only hangs on the time. */
export type Expression = Node | ["switch", string];

/** The kinds of leaf that a graph has, and what gives the number behind one. */
type Kind<N> = N extends [infer K, string] ? K : never;
type Leaf<N extends Expression> = (kind: Kind<N>, name: string) => number;

/** Whether what follows the head of a node are operands. */
export const operates = (node: Expression): boolean =>
  node[0] !== "const" && typeof node[1] === "number";

/** The nodes that are needed for some of them, in an order in which operands come first. */
export function needed(graph: readonly Expression[], wanted: readonly number[]): number[] {
  const found = new Set<number>();
  const stack = [...wanted];
  while (stack.length) {
    const index = stack.pop() as number;
    if (found.has(index)) continue;
    found.add(index);
    const node = graph[index] as Expression;
    if (operates(node)) stack.push(...(node.slice(1) as number[]));
  }
  return [...found].sort((a, b) => a - b);
}

/** Evaluate nodes, in order, into `results` (one place a node of the whole graph). */
export function evaluate<N extends Expression>(
  graph: readonly N[],
  order: readonly number[],
  leaf: Leaf<N>,
  results: Float64Array,
): void {
  const at = (index: number): number => results[index] as number;
  for (const index of order) {
    const node = graph[index] as Expression;
    results[index] = value(node, at, leaf as Leaf<Expression>);
  }
}

/** `base ** exponent`; 0 where a negative base has a power that is not whole. */
export function power(base: number, exponent: number): number {
  return base < 0 && exponent % 1 !== 0 ? 0 : base ** exponent;
}

/** `x^n / (k^n + x^n)`, written so that nothing overflows; 0 where x is not above 0. */
export function hill(x: number, k: number, n: number): number {
  return x <= 0 ? 0 : 1 / (1 + (k / x) ** n);
}

/** `n p / x`, the slope of p where p goes as `x^n`; where x is 0, 1 for n = 1 and else 0. */
export function slope(p: number, x: number, n: number): number {
  return x === 0 ? Number(n === 1) : (n * p) / x;
}

function value(node: Expression, at: (index: number) => number, leaf: Leaf<Expression>): number {
  switch (node[0]) {
    case "const":
      return node[1];
    case "value":
    case "species":
    case "total":
    case "time":
    case "switch":
      return leaf(node[0], node[1]);
    case "+":
      return at(node[1]) + at(node[2]);
    case "-":
      return at(node[1]) - at(node[2]);
    case "*":
      return at(node[1]) * at(node[2]);
    case "/":
      return at(node[1]) / at(node[2]);
    case "**":
      return power(at(node[1]), at(node[2]));
    case "min":
      return Math.min(at(node[1]), at(node[2]));
    case "max":
      return Math.max(at(node[1]), at(node[2]));
    case "share":
      return at(node[2]) === 0 ? 0 : at(node[1]) / at(node[2]);
    case "neg":
      return -at(node[1]);
    case "exp":
      return Math.exp(at(node[1]));
    case "log":
      return Math.log(at(node[1]));
    case "sqrt":
      return Math.sqrt(at(node[1]));
    case "abs":
      return Math.abs(at(node[1]));
    case "<":
      return Number(at(node[1]) < at(node[2]));
    case "<=":
      return Number(at(node[1]) <= at(node[2]));
    case ">":
      return Number(at(node[1]) > at(node[2]));
    case ">=":
      return Number(at(node[1]) >= at(node[2]));
    case "hill":
      return hill(at(node[1]), at(node[2]), at(node[3]));
    case "slope":
      return slope(at(node[1]), at(node[2]), at(node[3]));
    case "if":
      return at(node[1]) !== 0 ? at(node[2]) : at(node[3]);
  }
}
