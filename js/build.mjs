// Bundles what Python ships: the experiment with its runtime, the stub of a view, views with code of their own, and the
// page without Jupyter.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, context, transform } from "esbuild";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Views that bring their own code, and how the names of their texts begin. */
const OWN = {
  pathway_flow: ["flow."],
  cell_panel: ["cells."],
  buffer: ["buffer."],
  checkpoint: ["checkpoint."],
  treatment_course: ["treatment."],
  disease_ladder: ["ladder."],
  evidence_map: ["evidence."],
  biomarker: ["marker."],
  where_to_block: ["block."],
  variant_designer: ["variant."],
  mendelian_card: ["genotype."],
  unit_converter: ["converter."],
  cohort: ["cohort."],
};
const SHARED = ["view.lost"];
/**
 * On a page, the views that an experiment brings into a notebook are scripts of their own, so that a page carries only
 * what it shows; the same for how models in time are run.
 */
const ON_PAGE = {
  receptor_binding: ["scene.", "live."],
  dose_response: ["dose."],
  time_course: ["time.", "dose."],
  motion: [],
  marks: ["time.", "dose."],
};
/** Texts of the scene that other views show too. */
const KEPT = ["scene.card.", "scene.status."];

/** Views that may stand on a page without any experiment. */
const LONE = ["checkpoint", "disease_ladder", "evidence_map", "biomarker"];
/** What the experiment's script lends to the views beside it on a page, so that the page carries it once. */
const LENT = {
  "src/widgets/address.ts": ["addressOf"],
  "src/widgets/controls/icons.ts": ["icon", "mark"],
  "src/kinetics/mixture.ts": ["Mixture"],
  "src/kinetics/units.ts": ["canonical", "convert", "dimension", "parse"],
};

/** Leave in the catalogue only the texts that a bundle uses. */
const texts = (used) => ({
  name: "texts",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]locale[\\/](en|zh)\.json$/ }, async ({ path: file }) => {
      const all = Object.entries(JSON.parse(await readFile(file, "utf8")));
      const contents = JSON.stringify(Object.fromEntries(all.filter(([key]) => used(key))));
      return { contents, loader: "json" };
    }),
});
/** A style sheet as a text, without what only its reader needs. */
const sheets = {
  name: "sheets",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(await readFile(file, "utf8"), {
        loader: "css",
        minify: true,
      });
      return { contents: code.trim(), loader: "text" };
    }),
};
/** A style sheet of a package, with those that it imports; its pictures are small, its fonts are not for us. */
const packaged = {
  name: "packaged",
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules.*\.css$/ }, async ({ path: file }) => {
      const { outputFiles } = await build({
        entryPoints: [file],
        bundle: true,
        minify: true,
        write: false,
        loader: { ".svg": "dataurl", ".png": "dataurl" },
        external: ["*.woff", "*.woff2", "*.ttf", "*.eot"],
      });
      return { contents: outputFiles[0].text, loader: "text" };
    }),
};
const borrowed = {
  name: "borrowed",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const lent = Object.entries(LENT).find(([name]) => file === path(name));
      // Asked for when it is called: the experiment's script is the last to run.
      return lent && { contents: lent[1].map(borrow).join("\n") };
    }),
};
const borrow = (name) => `export function ${name}(...given) {
  const lent = globalThis.il6_experiment.${name};
  return new.target ? new lent(...given) : lent(...given);
}`;
/**
 * A module that unpacks itself. The experiment's is saved with every notebook that shows one, so that its size counts; what
 * is unpacked is imported from a blob, as anywidget itself does with every module.
 */
