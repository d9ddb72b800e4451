// A page without Jupyter: the smallest host that our own views need, in one classic script.
import { SvgFigure } from "../widgets/chart/svg_figure.ts";
import type { AnyModel } from "../widgets/host.ts";
import { findLink, readLink } from "../widgets/link.ts";
import type { LiveExperiment } from "../widgets/live.ts";
import { runtime } from "../widgets/runtime.ts";
import stub from "../widgets/stub.ts";

/** The experiments of the page, and the models that they are of. */
const lives: LiveExperiment[] = [];
const models = new Set<string>();

/** Put an experiment into the state that the address asks for; one that cannot be read is said, and changes nothing. */
function follow(live: LiveExperiment): void {
  const link = findLink(live, location.href);
  const named = link?.split(";", 2)[1] ?? "";
  // A link for another model of this page is that one's business.
  if (!link || (named !== live.program.id && models.has(named))) return;
  const read = readLink(live, link);
  if ("state" in read) {
    live.restore(read.state);
    return;
  }
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "il6-page-said";
  document.querySelector("main")?.before(said);
  said.textContent = read.sentence;
}

const begin = (live: LiveExperiment): void => {
  lives.push(live);
  follow(live);
};

addEventListener("hashchange", () => {
  for (const said of document.querySelectorAll(".il6-page-said")) said.remove();
  for (const live of lives) follow(live);
});

const experiment = runtime((el) => new SvgFigure(el), begin);

type State = Record<string, unknown>;

/** What the page carries: models by id, experiments to start, and views in the order shown. */
interface Contents {
  models: Record<string, State>;
  experiments: string[];
  views: string[];
  /** What is kept shut, by the id of the view: open when its gate has no height of 0 any more. */
  gates: Record<string, string>;
  /** Ids of the elements that views go into; `main` where there is none. */
  roots: Record<string, string>;
  /** What the page is called in each language, where its title is not of the author's own. */
  titles?: Record<"en" | "zh", string>;
}

/** A model that lives in the page: it keeps state and tells who listens. Nobody is behind it. */
class PageModel implements AnyModel {
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(
    private readonly state: State,
    private readonly models: Map<string, PageModel>,
  ) {}

  readonly widget_manager = {
    get_model: async (id: string): Promise<AnyModel> => {
      const model = this.models.get(id);
      if (!model) throw new Error(`this page has no model ${id}`);
      return model;
    },
  };

  get(key: string): unknown {
    return this.state[key];
  }

  set(key: string, value: unknown): void {
    if (this.state[key] === value) return;
    this.state[key] = value;
    for (const listener of [...(this.listeners.get(`change:${key}`) ?? [])]) listener();
  }

  on(event: string, listener: () => void): void {
    const set = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, set.add(listener));
  }

  off(event: string, listener: () => void): void {
    this.listeners.get(event)?.delete(listener);
  }
}

/** A view that brings its own code: Python has put its script before this one. */
const viewOf = (kind: string): { render: typeof stub.render } | undefined =>
  (globalThis as unknown as Record<string, { default: typeof stub } | undefined>)[`il6_${kind}`]
    ?.default;

/** Start what the page carries inside `main`. */
export function start(page: Document): void {
  const text = page.querySelector("script[data-il6-contents]")?.textContent;
  if (!text) return;
  const contents = JSON.parse(text) as Contents;
  const known = new Map<string, PageModel>();
  for (const [id, state] of Object.entries(contents.models)) {
    known.set(id, new PageModel(state, known));
  }
  for (const id of contents.experiments) {
    const program = known.get(id)?.get("program") as { id: string } | undefined;
    if (program) models.add(program.id);
  }
  const asked = new URLSearchParams(location.search);
  const [lang, look] = [asked.get("lang"), asked.get("theme")];
  if (lang === "en" || lang === "zh") {
    page.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    const title = contents.titles?.[lang];
    const heading = page.querySelector("h1");
    if (title && heading) page.title = heading.textContent = title;
    for (const id of [...contents.experiments, ...contents.views])
      if (known.get(id)?.get("lang") !== undefined) known.get(id)?.set("lang", lang);
  }
  if (look === "light" || look === "dark") {
    page.documentElement.dataset.theme = page.documentElement.style.colorScheme = look;
  }
  if (asked.get("view") === "projector") page.documentElement.dataset.view = "projector";
  for (const id of contents.experiments) {
    experiment.initialize({ model: known.get(id) as PageModel });
  }
  const main = page.querySelector("main") as HTMLElement;
  for (const id of contents.views) {
    // A box of its own, so that a chart can stand below its frame.
    const root = page.getElementById(contents.roots[id] ?? "") ?? main;
    const box = root.appendChild(page.createElement("div"));
    const el = box.appendChild(page.createElement("div"));
    const model = known.get(id) as PageModel;
    box.className = `il6-page-${String(model.get("kind"))}`;
    const theme = page.documentElement.dataset.theme;
    if (theme === "light" || theme === "dark") box.dataset.theme = el.dataset.theme = theme;
    const gate = known.get(contents.gates[id] ?? "");
    if (gate) {
      const shut = (): void => {
        box.hidden = gate.get("height") !== null;
      };
      gate.on("change:height", shut);
      shut();
    }
    const own = viewOf(String(model.get("kind")));
    if (!own) stub.initialize({ model, el });
    (own ?? stub).render({ model, el });
  }
}

start(document);
