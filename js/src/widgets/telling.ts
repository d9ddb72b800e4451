// What a view tells in one sentence: for eyes at once, for a screen reader when the hand rests.
import { html, unseen, write } from "./controls/dom.ts";

/** How long the hand must rest before a screen reader is told, ms. */
const REST = 700;

export interface Telling {
  /** The line for eyes. */
  readonly line: HTMLElement;
  /** The line for ears. */
  readonly status: HTMLElement;
  say(sentence: string): void;
  stop(): void;
}

/** Make the two lines. */
export function telling(doc: Document): Telling {
  const line = html(doc, "p", { class: "live", "aria-hidden": "true" });
  const status = unseen(doc, "");
  status.setAttribute("role", "status");
  let speaking: ReturnType<typeof setTimeout> | undefined;
  return {
    line,
    status,
    say(sentence) {
      write(line, sentence);
      clearTimeout(speaking);
      speaking = setTimeout(() => write(status, sentence), REST);
    },
    stop: () => clearTimeout(speaking),
  };
}
