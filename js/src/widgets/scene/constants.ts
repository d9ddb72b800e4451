// Which constants stand behind a species: read off the graph, so that nothing is typed twice.
import type { Node, Program } from "../../kinetics/program.ts";

function operands(node: Node): number[] {
  switch (node[0]) {
    case "const":
    case "value":
    case "species":
    case "total":
      return [];
    default:
      return (node.slice(1) as number[]).filter((n) => Number.isInteger(n));
  }
}

/** Ids of the values in the Kd of a complex, in the order in which they are met. */
export function constants(program: Program, species: string): string[] {
  const formation = program.compartments.flatMap((c) => c.formations).find((f) => f.id === species);
  const found = new Set<string>();
  const visit = (index: number): void => {
    const node = program.graph[index];
    if (!node) return;
    if (node[0] === "value") found.add(node[1]);
    for (const operand of operands(node)) visit(operand);
  };
  if (formation) visit(formation.kd);
  return [...found];
}
