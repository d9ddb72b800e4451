// The kinetics are tested in bare Node, because they must run without a DOM; the views in happy-dom.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Imports a style sheet as its text, as the bundle does. */
const css = {
  name: "css-as-text",
  enforce: "pre",
  resolveId: (source, importer) =>
    source.endsWith(".css") && importer ? `\0${resolve(dirname(importer), source)}.txt` : undefined,
  load: async (id) =>
    id.startsWith("\0") && id.endsWith(".css.txt")
      ? `export default ${JSON.stringify(await readFile(id.slice(1, -4), "utf8"))}`
      : undefined,
};

const project = (name, environment) => ({
  plugins: [css],
  test: { name, environment, include: [`test/${name}/**/*.test.ts`] },
});

export default defineConfig({
  root: import.meta.dirname,
  test: {
    projects: [
      project("kinetics", "node"),
      project("widgets", "happy-dom"),
      project("publish", "happy-dom"),
    ],
  },
});
