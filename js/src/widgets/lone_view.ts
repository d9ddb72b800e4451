// The module of a view that belongs to no experiment: its style, its language, and texts of its own bundle.
import { number } from "./format.ts";
import { type AnyModel, Host, keepKeys } from "./host.ts";
import { pageLanguage, text } from "./locale.ts";
import { settingsOf } from "./settings.ts";
import base from "./style/base.css";
import { tokenSheet } from "./tokens.ts";
import type { Language, Settings } from "./view.ts";

/** Dress the page, and the shadow root that a view may stand in once its host has put it there. Returns its undo. */
export function dressAlone(el: HTMLElement, name: string, sheet: string): () => void {
  const mark = `data-il6-${name}-style`;
  const put = (parent: ParentNode & Node): void => {
    if (parent.querySelector(`style[${mark}]`)) return;
    const style = el.ownerDocument.createElement("style");
    style.setAttribute(mark, "");
    style.textContent = [tokenSheet(), base, sheet].join("\n");
    parent.append(style);
  };
  put(el.ownerDocument.head);
  const frame = requestAnimationFrame(() => {
    const root = el.getRootNode();
    if (root instanceof ShadowRoot) put(root);
  });
  return () => cancelAnimationFrame(frame);
}

/** What a view without an experiment knows of its reader. */
export interface Reader {
  readonly lang: Language;
  readonly text: (key: string, fill?: Record<string, string | number>) => string;
  readonly number: (x: number, digits?: number) => string;
  /** Called when the language changes. Returns its undo. */
  watch(f: () => void): () => void;
}

export type LoneMount = (reader: Reader, el: HTMLElement, settings: Settings) => () => void;

/** What an entry file exports: the view under its kind, with its style sheet. */
export const loneView = (name: string, mount: LoneMount, sheet: string) => ({
  render({ model, el }: { model: AnyModel; el: HTMLElement }): () => void {
    const host = new Host(model);
    const reader: Reader = {
      get lang() {
        return (host.get("lang", "") ||
          pageLanguage({
            href: location.href,
            lang: el.ownerDocument.documentElement.lang,
          })) as Language;
      },
      text: (key, fill) => text(reader.lang, key, fill),
      number: (x, digits) => number(x, reader.lang, digits),
      watch: (f) => host.watch("lang", f),
    };
    el.classList.add("il6");
    const undo = [dressAlone(el, name, sheet), keepKeys(el), mount(reader, el, settingsOf(host))];
    return () => {
      for (const f of undo) f();
      el.replaceChildren();
    };
  },
});
