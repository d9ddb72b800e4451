// The card below a value: the number, its range, how well it is known, what it rests on.
import type { Value } from "../../kinetics/program.ts";
import { convert, dimension } from "../../kinetics/units.ts";
import { doiAddress } from "../address.ts";
import { unitLabel, withUnit } from "../format.ts";
import { blank, type Context, current, inUnit, known, statusWords } from "./context.ts";
import { html, unseen, write } from "./dom.ts";
import { mark } from "./icons.ts";
import { interval } from "./interval.ts";

function references({ x, doc }: Context, keys: readonly string[]): HTMLElement | undefined {
  const items = keys.flatMap((key) => {
    const reference = x.program.references[key];
    if (!reference) return [];
    const address = reference.doi && doiAddress(reference.doi);
    if (!address) return [html(doc, "li", {}, reference.text)];
    const away = { href: address, target: "_blank", rel: "noopener noreferrer" };
    return [html(doc, "li", {}, html(doc, "a", away, reference.text))];
  });
  return items.length ? html(doc, "ul", { class: "references" }, ...items) : undefined;
}

export interface Card {
  el: HTMLElement;
  /** Bring number, marks and sources up to date. */
  refresh(): void;
}

/** The card of a value: a labelled group, opened and closed by the row above it. */
export function card(context: Context, value: Value, id: string, close: () => void): Card {
  const { x, doc, signal } = context;
  const label = x.say(value.label);
  const shut = html(
    doc,
    "button",
    { type: "button", class: "close" },
    html(doc, "span", { "aria-hidden": "true" }, "×"),
    unseen(doc, x.text("controls.close", { label })),
  );
  shut.addEventListener("click", close, { signal });
  const now = html(doc, "strong");
  const range = html(doc, "p", { class: "quiet" });
  const bar = html(doc, "div");
  const basis = html(doc, "div");
  const el = html(
    doc,
    "div",
    { class: "card", id, role: "group", "aria-label": label },
    shut,
    html(doc, "p", { class: "title" }, label),
    html(doc, "p", {}, now),
    range,
    bar,
    basis,
  );

  const inUnitShown = (n: number): number =>
    convert(n, value.unit, x.unit(value.id), value.molar_mass);
  const shown = (n: number): string => inUnit(x, inUnitShown(n), x.unit(value.id));
  // A mass is also said as an amount: affinities are amounts.
  const both = (n: number): string =>
    n === 0 || dimension(x.unit(value.id)) === dimension(value.unit)
      ? shown(n)
      : `${shown(n)} = ${withUnit(x.number(n), unitLabel(x.text, value.unit))}`;
  let last = "";
  const refresh = (): void => {
    const facts = known(x, value);
    const unknown = blank(x, value, facts);
    write(now, unknown ? statusWords(x, value, "unknown") : both(current(x, value)));
    if (value.open) bar.replaceChildren(interval(context, value, value.open));
    const key = [facts.hand, facts.status, x.unit(value.id), ...facts.source].join(" ");
    if (key === last) return;
    last = key;
    write(
      range,
      value.allowed
        ? ""
        : x.text("controls.range", {
            low: x.number(inUnitShown(value.low)),
            high: shown(value.high),
          }),
    );
    const status = html(doc, "p", {}, mark(doc, facts.status));
    status.append(html(doc, "strong", {}, statusWords(x, value, facts.status)));
    if (facts.hand) status.append(" ", x.text("controls.card_by_hand"));
    const note = x.say(x.facts(value.id, true).note);
    basis.replaceChildren(status, ...(note ? [html(doc, "p", {}, note)] : []));
    const list = references(context, facts.source);
    if (list) basis.append(list);
  };
  refresh();
  return { el, refresh };
}
