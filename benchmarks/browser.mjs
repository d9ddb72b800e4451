// The browser's half, in Node: medians in ms of 200 equilibria and of a run of `signalling`, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const { buildSync } = createRequire(path("../js/package.json"))("esbuild");
const bundled = buildSync({
  stdin: {
    contents: `export { Equilibrium } from "./src/kinetics/equilibrium.ts";
      export { Motion } from "./src/kinetics/motion.ts";`,
    resolveDir: path("../js"),
  },
  bundle: true,
  format: "esm",
  target: "es2020",
  minify: true,
  write: false,
}).outputFiles[0].text;
const { Equilibrium, Motion } = await import(`data:text/javascript,${encodeURIComponent(bundled)}`);

const program = (name) =>
  JSON.parse(readFileSync(path(`../tests/golden/program_${name}.json`), "utf8"));
const values = ({ values }) => Object.fromEntries(values.map((v) => [v.id, v.value]));

/** Median and first time of a task, ms: the first is before the engine has compiled anything. */
function timed(task, count = 200) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    task(i);
    times.push(performance.now() - start);
  }
  const [first] = times;
  times.sort((a, b) => a - b);
  return { first, median: times[count >> 1], p95: times[Math.floor(0.95 * count)] };
}

const receptor = program("receptor");
const binding = new Equilibrium(receptor);
const doses = Float64Array.from({ length: 200 }, (_, i) => 5 * 10 ** (-6 + (6 * i) / 199));
const read = ["hexamer", "classic", "mixed", "trans"];

const signalling = program("signalling");
const motion = new Motion(signalling);
const times = Float64Array.from({ length: 200 }, (_, i) => (180 * i) / 199);
// Another dose each time, so that nothing can be kept.
const run = (i) =>
  motion
    .run({ values: { ...values(signalling), IL6: 10 + 0.1 * i }, times, rtol: 1e-6 })
    .get("pSTAT3");
const sweep = (points) =>
  Array.from({ length: points }, (_, i) =>
    motion
      .run({
        values: { ...values(signalling), IL6: 10 ** (-2 + (5 * i) / (points - 1)) },
        times: times.filter((_, k) => k % 4 === 0),
        rtol: 1e-4,
      })
      .get("pSTAT3"),
  );

console.log(
  JSON.stringify({
    node: process.version,
    equilibria: timed(() => binding.curve(values(receptor), "IL6", doses, read)),
    signalling: { ...timed(run), steps: motion.course().steps },
    coarse: timed(() => sweep(31), 40),
    sweep: timed(() => sweep(121), 20),
  }),
);
