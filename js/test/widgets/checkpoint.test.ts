// A question and its answer: numbers as people type them, what is said to which answer, and the form that asks.
import { beforeEach, expect, test, vi } from "vitest";
import { type Asked, judge, typed } from "../../src/widgets/checkpoint/question.ts";
import checkpoint from "../../src/widgets/checkpoint.ts";
import { WeakModel } from "./weak.fake.ts";

const words = (en: string) => ({ en, zh: `${en}（中）` });
const CHOICE: Asked = {
  kind: "choice",
  prompt: words("Which <b>one</b>?"),
  options: [
    { id: "a", text: words("A"), feedback: words("You may think of A.") },
    { id: "b", correct: true, text: words("B"), feedback: words("Yes, B.") },
    { id: "c", text: words("C"), feedback: words("You may think of C.") },
  ],
};
const NUMBER: Asked = {
  kind: "number",
  prompt: words("How much?"),
  unit: "ng/mL",
  accept: [24, 26.5],
  right: words("Yes."),
  hints: [words("First hint."), words("Second hint.")],
  wrong: [{ when: [145, 155], feedback: words("Half is not half.") }],
};
const EXPLAIN: Asked = {
  kind: "explain",
  prompt: words("Why?"),
  answer: words("Because."),
  criteria: [words("One."), words("Two.")],
};

test.each([
  ["25", 25],
  [" 1 500 ", 1500],
  ["1,500", 1500],
  ["0,25", 0.25],
  ["2.5e1", 25],
  ["", undefined],
  ["many", undefined],
  ["-3", undefined],
])("%j is %j", (text, expected) => {
  expect(typed(text)).toBe(expected);
});

test("each answer is told what it sees, and a number without one gets the next hint", () => {
  const say = (asked: Asked, given: string, tries = 1) =>
    judge(asked, { draft: given, given, tries, ticks: [] })?.feedback.en;
  expect(say(CHOICE, "a")).toBe("You may think of A.");
  expect(say(CHOICE, "b")).toBe("Yes, B.");
  expect(say(NUMBER, "25.3")).toBe("Yes.");
  expect(say(NUMBER, "150")).toBe("Half is not half.");
  expect([1, 2, 3].map((tries) => say(NUMBER, "9", tries))).toEqual([
    "First hint.",
    "Second hint.",
    "Second hint.",
  ]);
});

function shown(asked: Asked, lang = "en") {
  const gate = new WeakModel({ height: "0px", visibility: "hidden", overflow: "hidden" });
  const model = new WeakModel({ asked, gate: "IPY_MODEL_g", lang }, { g: Promise.resolve(gate) });
  const el = document.body.appendChild(document.createElement("div"));
  const undo = checkpoint.render({ model, el });
  const send = () => el.querySelector("form")?.dispatchEvent(new Event("submit"));
  return { gate, model, el, undo, send };
}

beforeEach(() => {
  document.body.replaceChildren();
});

test("any answer opens what is kept shut, and nothing is saved", async () => {
  const { gate, model, el, send } = shown(CHOICE);
  const saved = vi.fn();
  Object.assign(model, { save_changes: saved });
  send();
  expect(gate.get("height")).toBe("0px");
  expect(el.querySelector(".said")?.textContent).toMatch(/Choose an answer first/);
  const first = el.querySelector<HTMLInputElement>("input[type=radio]");
  first?.click();
  send();
  await new Promise((done) => setTimeout(done, 30));
  expect([gate.get("height"), gate.get("visibility")]).toEqual([null, null]);
  expect(el.querySelector(".said")?.textContent).toContain("You may think of A.");
  expect(saved).not.toHaveBeenCalled();
});

test("a question is text, whatever stands in it", () => {
  const { el } = shown(CHOICE);
  expect(el.querySelector("b")).toBeNull();
  expect(el.querySelector("legend")?.textContent).toContain("Which <b>one</b>?");
});

test("a sentence of one's own is compared by the reader, in Chinese too", async () => {
  const { el, send } = shown(EXPLAIN, "zh");
  const box = el.querySelector("textarea") as HTMLTextAreaElement;
  box.value = "因为";
  box.dispatchEvent(new Event("input"));
  send();
  await new Promise((done) => setTimeout(done, 30));
  expect(el.querySelector(".said")?.textContent).toContain("Because.（中）");
  expect(el.querySelectorAll("input[type=checkbox]").length).toBe(2);
});

test("nothing is left behind", () => {
  const { el, undo } = shown(NUMBER);
  undo();
  expect(el.childElementCount).toBe(0);
});
