// The form of a question: native inputs, one button, and what is said to the answer.
import { html } from "../controls/dom.ts";
import { type Language, uid } from "../view.ts";
import { type Answer, type Asked, complete, judge, type Option } from "./question.ts";

export interface FormContext {
  readonly doc: Document;
  readonly asked: Asked;
  readonly answer: Answer;
  readonly lang: Language;
  /** Whether something is kept shut until the answer. */
  readonly opens: boolean;
  readonly text: (key: string, fill?: Readonly<Record<string, string>>) => string;
  /** The value of the input that the question reads, as it is now. */
  readonly reading?: (() => string | undefined) | undefined;
  readonly keep: () => void;
  readonly commit: () => void;
}

/** What a chosen option, a typed number or a written sentence is put in with. */
function inputs(c: FormContext, name: string): HTMLElement[] {
  const { doc, asked, answer, lang } = c;
  const write = (draft: string): void => {
    answer.draft = draft;
    c.keep();
  };
  if (asked.kind === "choice")
    return (asked.options ?? []).map((option) => {
      const radio = html(doc, "input", { type: "radio", name, value: option.id });
      radio.checked = answer.draft === option.id;
      radio.addEventListener("change", () => write(option.id));
      return html(
        doc,
        "label",
        { class: "option" },
        radio,
        html(doc, "span", {}, option.text[lang]),
      );
    });
  if (asked.kind === "explain") {
    const box = html(doc, "textarea", { rows: 3, "aria-label": c.text("your_sentence") });
    box.value = answer.draft;
    box.addEventListener("input", () => write(box.value));
    return [box];
  }
  const unit = asked.unit ?? "";
  const label = c.text("your_answer", { unit });
  const field = html(doc, "input", { type: "text", inputmode: "decimal", "aria-label": label });
  field.value = answer.draft;
  field.addEventListener("input", () => write(field.value));
  const row = html(doc, "div", { class: "typed" }, field, html(doc, "span", {}, unit));
  if (c.reading) {
    const take = html(doc, "button", { type: "button" }, c.text("take"));
    take.addEventListener("click", () => {
      const now = c.reading?.();
      if (now === undefined) return;
      field.value = now;
      write(now);
    });
    row.append(take);
  }
  return [row];
}

/** What is said to the other options, folded: who has answered may look. */
function others(c: FormContext, options: readonly Option[]): HTMLElement {
  const { doc, lang } = c;
  const items = options.flatMap((option) => [
    html(doc, "dt", {}, option.text[lang]),
    html(doc, "dd", {}, option.feedback[lang]),
  ]);
  const list = html(doc, "dl", {}, ...items);
  return html(doc, "details", {}, html(doc, "summary", {}, c.text("all")), list);
}

function ticks(c: FormContext): HTMLElement {
  const { doc, asked, answer, lang } = c;
  const boxes = (asked.criteria ?? []).map((criterion, i) => {
    const tick = html(doc, "input", { type: "checkbox" });
    tick.checked = answer.ticks.includes(i);
    tick.addEventListener("change", () => {
      answer.ticks = answer.ticks.filter((n) => n !== i).concat(tick.checked ? [i] : []);
      c.keep();
    });
    return html(doc, "label", { class: "option" }, tick, html(doc, "span", {}, criterion[lang]));
  });
  return html(doc, "fieldset", {}, html(doc, "legend", {}, c.text("criteria")), ...boxes);
}

/** What is said to the answer, in the order in which it is read out. */
function said(c: FormContext): HTMLElement[] {
  const { doc, asked, answer, lang } = c;
  const verdict = judge(asked, answer);
  if (!verdict) return [];
  const head =
    verdict.right === undefined
      ? c.text("model_answer")
      : verdict.hint
        ? c.text("hint")
        : c.text(verdict.right ? "agrees" : "differs");
  const parts = [html(doc, "p", {}, html(doc, "b", {}, head), " ", verdict.feedback[lang])];
  if (c.opens) parts.push(html(doc, "p", { class: "note" }, c.text("opened")));
  return parts;
}

/** Build the form for the answer as it stands. */
export function form(c: FormContext): HTMLElement {
  const { doc, asked, answer } = c;
  const name = uid("answer");
  const kind = asked.kind === "explain" ? "explain" : c.opens ? "predict" : "question";
  const legend = html(
    doc,
    "legend",
    {},
    html(doc, "span", { class: "tag" }, c.text(kind)),
    " ",
    asked.prompt[c.lang],
  );
  const fields = html(doc, "fieldset", {}, legend, ...inputs(c, name));
  const button = html(
    doc,
    "button",
    { type: "submit", class: "commit" },
    c.text(answer.given === undefined ? "commit" : "again"),
  );
  const note = c.text(c.opens && answer.given === undefined ? "shut" : "stays");
  const status = html(doc, "div", { role: "status", class: "said" }, ...said(c));
  const el = html(
    doc,
    "form",
    { class: "question", lang: c.lang === "zh" ? "zh-Hans" : "en", novalidate: true },
    fields,
    html(doc, "div", { class: "send" }, button, html(doc, "span", { class: "note" }, note)),
    status,
  );
  if (answer.given !== undefined && asked.kind === "choice")
    el.append(
      others(
        c,
        (asked.options ?? []).filter(({ id }) => id !== answer.given),
      ),
    );
  if (answer.given !== undefined && asked.kind === "explain") el.append(ticks(c));
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    if (complete(asked, answer.draft)) {
      c.commit();
      return;
    }
    const key = { choice: "choose", number: "no_number", explain: "no_text" }[asked.kind];
    const fill = { text: answer.draft.slice(0, 40), unit: asked.unit ?? "" };
    status.replaceChildren(html(doc, "p", { class: "error" }, c.text(key, fill)));
    el.querySelector<HTMLElement>("fieldset :is(input, textarea)")?.focus();
  });
  return el;
}
