// The source button of one value: how well the number is known and where it comes from, in a few words.
import type { Reference, Value } from "../../kinetics/program.ts";
import { convert } from "../../kinetics/units.ts";
import { type Context, known, statusWords } from "./context.ts";
import { html, unseen } from "./dom.ts";
import { mark } from "./icons.ts";

export interface Source {
  el: HTMLButtonElement;
  refresh(): void;
}

/** "Leisman 2020": what stands before the first comma of a reference. */
const shortName = (reference: Reference): string => reference.text.split(",", 1)[0]?.trim() ?? "";

/** The button; a click asks for the card. */
export function source({ x, doc, signal }: Context, value: Value, ask: () => void): Source {
  const el = html(doc, "button", {
    type: "button",
    class: "source",
    "aria-expanded": "false",
    "data-part": `source:${value.id}`,
  });
  el.addEventListener("click", ask, { signal });

  // What stands on the button: the open interval says most, then who measured it, then the bare status.
  const words = (hand: boolean, status: string, source: readonly string[]): string => {
    if (hand) return x.text("controls.by_hand");
    const unit = x.unit(value.id);
    const shown = (n: number): string => x.number(convert(n, value.unit, unit, value.molar_mass));
    const [low, high] = value.open ?? [];
    if (low !== undefined && high !== undefined)
      return x.text("controls.open", { low: shown(low), high: shown(high) });
    const reference = source
      .map((key) => x.program.references[key])
      .find((one) => one !== undefined);
    return reference ? shortName(reference) : status;
  };

  let last = "";
  const refresh = (): void => {
    const facts = known(x, value);
    const key = [facts.hand, facts.status, x.unit(value.id), ...facts.source].join(" ");
    if (key === last) return;
    last = key;
    const status = statusWords(x, value, facts.status);
    const shown = words(facts.hand, status, facts.source);
    const rest = facts.hand || shown === status ? "" : `${x.text("controls.comma")}${status}`;
    el.replaceChildren(
      unseen(doc, `${x.say(value.label)}${x.text("controls.colon")}`),
      ...(facts.hand ? [] : [mark(doc, facts.status)]),
      html(doc, "span", { class: "text" }, shown),
      unseen(doc, rest),
    );
    el.title = facts.hand ? "" : status;
  };
  return { el, refresh };
}
