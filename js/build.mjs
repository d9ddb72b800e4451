// Bundles what Python ships: the experiment with its runtime, the stub of a view, and the page without Jupyter.
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

const common = {
  outdir: path("../il6widgets/widgets/static"),
  bundle: true,
  target: "es2020",
  minify: true,
  charset: "utf8", // three bytes for a Chinese character, where an escape takes six
  loader: { ".css": "text" },
  logLevel: "info",
};

const bundles = [
  {
    ...common,
    format: "esm",
    entryPoints: {
      experiment: path("src/widgets/experiment.ts"),
      view: path("src/widgets/stub.ts"),
    },
  },
  // A classic script: modules do not load from disk.
  { ...common, format: "iife", entryPoints: { page: path("src/publish/page.ts") } },
];

for (const options of bundles) {
  if (process.argv.includes("--watch")) await (await context(options)).watch();
  else await build(options);
}
