// A page without Jupyter: the smallest host that our own views need, in one classic script.
import { addressOf } from "../widgets/address.ts";
import type { AnyModel } from "../widgets/host.ts";
import stub from "../widgets/stub.ts";
import { tell } from "./frame.ts";
import type { Saved, show } from "./jupyter.ts";

type State = Record<string, unknown>;
type Started = { initialize(context: { model: AnyModel }): void };
type Shown = Pick<typeof stub, "render">;

/** What the page carries: models by id, experiments to start, and views in the order shown. */
interface Contents {
  models: Record<string, State>;
  experiments: string[];
  views: string[];
  /** What is kept shut, by the id of the view: open when its gate has no height of 0 any more. */
  gates: Record<string, string>;
  /** Ids of the elements that views go into; `main` where there is none. */
  roots: Record<string, string>;
  /** Instead of models: the state of all widgets, where ipywidgets or figures of bqplot are among them. */
  jupyter?: Saved;
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

/** What another script of this page is: Python has put those that are needed before this one. */
const script = <T>(name: string): T | undefined =>
  (globalThis as unknown as Record<string, T | undefined>)[`il6_${name}`];
const brought = <T>(name: string): T | undefined => script<{ default: T }>(name)?.default;

type Reference = { text: string; doi?: string; pmid?: string };
type Cited = { references?: Record<string, Reference> };

/** List the sources of all numbers on the page, each once. */
function cite(page: Document, states: State[]): void {
  const details = page.querySelector("details.sources");
  if (!details) return; // a chapter cites in its own words
  const found = new Map<string, Reference>();
  for (const { program, content } of states)
    for (const cited of [program, content] as (Cited | undefined)[])
      for (const one of Object.values(cited?.references ?? {})) found.set(one.text, one);
  const items = [...found.values()]
    .sort((a, b) => a.text.localeCompare(b.text))
    .map((one) => {
      const item = page.createElement("li");
      const address = addressOf(one);
      const named = address ? item.appendChild(page.createElement("a")) : item;
      if (address) named.setAttribute("href", address);
      named.textContent = one.text;
      return item;
    });
  details.querySelector("ul")?.append(...items);
  details.toggleAttribute("hidden", items.length === 0);
}

/** On paper, tables of numbers and sources are open. */
function openForPrint(page: Document): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    const kept = "details[class*=numbers]:not([open]), details.sources:not([open])";
    opened = [...page.querySelectorAll<HTMLDetailsElement>(kept)];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

/** Start what the page carries inside `main`. */
export function start(page: Document): void {
  const text = page.querySelector("script[data-il6-contents]")?.textContent;
  if (!text) return;
  const contents = JSON.parse(text) as Contents;
  const saved = Object.values(contents.jupyter?.state ?? {}).map(({ state }) => state);
  cite(page, [...Object.values(contents.models), ...saved]);
  openForPrint(page);
  const known = new Map<string, PageModel>();
  for (const [id, state] of Object.entries(contents.models)) {
    known.set(id, new PageModel(state, known));
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
    for (const state of saved) if ("program" in state || "kind" in state) state.lang = lang;
  }
  if (look === "light" || look === "dark") {
    page.documentElement.dataset.theme = page.documentElement.style.colorScheme = look;
  }
  if (asked.get("view") === "projector") page.documentElement.dataset.view = "projector";
  for (const id of contents.experiments) {
    brought<Started>("experiment")?.initialize({ model: known.get(id) as PageModel });
  }
  const main = page.querySelector("main") as HTMLElement;
  if (contents.jupyter) {
    const theme = page.documentElement.dataset.theme;
    // As JupyterLab says it: boxes and figures that are not ours to mark follow it.
    if (theme === "light" || theme === "dark")
      page.body.dataset.jpThemeLight = String(theme === "light");
    const shown = contents.views.map((id) => ({
      id,
      el: main.appendChild(page.createElement("div")),
    }));
    script<{ show: typeof show }>("jupyter")
      ?.show(contents.jupyter, shown, (kind) => brought<typeof stub>(kind) ?? stub)
      .catch((error) => console.error("il6widgets:", error));
    return;
  }
  // A chapter in a frame of a wiki shows one of its exhibits.
  const asks = asked.get("only");
  const only = asks ? page.getElementById(asks) : null;
  const alone = only?.classList.contains("live") ? only.id : undefined;
  if (alone !== undefined) {
    page.documentElement.dataset.only = "";
    only?.classList.add("only");
  }
  for (const id of contents.views) {
    if (alone !== undefined && contents.roots[id] !== alone) continue;
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
    (brought<Shown>(String(model.get("kind"))) ?? stub).render({ model, el });
  }
}

start(document);
tell(document);
