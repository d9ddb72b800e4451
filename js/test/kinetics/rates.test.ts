// The flat runner of rates: every operation against the graph, the Jacobian against differences, elimination.
import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/ode.json" with { type: "json" };
import program from "../../../tests/golden/ode_program.json" with { type: "json" };
import { Elimination } from "../../src/kinetics/elimination.ts";
import { type Expression, evaluate, needed } from "../../src/kinetics/formula.ts";
import type { System } from "../../src/kinetics/program.ts";
import { Rates } from "../../src/kinetics/rates.ts";

const compiled = program.systems as unknown as Record<string, System & { graph: Expression[] }>;
const given = golden.systems as unknown as Record<
  string,
  { initial: number[]; values: Record<string, number> }
>;

/** One rate of the states x and y, the value k and the time, which are nodes 0, 1, 2 and 3. */
const rate = (x: number, y: number, k: number, time: number, ...nodes: Expression[]): number => {
  const graph: Expression[] = [
    ["species", "x"],
    ["species", "y"],
    ["value", "k"],
    ["time", "time"],
    ...nodes,
  ];
  const wanted = graph.length - 1;
  const rates = new Rates(graph, {
    states: ["x", "y"],
    rates: [wanted, 2],
    jacobian: [],
    dfdt: [],
  });
  const f = new Float64Array(2);
  rates.prepare({ k }, rates.thresholds({ k }), time);
  rates.rate(Float64Array.of(x, y), time, f);
  expect(f[1]).toBe(k);

  const results = new Float64Array(graph.length);
  const values: Record<string, number> = { x, y, k, time };
  evaluate(graph, needed(graph, [wanted]), (_, name) => values[name] as number, results);
  expect(f[0]).toBe(results[wanted]);
  return f[0] as number;
};

test.each<[Expression, number]>([
  [["+", 0, 1], 5],
  [["-", 0, 1], -1],
  [["*", 0, 2], 8],
  [["/", 0, 2], 0.5],
  [["**", 0, 1], 8],
  [["neg", 0], -2],
  [["share", 1, 2], 0.75],
  [["min", 0, 1], 2],
  [["max", 0, 1], 3],
  [["exp", 0], Math.exp(2)],
  [["log", 0], Math.log(2)],
  [["sqrt", 2], 2],
  [["abs", 0], 2],
  [["<", 0, 1], 1],
  [["<=", 1, 0], 0],
  [[">", 1, 0], 1],
  [[">=", 0, 1], 0],
  [["<", 3, 2], 0],
  [[">=", 3, 2], 1],
  [["if", 0, 1, 2], 3],
  [["hill", 0, 2, 1], 1 / 9],
  [["slope", 0, 1, 2], 8 / 3],
  [["const", 7], 7],
  [["species", "y"], 3],
])("%j is %f, for x = 2, y = 3, k = 4 at 5", (node, expected) => {
  expect(rate(2, 3, 4, 5, node)).toBeCloseTo(expected, 15);
});

test.each<[string, Expression[], number, number]>([
  ["a power of a negative number that is not whole", [["**", 0, 2]], -2, 0],
  [
    "a whole power of a negative number",
    [
      ["const", 3],
      ["**", 0, 4],
    ],
    -2,
    -8,
  ],
  ["hill below zero", [["hill", 0, 2, 1]], -2, 0],
  ["hill far out", [["hill", 0, 2, 1]], 1e300, 1],
  [
    "hill of nothing, with k = 0",
    [
      ["const", 0],
      ["hill", 0, 4, 1],
    ],
    0,
    0,
  ],
  [
    "the slope of a first power at 0",
    [
      ["const", 1],
      ["slope", 0, 0, 4],
    ],
    0,
    1,
  ],
  ["the slope of a higher power at 0", [["slope", 0, 0, 2]], 0, 0],
  ["a share of nothing", [["share", 0, 0]], 0, 0],
])("%s", (_, nodes, x, expected) => {
  expect(rate(x, 3, 1.5, 0, ...nodes)).toBe(expected);
});

