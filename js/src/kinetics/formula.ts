// The runner of expression graphs: a loop over nodes, no text is ever evaluated.
import type { Node } from "./program.ts";

type Leaf = (kind: "value" | "species" | "total", name: string) => number;

/** The nodes that are needed for some of them, in an order in which operands come first. */
export function needed(graph: Node[], wanted: number[]): number[] {
  const found = new Set<number>();
  const stack = [...wanted];
  while (stack.length) {
    const index = stack.pop() as number;
    if (found.has(index)) continue;
    found.add(index);
    const node = graph[index] as Node;
    for (const operand of node.slice(1)) {
      if (typeof operand === "number" && node[0] !== "const") stack.push(operand);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Evaluate nodes, in order, into `results` (one place a node of the whole graph). */
export function evaluate(graph: Node[], order: number[], leaf: Leaf, results: Float64Array): void {
  const at = (index: number): number => results[index] as number;
  for (const index of order) {
    const node = graph[index] as Node;
    results[index] = value(node, at, leaf);
  }
}

function value(node: Node, at: (index: number) => number, leaf: Leaf): number {
  switch (node[0]) {
    case "const":
      return node[1];
    case "value":
    case "species":
    case "total":
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
      return at(node[1]) ** at(node[2]);
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
  }
}
