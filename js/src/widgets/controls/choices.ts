// The header: which cell, which fluid, which constants; reset and language.

import type { Choice, Program, Value } from "../../kinetics/program.ts";
import { type Language, uid } from "../view.ts";
import { type Context, current, same } from "./context.ts";
import { copyLink } from "./copy.ts";
import { html, write } from "./dom.ts";

const LANGUAGES: readonly (readonly [Language, string, string])[] = [
  ["zh", "中文", "zh-CN"],
  ["en", "English", "en"],
];

/** A part of the header and how to bring it up to date. */
export interface Part {
  el: HTMLElement;
  refresh(): void;
}

/** Choices in the order of the header: who and where first, then those that set nothing but constants. */
export function inOrder({ choices, values }: Program): Choice[] {
  const constants = new Set(values.filter(({ role }) => role === "parameter").map(({ id }) => id));
  const inner = (choice: Choice): boolean =>
    choice.options.every((option) => Object.keys(option.values).every((id) => constants.has(id)));
  return [...choices].sort((a, b) => Number(inner(a)) - Number(inner(b)));
}

/** One choice: a select, the note of its option, and whether a loaded value was moved since. */
export function choicePart({ x, doc, signal }: Context, choice: Choice): Part {
  const [id, noteId] = [uid("choice"), uid("note")];
  const name = x.say(choice.label);
  const select = html(doc, "select", {
    id,
    "aria-describedby": noteId,
    "data-part": `choice:${choice.id}`,
  });
  for (const option of choice.options)
    select.append(html(doc, "option", { value: option.id }, x.say(option.label)));
  const note = html(doc, "span", { class: "words" });
  const missing = html(doc, "span", { class: "missing" });
  const restore = html(doc, "button", {
    type: "button",
    class: "link",
    "data-part": `restore:${choice.id}`,
  });
  const names = (values: readonly Value[]): string =>
    values.map((value) => x.say(value.label)).join(x.text("controls.comma"));

  const refresh = (): void => {
    const option = choice.options.find((one) => one.id === x.inputs.choices[choice.id]);
    select.value = option?.id ?? "";
    write(note, option ? x.say(option.note) : "");
    const unknown = x.program.values.filter(
      (value) => option?.facts[value.id]?.status === "unknown",
    );
    write(missing, unknown.length ? x.text("controls.no_count_of", { names: names(unknown) }) : "");
    const moved = x.program.values.filter((value) => {
      const set = option?.values[value.id];
      return set !== undefined && !same(set, current(x, value));
    });
    restore.hidden = moved.length === 0;
    write(restore, x.text("controls.by_hand_restore", { names: names(moved) }));
    select.classList.toggle("moved", moved.length > 0);
  };

  const load = (): void => {
    // What cannot be loaded is not left standing as if it were.
    if (x.set({ [choice.id]: select.value }, true)) refresh();
  };
  select.addEventListener("change", load, { signal });
  restore.addEventListener(
    "click",
    () => {
      select.focus();
      load();
    },
    { signal },
  );
  refresh();
  const below = html(doc, "p", { class: "note", id: noteId }, missing, note);
  const el = html(
    doc,
    "div",
    { class: "choice" },
    html(doc, "label", { for: id }, name),
    select,
    restore,
    below,
  );
  return { el, refresh };
}

/** Undo, redo and reset, and the language switch; each language is named in itself. */
export function buttons(context: Context, reset: () => void, forget: () => void): Part {
  const { x, doc, signal } = context;
  const button = (part: string, click: () => void): HTMLButtonElement => {
    const words = x.text(`controls.${part}`);
    const el = html(doc, "button", { type: "button", "data-part": part }, words);
    el.addEventListener("click", click, { signal });
    return el;
  };
  const { steps } = x;
  const back = button("reset", reset);
  const ways = (["undo", "redo"] as const).map((way) => {
    const el = button(way, () => {
      if (el.getAttribute("aria-disabled") === "true") return;
      forget();
      steps?.[way]();
    });
    return el;
  });
  const refresh = (): void => {
    // Not `disabled`, which would take the focus away from under a hand that goes on pressing.
    const can = [steps?.undoable, steps?.redoable];
    for (const [i, el] of ways.entries()) el.setAttribute("aria-disabled", `${!can[i]}`);
  };
  refresh();
  const languages = LANGUAGES.map(([lang, name, tag]) => {
    const pressed = x.lang === lang ? "true" : "false";
    const button = html(
      doc,
      "button",
      { type: "button", lang: tag, "aria-pressed": pressed, "data-part": `lang:${lang}` },
      name,
    );
    button.addEventListener("click", () => x.setLang(lang), { signal });
    return button;
  });
  const choice = html(
    doc,
    "div",
    { class: "languages", role: "group", "aria-label": x.text("controls.language") },
    ...languages,
  );
  const el = html(
    doc,
    "div",
    { class: "buttons" },
    html(doc, "div", { class: "steps" }, ...(steps ? ways : []), back),
    copyLink(context),
    choice,
  );
  return { el, refresh };
}
