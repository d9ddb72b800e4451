// What runs on a page: an experiment comes alive and offers itself to its views.
import type { Program } from "../kinetics/program.ts";
import { dressIn, type Sheet } from "./dressing.ts";
import { type AnyModel, Host, keepKeys } from "./host.ts";
import { LiveExperiment, type Page } from "./live.ts";
import { learn } from "./locale.ts";
import { offer } from "./registry.ts";
import { settingsOf } from "./settings.ts";
import { stepOf } from "./steps.ts";
import { common } from "./style.ts";
import type { Live, Mount, Settings } from "./view.ts";

/** What a host gives the experiments that come alive on its page. */
export interface Kit {
  /** Views that the experiment brings, by their kind. */
  views: Readonly<Record<string, Mount>>;
  /** Style sheets that come with every view, beside the common one. */
  sheets?: readonly Sheet[];
  /** Views that set the arrays of bqplot marks. */
  drivers?: Readonly<Record<string, Driver>>;
  Runs: Page["Runs"];
  /** Called once an experiment is there, before any view of it. */
  arrive?(live: LiveExperiment, key: string): void;
}

export type Driver = (x: Live, marks: (AnyModel | undefined)[], settings: Settings) => () => void;

const pageOf = ({ Runs }: Kit): Page => ({
  Runs,
  get href() {
    return location.href;
  },
  get lang() {
    return document.documentElement.lang;
  },
  frame: (f) => {
    requestAnimationFrame(f);
  },
  later,
});

function later(f: () => void, ms: number): () => void {
  const timer = setTimeout(f, ms);
  return () => clearTimeout(timer);
}

/** Run what may come late, and return an undo that also works before it has come. */
function late(start: () => Promise<() => void>): () => void {
  let over = false;
  let undo: (() => void) | undefined;
  start().then(
    (ready) => {
      if (over) ready();
      else undo = ready;
    },
    (error) => console.error("il6widgets:", error),
  );
  return () => {
    over = true;
    undo?.();
  };
}

/** How long the hand must rest before a figure that nobody sees is brought up to date, ms. */
const REST = 700;

/** Whether some model is on the page; a host that does not tell its views is taken to show it. */
async function seen(models: (AnyModel | undefined)[]): Promise<boolean> {
  const hosted = models.filter((model) => model !== undefined) as {
    views?: Record<string, Promise<{ el?: Element }>>;
  }[];
  if (hosted.some(({ views }) => views === undefined)) return true;
  // A view that its host has forgotten to remove is not on the page either.
  const views = await Promise.all(hosted.flatMap(({ views = {} }) => Object.values(views)));
  return views.some(({ el }) => el?.isConnected);
}

/**
 * Drive marks with every change while they are seen, and else only when the hand rests: figures of cells that were run
 * again live on in the host, and must not slow down the one on the page.
 */
function whileSeen(live: Live, marks: (AnyModel | undefined)[], drive: () => () => void) {
  let undo: (() => void) | undefined = drive();
  let cancel = (): void => {};
  let over = false;
  const pause = (): void => {
    undo?.();
    undo = undefined;
  };
  const hush = live.subscribe(() => {
    cancel();
    cancel = later(() => {
      if (undo) return;
      undo = drive();
      look();
    }, REST);
    look();
  });
  const look = (): void => {
    seen(marks).then((yes) => {
      if (over) return;
      if (!yes) pause();
      else undo ??= drive();
    }, pause);
  };
  return () => {
    over = true;
    hush();
    cancel();
    pause();
  };
}

function adopt(live: Live, model: AnyModel, { drivers = {} }: Kit): () => void {
  const host = new Host(model);
  const driver = drivers[host.get("kind", "")];
  if (!driver) return () => {};
  return late(async () => {
    const marks = await Promise.all(
      host.get<unknown[]>("marks", []).map((mark) => host.child(mark).catch(() => undefined)),
    );
    return whileSeen(live, marks, () => driver(live, marks, settingsOf(host)));
  });
}

/** Show a view in an element that it may fill; returns the undo. */
function show(
  live: Live,
  host: Host,
  el: HTMLElement,
  view: Mount,
  sheets: readonly Sheet[] = [],
): () => void {
  el.classList.add("il6");
  const undress = dressIn(el, [common, ...sheets]);
  const release = keepKeys(el);
  const step = (event: KeyboardEvent): void => {
    const way = stepOf(event);
    if (!way || !live.steps || (event.target as Element).localName === "textarea") return;
    event.preventDefault();
    event.stopPropagation();
    live.steps[way]();
  };
  el.addEventListener("keydown", step);
  const speak = (): void => {
    el.lang = live.lang === "zh" ? "zh-CN" : "en";
  };
  speak();
  const hush = live.subscribe((changes) => {
    if (changes.has("lang")) speak();
  });
  const undo = view(live, el, settingsOf(host));
  return () => {
    undo();
    hush();
    el.removeEventListener("keydown", step);
    release();
    undress();
    el.replaceChildren();
  };
}

function mount(live: Live, model: AnyModel, el: HTMLElement, { views, sheets }: Kit): () => void {
  const host = new Host(model);
  const view = views[host.get("kind", "")];
  if (!view) throw new Error(`no view is called '${host.get("kind", "")}'`);
  return show(live, host, el, view, sheets);
}

export const runtime = (kit: Kit) => ({
  /** Light and synchronous: the host gives two seconds, and drops kernel updates after that. */
  initialize({ model }: { model: AnyModel }): () => void {
    const host = new Host(model);
    return late(async () => {
      const inputs = new Host(await host.child(host.get("inputs", "")));
      const program = host.get<Program>("program", {} as Program);
      const live = new LiveExperiment(program, inputs, host, pageOf(kit));
      kit.arrive?.(live, host.get("key", ""));
      const withdraw = offer(host.get("key", ""), {
        adopt: (view) => adopt(live, view, kit),
        mount: (view, el) => mount(live, view, el, kit),
        show(view, shown, el) {
          learn(view.texts);
          const own = { name: view.name, text: () => view.sheet };
          return show(live, new Host(shown), el, view.mount, [...(kit.sheets ?? []), own]);
        },
      });
      return () => {
        withdraw();
        live.dispose();
      };
    });
  },
});
