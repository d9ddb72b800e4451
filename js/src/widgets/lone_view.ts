// The module of a view that belongs to no experiment: its style, its language, and texts of its own bundle.
import type { Words } from "../kinetics/program.ts";
import { dressIn } from "./dressing.ts";
import { number } from "./format.ts";
import { type AnyModel, Host, keepKeys } from "./host.ts";
import { pageLanguage, text } from "./locale.ts";
import { settingsOf } from "./settings.ts";
import base from "./style/base.css";
import { tokenSheet } from "./tokens.ts";
import type { Language, Live, Settings } from "./view.ts";

/** What a view without an experiment knows of its reader. */
export interface Reader extends Pick<Live, "say" | "text" | "number"> {
  readonly doc: Document;
  readonly lang: Language;
}

/** Draws the view anew, when it comes and when the language changes; returns what stops it. */
export type LoneMount = (reader: Reader, el: HTMLElement, settings: Settings) => () => void;

/** What an entry file exports: the view under its kind, with its style sheet. */
export const loneView = (name: string, mount: LoneMount, sheet: string) => ({
  render({ model, el }: { model: AnyModel; el: HTMLElement }): () => void {
    const host = new Host(model);
    const doc = el.ownerDocument;
    const reader: Reader = {
      doc,
      get lang() {
        const page = { href: location.href, lang: doc.documentElement.lang };
        return (host.get("lang", "") || pageLanguage(page)) as Language;
      },
      say: (words: Words) => words[reader.lang],
      text: (key, fill) => text(reader.lang, key, fill),
      number: (x, digits) => number(x, reader.lang, digits),
    };
    const sheets = [{ name, text: () => [tokenSheet(), base, sheet].join("\n") }];
    const undo = [dressIn(el, sheets), keepKeys(el)];
    let stop = (): void => {};
    const draw = (): void => {
      stop();
      el.replaceChildren();
      el.classList.add("il6");
      el.lang = reader.lang === "zh" ? "zh-Hans" : "en";
      stop = mount(reader, el, settingsOf(host));
    };
    draw();
    undo.push(host.watch("lang", draw));
    return () => {
      stop();
      for (const f of undo) f();
      el.replaceChildren();
    };
  },
});
