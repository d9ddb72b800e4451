// One value: label, source button, slider, number box, unit; its card opens below it.
import type { Value } from "../../kinetics/program.ts";
import { convert } from "../../kinetics/units.ts";
import { unitLabel, unitSpoken } from "../format.ts";
import { uid } from "../view.ts";
import { type Card, card } from "./card.ts";
import { blank, type Context, current, DIGITS, inUnit, known, statusWords } from "./context.ts";
import { html, unseen, write } from "./dom.ts";
import { field, type Pending } from "./field.ts";
import { icon } from "./icons.ts";
import { slider } from "./slider.ts";
import { source } from "./source.ts";

export interface Row {
  el: HTMLElement;
  /** Show what changed, and nothing else. */
  refresh(): void;
  /** Forget typed text and refusal. */
  forget(): void;
  pending(): Pending | undefined;
  retype(pending: Pending): void;
  /** Show or take away the card. */
  open(yes: boolean): void;
}

/** The row of a value. `ask` is called when a hand wants its card shown (true) or gone. */
export function row(context: Context, value: Value, ask: (open: boolean) => void): Row {
  const { x, doc, signal } = context;
  const label = x.say(value.label);
  const ids = { label: uid("label"), field: uid("field"), range: uid("range"), card: uid("card") };
  const toShown = (n: number): number => convert(n, value.unit, x.unit(value.id), value.molar_mass);
  const inShown = (n: number, spoken = false): string =>
    inUnit(x, toShown(n), x.unit(value.id), spoken);

  const limits = (): { low: string; high: string } => ({
    low: x.number(toShown(value.low)),
    high: inShown(value.high),
  });

  let last = Number.NaN;
  let lastUnit = "";
  let opened: Card | undefined;

  // Everything that says the number, from the event itself: a drag must not wait for a frame.
  const say = (n: number): void => {
    const empty = blank(x, value, known(x, value));
    handle.show(n, empty ? statusWords(x, value, "unknown") : inShown(n, true));
    box.show(empty ? "" : x.number(toShown(n), DIGITS), empty ? "?" : "");
  };
  const refresh = (): void => {
    const [n, unit] = [current(x, value), x.unit(value.id)];
    if (n !== last) box.clear();
    if (unit !== lastUnit) write(range, x.text("controls.range", limits()));
    if (n !== last || unit !== lastUnit) {
      units.value = unit;
      pick.value = `${n}`;
    }
    [last, lastUnit] = [n, unit];
    // Not refused, only said: a number may lie where nobody has looked.
    const beyond = n > value.high * (1 + 1e-9) || (n > 0 && n < value.low * (1 - 1e-9));
    write(caution, beyond && !value.allowed ? x.text("controls.beyond", limits()) : "");
    say(n);
    origin.refresh();
    opened?.refresh();
  };
  const moved = (n: number, release: boolean): void => {
    box.clear();
    last = n;
    const refusal = x.set({ [value.id]: n }, release);
    if (refusal) {
      refresh();
      box.complain(refusal);
      return;
    }
    write(caution, "");
    say(n);
    origin.refresh();
    opened?.refresh();
  };

  const handle = slider(context, value, ids.label, moved);
  const box = field(context, value, ids, () => refresh());
  const origin = source(context, value, () => ask(!opened));
  const caution = html(doc, "p", { class: "caution" });
  const range = unseen(doc, "");
  range.id = ids.range;
  const units = html(doc, "select", {
    class: "unit",
    "aria-label": x.text("controls.unit_of", { label }),
    "data-part": `unit:${value.id}`,
  });
  for (const unit of value.units) {
    const spoken = { value: unit, title: unitSpoken(x.text, unit) };
    units.append(html(doc, "option", spoken, unitLabel(x.text, unit)));
  }
  const only = html(doc, "span", { class: "unit" }, unitLabel(x.text, x.unit(value.id)));
  const pick = html(doc, "select", {
    id: ids.field,
    class: "pick",
    "data-part": `box:${value.id}`,
  });
  for (const n of value.allowed ?? []) pick.append(html(doc, "option", { value: n }, x.number(n)));

  const body = html(doc, "div", { class: "body" });
  if (value.allowed) body.append(pick);
  else body.append(handle.el, box.el, value.units.length > 1 ? units : only, range);
  const name = html(
    doc,
    "label",
    { id: ids.label, for: ids.field, class: "name", title: label },
    icon(doc, value.id),
    html(doc, "span", {}, label),
  );
  const el = html(doc, "div", { class: "value" }, name, origin.el, body, box.below, caution);

  const on = { signal };
  units.addEventListener("change", () => x.setUnit(value.id, units.value), on);
  pick.addEventListener("change", () => x.set({ [value.id]: Number(pick.value) }, true), on);
  const dismiss = (): void => {
    ask(false);
    origin.el.focus();
  };
  el.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !opened) return;
      event.stopPropagation();
      dismiss();
    },
    on,
  );

  refresh();
  return {
    el,
    refresh,
    forget: () => {
      box.clear();
      refresh();
    },
    pending: box.pending,
    retype: box.retype,
    open: (yes) => {
      if (yes === (opened !== undefined)) return;
      opened?.el.remove();
      opened = yes ? card(context, value, ids.card, dismiss) : undefined;
      if (opened) el.append(opened.el);
      origin.el.setAttribute("aria-expanded", `${yes}`);
      if (yes) origin.el.setAttribute("aria-controls", ids.card);
      else origin.el.removeAttribute("aria-controls");
    },
  };
}
