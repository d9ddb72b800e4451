// The number box of one value: what is typed waits for Enter or for the focus to leave, and a refused text stays.
import type { Value } from "../../kinetics/program.ts";
import { stepOf } from "../steps.ts";
import { type Refusal, uid } from "../view.ts";
import type { Context } from "./context.ts";
import { html } from "./dom.ts";

/** Text that was typed and not taken; `refused` where it was tried. */
export interface Pending {
  text: string;
  refused: boolean;
}

export interface Field {
  el: HTMLInputElement;
  /** Where the sentence of a refusal stands. */
  below: HTMLElement;
  /** Show a number, unless a hand is typing. */
  show(text: string, placeholder: string): void;
  complain(refusal: Refusal): void;
  /** Forget what was typed, and its refusal. */
  clear(): void;
  pending(): Pending | undefined;
  /** Put a text back; one that was refused is tried again, for a sentence in the language in force. */
  retype(pending: Pending): void;
}

/** The box; `done` is called when its text was taken, or given up. */
export function field(
  { x, doc, signal }: Context,
  value: Value,
  ids: { field: string; range: string },
  done: () => void,
): Field {
  const errorId = uid("error");
  const el = html(doc, "input", {
    type: "text",
    id: ids.field,
    class: "number",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": ids.range,
    "data-part": `box:${value.id}`,
  });
  const below = html(doc, "div", { class: "refusal" });
  let dirty = false;
  let refused: string | undefined;

  const clear = (): void => {
    dirty = false;
    refused = undefined;
    below.replaceChildren();
    el.removeAttribute("aria-invalid");
    el.setAttribute("aria-describedby", ids.range);
  };
  const complain = ({ sentence }: Refusal): void => {
    // A new element each time: only then is it read out again.
    below.replaceChildren(html(doc, "p", { class: "error", id: errorId, role: "alert" }, sentence));
    el.setAttribute("aria-invalid", "true");
    el.setAttribute("aria-describedby", `${errorId} ${ids.range}`);
  };
  const commit = (): void => {
    if (!dirty || el.value === refused) return;
    const refusal = x.type(value.id, el.value);
    if (refusal) {
      refused = el.value;
      complain(refusal);
      return;
    }
    clear();
    done();
  };

  const on = { signal };
  el.addEventListener(
    "input",
    () => {
      dirty = true;
    },
    on,
  );
  el.addEventListener("change", commit, on);
  el.addEventListener("blur", commit, on);
  el.addEventListener(
    "keydown",
    (event) => {
      // While an input method is composing, Enter and Escape belong to it.
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault();
        refused = undefined;
        commit();
      }
      // What is being typed is undone by the box itself.
      if (dirty && stepOf(event)) event.stopPropagation();
      if (event.key === "Escape" && dirty) {
        event.preventDefault();
        event.stopPropagation();
        clear();
        done();
      }
    },
    on,
  );
  return {
    el,
    below,
    show: (text, placeholder) => {
      if (dirty) return;
      el.value = text;
      el.placeholder = placeholder;
    },
    complain,
    clear,
    pending: () => (dirty ? { text: el.value, refused: refused !== undefined } : undefined),
    retype: (pending) => {
      el.value = pending.text;
      dirty = true;
      if (pending.refused) commit();
    },
  };
}