test("a condition on the time is held as it stands in the middle of a leg", () => {
  const graph: Expression[] = [
    ["species", "x"],
    ["time", "time"],
    ["value", "k"],
    ["<", 1, 2],
    ["const", 2],
    ["if", 3, 4, 0],
  ];
  const rates = new Rates(graph, { states: ["x"], rates: [5], jacobian: [], dfdt: [] });
  expect(rates.thresholds({ k: 3 })).toEqual([3]);
  const f = new Float64Array(1);
  for (const [middle, expected] of [
    [1, 2],
    [4, 9],
  ] as const) {
    rates.prepare({ k: 3 }, [3], middle);
    rates.rate(Float64Array.of(9), 3, f);
    expect(f[0]).toBe(expected);
  }
});

describe.each(Object.keys(compiled))("%s", (name) => {
  const system = compiled[name] as System & { graph: Expression[] };
  const { initial, values } = given[name] as (typeof given)[string];
  const rates = new Rates(system.graph, system);
  const at = Float64Array.from(initial, (y) => y + 0.1);
  const now = 0.5;
  rates.prepare(values, rates.thresholds(values), now);

  const differences = (column: number): number[] => {
    const [low, high] = [at.slice(), at.slice()];
    const step = 1e-6;
    (low[column] as number) -= step;
    (high[column] as number) += step;
    const [a, b] = [new Float64Array(at.length), new Float64Array(at.length)];
    rates.rate(low, now, a);
    rates.rate(high, now, b);
    return Array.from(b, (v, i) => (v - (a[i] as number)) / (2 * step));
  };

  test("the Jacobian is what differences say", () => {
    const w = new Float64Array(rates.elimination.size);
    rates.rate(at, now, new Float64Array(at.length));
    rates.matrix(w);
    const size = Math.max(...w.map(Math.abs));
    for (let j = 0; j < at.length; j++) {
      const expected = differences(j);
      for (let i = 0; i < at.length; i++) {
        const place = rates.elimination.place(i, j);
        const entry = place === undefined ? 0 : (w[place] as number);
        expect(Math.abs(entry - (expected[i] as number))).toBeLessThan(1e-7 * size);
      }
    }
  });

  test("the slope in time is what differences say", () => {
    const step = 1e-6;
    const [a, b] = [new Float64Array(at.length), new Float64Array(at.length)];
    rates.rate(at, now - step, a);
    rates.rate(at, now + step, b);
    const ft = new Float64Array(at.length);
    rates.rate(at, now, new Float64Array(at.length));
    if (rates.moving) rates.byTime(ft);
    for (let i = 0; i < at.length; i++) {
      const expected = ((b[i] as number) - (a[i] as number)) / (2 * step);
      expect(Math.abs((ft[i] as number) - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
    }
  });
});

test("elimination solves what it factors, fill-in and all", () => {
  // An arrow that points the wrong way fills in nowhere, a ring does.
  const n = 6;
  const pattern = [...Array(n).keys()].flatMap((i): [number, number][] => [
    [i, (i + 1) % n],
    [(i + 2) % n, i],
    [0, i],
  ]);
  const elimination = new Elimination(n, pattern);
  expect(elimination.size).toBeGreaterThan(new Set([...pattern.map(String)]).size);
  const w = new Float64Array(elimination.size);
  const matrix = [...Array(n).keys()].map((i) =>
    [...Array(n).keys()].map((j) =>
      i === j
        ? -9 - i
        : pattern.some(([a, b]) => a === i && b === j)
          ? Math.sin(i * n + j) // of any sign, smaller than the diagonal
          : 0,
    ),
  );
  matrix.forEach((row, i) => {
    row.forEach((entry, j) => {
      if (entry !== 0) w[elimination.place(i, j)] = entry;
    });
  });
  const x = [1, -2, 3, 0.5, -0.25, 7];
  const b = Float64Array.from([
    0,
    ...matrix.map((row) => row.reduce((s, a, j) => s + a * (x[j] as number), 0)),
  ]);
  elimination.factor(w);
  elimination.solve(w, b, 1);
  x.forEach((value, i) => {
    expect(b[i + 1]).toBeCloseTo(value, 12);
  });
});
