// The module of a checkpoint: asks, and opens what it keeps shut. It needs no experiment.
import { form } from "./checkpoint/form.ts";
import { type Answer, type Asked, unanswered } from "./checkpoint/question.ts";
import { dressIn } from "./dressing.ts";
import { type AnyModel, Host, keepKeys } from "./host.ts";
import { CATALOGUE, pageLanguage } from "./locale.ts";
import base from "./style/base.css";
import sheet from "./style/checkpoint.css";
import { tokenSheet } from "./tokens.ts";
import type { Language } from "./view.ts";

/** It may stand on a page without any experiment, and brings all that it wears. */
const SHEET = { name: "checkpoint", text: () => [tokenSheet(), base, sheet].join("\n") };

/** What a gate has while it is shut, and loses when it opens. */
const SHUT = ["height", "visibility", "overflow"] as const;

export default {
  render({ model, el }: { model: AnyModel; el: HTMLElement }): () => void {
    const host = new Host(model);
    const asked = host.get("asked", {} as Asked);
    const gate = host.get<unknown>("gate", undefined);
    // Kept on the model, so that a cell that is shown twice or moved keeps it; never saved, so it stays in the page.
    const answer = host.get<Answer>("answered", unanswered());
    let experiment: Host | undefined;
    let values: Host | undefined;
    const undo: (() => void)[] = [dressIn(el, [SHEET]), keepKeys(el)];
    let over = false;

    const language = (): Language =>
      (host.get("lang", "") || experiment?.get("lang", "") || "") === ""
        ? pageLanguage({ href: location.href, lang: el.ownerDocument.documentElement.lang })
        : ((host.get("lang", "") || experiment?.get("lang", "")) as Language);
    const reading = (): string | undefined => {
      const now = values?.get<number>(asked.reads ?? "", Number.NaN);
      const there = now !== undefined && Number.isFinite(now);
      return there ? String(Number((now * host.get("factor", 1)).toPrecision(4))) : undefined;
    };
    const open = (): void => {
      if (gate === undefined) return;
      host.child(gate).then(
        (box) => {
          for (const key of SHUT) box.set(key, null);
        },
        (error) => console.error("il6widgets:", error),
      );
    };
    const keep = (): void => host.set("answered", answer);
    const commit = (): void => {
      answer.given = answer.draft;
      answer.tries += 1;
      keep();
      open();
      draw();
      el.querySelector<HTMLElement>(".commit")?.focus({ preventScroll: true });
    };
    const draw = (): void => {
      const lang = language();
      const text = (key: string, fill: Readonly<Record<string, string>> = {}): string =>
        (CATALOGUE[lang][`checkpoint.${key}`] ?? key).replace(
          /\{(\w+)\}/g,
          (whole, name: string) => fill[name] ?? whole,
        );
      const context = { doc: el.ownerDocument, asked, answer, lang, text, keep, commit };
      const reads = asked.reads && values ? reading : undefined;
      // The status is there before it speaks, or a screen reader would miss its first sentence.
      const made = form({ ...context, opens: gate !== undefined, reading: reads });
      const speaks = made.querySelector(".said") as HTMLElement;
      const said = [...speaks.childNodes];
      speaks.replaceChildren();
      el.replaceChildren(made);
      requestAnimationFrame(() => speaks.append(...said));
    };

    el.classList.add("il6", "il6-checkpoint");
    draw();
    if (answer.given !== undefined) open();
    undo.push(host.watch("lang", draw));
    const owner = host.get<unknown>("experiment", undefined);
    if (owner !== undefined)
      (async () => {
        experiment = new Host(await host.child(owner));
        if (over) return;
        undo.push(experiment.watch("lang", draw));
        values = new Host(await host.child(experiment.get("inputs", "")));
        if (!over) draw();
      })().catch(() => {
        // Without its experiment a question still asks; it follows the page's language.
      });
    return () => {
      over = true;
      for (const f of undo) f();
      el.replaceChildren();
    };
  },
};
