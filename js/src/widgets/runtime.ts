// What runs on a page: an experiment comes alive and offers itself to its views.
import type { Program } from "../kinetics/program.ts";
import type { Picture, Size } from "./chart/picture.ts";
import { mount as mountControls } from "./controls.ts";
import {
  draw as drawDoseResponse,
  drive as driveDoseResponse,
  mount as mountDoseResponse,
} from "./dose_response.ts";
import { type AnyModel, Host, keepKeys } from "./host.ts";
import { LiveExperiment, type Page } from "./live.ts";
import { learn } from "./locale.ts";
import { mount as mountReceptorBinding } from "./receptor_binding.ts";
import { offer } from "./registry.ts";
import { settingsOf } from "./settings.ts";
import { stepOf } from "./steps.ts";
import { dress } from "./style.ts";
import {
  draw as drawTimeCourse,
  drive as driveTimeCourse,
  mount as mountTimeCourse,
} from "./time_course.ts";
import type { Live, Mount, Settings } from "./view.ts";

const VIEWS: Record<string, Mount> = {
  controls: mountControls,
  receptor_binding: mountReceptorBinding,
  dose_response: mountDoseResponse,
  time_course: mountTimeCourse,
};

/** Views that set the arrays of bqplot marks. */
const DRIVERS: Record<
  string,
  (x: Live, marks: (AnyModel | undefined)[], settings: Settings) => () => void
> = {
  dose_response: driveDoseResponse,
  time_course: driveTimeCourse,
};

/** A figure of our own, for pages that have no bqplot. */
export interface OwnFigure {
  draw(p: Picture, size: Size): void;
  close(): void;
}

/** The same, where there is no bqplot: they draw into an element beside the frame. */
const DRAWN: Record<string, typeof drawDoseResponse> = {
  dose_response: drawDoseResponse,
  time_course: drawTimeCourse,
};

const page: Page = {
  get href() {
    return location.href;
  },
  get lang() {
    return document.documentElement.lang;
  },
  frame: (f) => {
    requestAnimationFrame(f);
  },
  later(f, ms) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};

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
    cancel = page.later(() => {
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

function adopt(live: Live, model: AnyModel): () => void {
  const host = new Host(model);
  const driver = DRIVERS[host.get("kind", "")];
  if (!driver) return () => {};
  return late(async () => {
    const marks = await Promise.all(
      host.get<unknown[]>("marks", []).map((mark) => host.child(mark).catch(() => undefined)),
    );
    return whileSeen(live, marks, () => driver(live, marks, settingsOf(host)));
  });
}

/** How a page makes its own figures; a page with bqplot needs none, and does not carry the code. */
export type Own = (el: HTMLElement) => OwnFigure;

/** A chart on a page that says it has no marks for it: our own figure takes their place. */
function drawn(
  live: Live,
  host: Host,
  el: HTMLElement,
  settings: Settings,
  own: Own | undefined,
): () => void {
  const kind = host.get("kind", "");
  const draw = DRAWN[kind];
  if (!own || !draw || host.get("parts", ["some"]).length > 0) return () => {};
  const box = el.parentElement ?? el;
  box.classList.add("il6", `il6-${kind.replace("_", "-")}`);
  const figure = el.ownerDocument.createElement("div");
  el.after(figure);
  const drawing = own(figure);
  const undo = draw(live, settings, drawing);
  return () => {
    undo();
    drawing.close();
    figure.remove();
  };
}

/** Show a view in an element that it may fill; returns the undo. */
function show(
  live: Live,
  host: Host,
  el: HTMLElement,
  view: Mount,
  extra: { own?: Own | undefined; sheet?: { name: string; sheet: string } } = {},
): () => void {
  el.classList.add("il6");
  const undress = dress(el, extra.sheet);
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
  const settings = settingsOf(host);
  const undrawn = drawn(live, host, el, settings, extra.own);
  const undo = view(live, el, settings);
  return () => {
    undo();
    undrawn();
    hush();
    el.removeEventListener("keydown", step);
    release();
    undress();
    el.replaceChildren();
  };
}

function mount(live: Live, model: AnyModel, el: HTMLElement, own: Own | undefined): () => void {
  const host = new Host(model);
  const view = VIEWS[host.get("kind", "")];
  if (!view) throw new Error(`no view is called '${host.get("kind", "")}'`);
  return show(live, host, el, view, { own });
}

/** `arrive` is called once an experiment is there, before any view of it. */
export const runtime = (own?: Own, arrive?: (live: LiveExperiment) => void) => ({
  /** Light and synchronous: the host gives two seconds, and drops kernel updates after that. */
  initialize({ model }: { model: AnyModel }): () => void {
    const host = new Host(model);
    return late(async () => {
      const inputs = new Host(await host.child(host.get("inputs", "")));
      const live = new LiveExperiment(
        host.get<Program>("program", {} as Program),
        inputs,
        host,
        page,
      );
      arrive?.(live);
      const withdraw = offer(host.get("key", ""), {
        adopt: (view) => adopt(live, view),
        mount: (view, el) => mount(live, view, el, own),
        show(view, shown, el) {
          learn(view.texts);
          return show(live, new Host(shown), el, view.mount, { sheet: view });
        },
      });
      return () => {
        withdraw();
        live.dispose();
      };
    });
  },
});
