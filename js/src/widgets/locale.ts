// The catalogue: every text on screen that is not the model's, in both languages.
import en from "../../../il6widgets/locale/en.json" with { type: "json" };
import zh from "../../../il6widgets/locale/zh.json" with { type: "json" };
import { number } from "./format.ts";
import type { Language } from "./view.ts";

/** A bundle holds the texts that its views use (js/build.mjs says which). */
export const CATALOGUE: Record<Language, Record<string, string>> = { en: { ...en }, zh: { ...zh } };

/** Take in texts that a view has brought. */
export function learn(texts: Record<Language, Record<string, string>>): void {
  Object.assign(CATALOGUE.en, texts.en);
  Object.assign(CATALOGUE.zh, texts.zh);
}

/** A text with its places filled in: `{n}` by `fill.n`, numbers formatted by locale. */
export function text(
  lang: Language,
  key: string,
  fill: Record<string, string | number> = {},
): string {
  // A model of one's own may be in any unit: it is shown as it is written.
  const unit = /^unit\.(?:spoken\.)?(.+)$/.exec(key)?.[1];
  const found = CATALOGUE[lang][key] ?? unit;
  if (found === undefined) throw new Error(`the catalogue has no text '${key}'`);
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = fill[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value, lang) : value;
  });
}

/**
 * The language of a page: what the address asks for (`?lang=zh`, or a folder `/zh/` as in a
 * course with two languages), else what the document says, else English.
 */
export function pageLanguage(page: { href: string; lang: string }): Language {
  const url = new URL(page.href, "http://localhost");
  const asked = url.searchParams.get("lang");
  if (asked === "zh" || asked === "en") return asked;
  const folder = url.pathname.split("/").find((part) => part === "zh" || part === "en");
  if (folder) return folder as Language;
  return page.lang.toLowerCase().startsWith("zh") ? "zh" : "en";
}
