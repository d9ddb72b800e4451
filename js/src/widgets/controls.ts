// The controls of an experiment: choices, sliders, number boxes, units and sources, in plain native inputs.

import { buttons, choicePart, inOrder } from "./controls/choices.ts";
import type { Context } from "./controls/context.ts";
import { html } from "./controls/dom.ts";
import type { Pending } from "./controls/field.ts";
import {
  GROUPS,
  type Group,
  type GroupId,
  group,
  groupOf,
  openAtFirst,
} from "./controls/groups.ts";
import { type Row, row } from "./controls/row.ts";
import type { Live, Mount, Settings } from "./view.ts";

/** Below this width (px) the drugs are folded until someone opens them. */
const NARROW = 480;

/** What is on screen for one language, and how to bring it up to date. */
interface Parts {
  el: HTMLElement;
  rows: ReadonlyMap<string, Row>;
  groups: ReadonlyMap<GroupId, Group>;
  refresh(): void;
}

/** What the parts tell the whole: a card is wanted or not, a group was opened or folded. */
interface Told {
  ask(id: string, open: boolean): void;
  folded(id: GroupId, open: boolean): void;
}

function build(context: Context, { ask, folded }: Told): Parts {
  const { x, doc, signal } = context;
  const choices = inOrder(x.program).map((choice) => choicePart(context, choice));
  const rows = new Map<string, Row>();
  for (const value of x.program.values)
    rows.set(
      value.id,
      row(context, value, (open) => ask(value.id, open)),
    );

  const groups = new Map<GroupId, Group>();
  for (const id of GROUPS) {
    const values = x.program.values.filter((value) => groupOf(value) === id);
    if (values.length === 0) continue;
    const inside = values.flatMap((value) => rows.get(value.id)?.el ?? []);
    const made = group(context, id, values, inside);
    made.el.addEventListener("toggle", () => folded(id, made.el.open), { signal });
    groups.set(id, made);
  }

  const forget = (): void => {
    for (const one of rows.values()) one.forget();
  };
  const reset = (): void => {
    x.reset();
    forget();
  };
  const bar = buttons(context, reset, forget);
  const header = html(
    doc,
    "div",
    { class: "header" },
    html(doc, "div", { class: "choices" }, ...choices.map((choice) => choice.el)),
    bar.el,
  );
  const list = html(doc, "div", { class: "groups" }, ...[...groups.values()].map((one) => one.el));
  const frame = { class: "controls-in", role: "group", "aria-label": x.text("controls.name") };
  const el = html(doc, "div", { ...frame, lang: x.lang === "zh" ? "zh-CN" : "en" }, header, list);
  return {
    el,
    rows,
    groups,
    refresh: () => {
      for (const part of [bar, ...choices, ...groups.values(), ...rows.values()]) part.refresh();
    },
  };
}

/** The part that holds the focus, by a name that survives a change of language. */
function focused(el: HTMLElement): string | undefined {
  const root = el.getRootNode() as Document | ShadowRoot;
  const active = root.activeElement;
  return active && el.contains(active)
    ? (active.getAttribute("data-part") ?? undefined)
    : undefined;
}

function focus(el: HTMLElement, part: string): void {
  for (const one of el.querySelectorAll<HTMLElement>("[data-part]"))
    if (one.dataset.part === part) one.focus({ preventScroll: true });
}

/** Mount the controls; the undo takes them away with all their listeners. */
export const mount: Mount = (x: Live, el: HTMLElement, settings: Settings): (() => void) => {
  const doc = el.ownerDocument;
  const frame = html(doc, "div", { class: "controls" });
  let open: string | undefined;
  let narrow = true;
  let listeners = new AbortController();

  const ask = (id: string, yes: boolean): void => {
    if (open !== undefined) parts.rows.get(open)?.open(false);
    open = yes ? id : undefined;
    if (open !== undefined) parts.rows.get(open)?.open(true);
  };
  const folds = (): Partial<Record<GroupId, boolean>> => settings.get("folds", {});
  const stands = (id: GroupId): boolean => folds()[id] ?? openAtFirst(id, narrow);
  const fold = (): void => {
    for (const [id, one] of parts.groups) one.el.open = stands(id);
  };
  // A group of which nothing is remembered may have been touched this instant, and is left as it is.
  const refold = (): void => {
    for (const [id, one] of parts.groups) one.el.open = folds()[id] ?? one.el.open;
  };
  // Only what a hand opened or folded is remembered, not what the width decides.
  const folded = (id: GroupId, yes: boolean): void => {
    if (yes !== stands(id)) settings.set("folds", { ...folds(), [id]: yes });
  };
  const make = (): Parts => build({ x, doc, signal: listeners.signal }, { ask, folded });
  const retext = (): void => {
    const part = focused(frame);
    const pending: [string, Pending][] = [];
    for (const [id, one] of parts.rows) {
      const text = one.pending();
      if (text) pending.push([id, text]);
    }
    listeners.abort();
    listeners = new AbortController();
    parts = make();
    fold();
    frame.replaceChildren(parts.el);
    if (open !== undefined) ask(open, true);
    for (const [id, text] of pending) parts.rows.get(id)?.retype(text);
    if (part) focus(frame, part);
  };

  let parts = make();
  fold();
  frame.append(parts.el);
  el.append(frame);

  const measure = (): void => {
    const width = frame.clientWidth;
    if (width === 0 || width < NARROW === narrow) return;
    narrow = width < NARROW;
    fold();
  };
  const Observer = doc.defaultView?.ResizeObserver;
  const observer = Observer ? new Observer(measure) : undefined;
  observer?.observe(frame);

  const leave = [
    x.subscribe((changes) => {
      if (changes.has("lang")) retext();
      else if (changes.has("inputs") || changes.has("units")) parts.refresh();
    }),
    settings.watch("folds", refold),
  ];
  return () => {
    for (const undo of leave) undo();
    observer?.disconnect();
    listeners.abort();
    frame.remove();
  };
};
