// A question and the reader's answer to it: data, and what is said to which answer. No page.
import type { Language } from "../view.ts";

export type Words = Readonly<Record<Language, string>>;

export interface Option {
  readonly id: string;
  readonly correct?: boolean;
  readonly text: Words;
  readonly feedback: Words;
}

/** A question as its file has it; which parts there are, its kind says. */
export interface Asked {
  readonly kind: "choice" | "number" | "explain";
  readonly prompt: Words;
  readonly options?: readonly Option[];
  readonly unit?: string;
  readonly reads?: string;
  readonly accept?: readonly [number, number];
  readonly right?: Words;
  readonly hints?: readonly Words[];
  readonly wrong?: readonly {
    readonly when: readonly [number, number];
    readonly feedback: Words;
  }[];
  readonly answer?: Words;
  readonly criteria?: readonly Words[];
}

/** What the reader has done so far. `given` is what was committed, `draft` what stands in the form. */
export interface Answer {
  draft: string;
  given?: string;
  tries: number;
  ticks: number[];
}

export const unanswered = (): Answer => ({ draft: "", tries: 0, ticks: [] });

/** What is said to an answer. `right` is left out where nobody can judge it. */
export interface Verdict {
  readonly right?: boolean;
  readonly feedback: Words;
  readonly hint?: boolean;
}

/** Read a number as people type it: spaces and thousands separators do not count. */
export function typed(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[\s\u2009\u202f]/g, "")
    .replace(/[,，](?=\d{3}(\D|$))/g, "")
    .replace(/^(\d+)[,，](\d+)$/, "$1.$2");
  return /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

/** Whether a draft can be committed at all. */
export function complete(asked: Asked, draft: string): boolean {
  if (asked.kind === "choice") return asked.options?.some(({ id }) => id === draft) ?? false;
  return asked.kind === "number" ? typed(draft) !== undefined : draft.trim() !== "";
}

const within = (n: number, [low, high]: readonly [number, number]): boolean =>
  low <= n && n <= high;

/** What to say to a committed answer; a number that no range foresees brings the next hint. */
export function judge(asked: Asked, { given, tries }: Answer): Verdict | undefined {
  if (given === undefined) return undefined;
  if (asked.kind === "choice") {
    const option = asked.options?.find(({ id }) => id === given);
    return option && { right: option.correct ?? false, feedback: option.feedback };
  }
  if (asked.kind === "explain") return asked.answer && { feedback: asked.answer };
  const n = typed(given) ?? Number.NaN;
  if (asked.accept && asked.right && within(n, asked.accept))
    return { right: true, feedback: asked.right };
  const tempted = asked.wrong?.find(({ when }) => within(n, when));
  if (tempted) return { right: false, feedback: tempted.feedback };
  const hints = asked.hints ?? [];
  const hint = hints[Math.min(tries, hints.length) - 1];
  return hint && { right: false, feedback: hint, hint: true };
}