const packed = {
  name: "packed",
  setup({ initialOptions, onEnd }) {
    initialOptions.write = false;
    onEnd(async ({ outputFiles = [] }) => {
      // In a fresh clone nobody has made it yet.
      await mkdir(initialOptions.outdir, { recursive: true });
      for (const { path: file, contents } of outputFiles) {
        const text = gzipSync(contents, { level: 9 }).toString("base64");
        await writeFile(file, UNPACK.replace("TEXT", text));
      }
    });
  },
};
const UNPACK = `const packed = Uint8Array.from(atob("TEXT"), (c) => c.charCodeAt(0));
const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
const url = URL.createObjectURL(
  new Blob([await new Response(stream).text()], { type: "text/javascript" }),
);
const unpacked = await import(/* webpackIgnore: true */ url);
URL.revokeObjectURL(url);
export default unpacked.default;
`;
const begins = (starts) => (key) => starts.some((start) => key.startsWith(start));
const others = begins(Object.values(OWN).flat());
/** Only a page reads links. */
const links = begins(["link."]);
/** Only the site of the course has a kit behind a button. */
const embeds = begins(["embed."]);
const onPage = begins(Object.values(ON_PAGE).flat());
const kept = begins(KEPT);

const common = {
  outdir: path("../il6widgets/widgets/static"),
  bundle: true,
  target: "es2020",
  minify: true,
  charset: "utf8", // three bytes for a Chinese character, where an escape takes six
  logLevel: "info",
  plugins: [sheets, texts((key) => !others(key) && !links(key) && !embeds(key))],
};

/** A classic script, since modules do not load from disk; the page finds it under this name. */
const script = (name, entry, used, borrows = true) => ({
  ...common,
  plugins: [sheets, texts(used), ...(borrows ? [borrowed] : [])],
  format: "iife",
  globalName: `il6_${name}`,
  entryPoints: { [`${name}.page`]: path(entry) },
});

const bundles = [
  {
    ...common,
    plugins: [...common.plugins, packed],
    format: "esm",
    entryPoints: { experiment: path("src/widgets/experiment.ts") },
  },
  { ...common, format: "esm", entryPoints: { view: path("src/widgets/stub.ts") } },
  {
    ...common,
    plugins: [sheets, texts(() => false)],
    format: "iife",
    entryPoints: {
      page: path("src/publish/page.ts"),
      search: path("src/publish/search.ts"),
      frame: path("src/publish/sized_frame.ts"),
    },
  },
  {
    ...common,
    plugins: [packaged, sheets],
    format: "iife",
    globalName: "il6_jupyter",
    entryPoints: { "jupyter.page": path("src/publish/jupyter.ts") },
    alias: {
      "sanitize-html": path("src/publish/sanitize.ts"),
      jquery: path("src/publish/elements.ts"),
      "lodash/isEqual": path("src/publish/equal.ts"),
      underscore: path("node_modules/underscore/underscore-umd.js"), // one for all
    },
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  },
  {
    ...common,
    plugins: [sheets, texts(embeds)],
    format: "iife",
    entryPoints: { embed: path("src/publish/embed.ts") },
  },
  { ...common, format: "esm", entryPoints: { "il6-exhibit": path("src/publish/exhibit.ts") } },
  script(
    "experiment",
    "src/publish/experiment.ts",
    (key) => !others(key) && !embeds(key) && (!onPage(key) || kept(key)),
    false,
  ),
  ...Object.entries(ON_PAGE).map(([name, starts]) =>
    script(
      name,
      `src/publish/${name}.ts`,
      (key) => begins([...starts, ...SHARED])(key) && !kept(key),
    ),
  ),
  ...Object.entries(OWN).flatMap(([kind, starts]) => {
    const used = begins([...starts, ...SHARED]);
    const entry = `src/widgets/${kind}.ts`;
    return [
      {
        ...common,
        plugins: [sheets, texts(used)],
        format: "esm",
        entryPoints: { [kind]: path(entry) },
      },
      script(kind, entry, used, !LONE.includes(kind)),
    ];
  }),
];

for (const options of bundles) {
  if (process.argv.includes("--watch")) await (await context(options)).watch();
  else await build(options);
}
