// The card of a node: how much there is, what would follow without it, and the numbers behind it with their sources.
import type { FlowNode } from "../../kinetics/program.ts";
import { html } from "../controls/dom.ts";
import { constant, sources } from "../facts.ts";
import { type Live, uid } from "../view.ts";
import { change, done, inhibitable, LEFT, type Reading, readWith } from "./reading.ts";
import { amount, doing, percent, time } from "./words.ts";

export interface Card {
  readonly el: HTMLElement;
  readonly node: FlowNode | undefined;
  open(node: FlowNode, near: DOMRect, r: Reading): void;
  update(r: Reading): void;
  close(): void;
}

function levels(x: Live, node: FlowNode, r: Reading): string {
  if (!node.level) return x.text(`flow.${node.known}`);
  const level = r.level(node.level);
  const fill = {
    now: amount(x, node.level, level.now),
    share: percent(x, level),
    peak: amount(x, node.level, level.peak),
    when: time(x, level.when),
  };
  const known = node.known === "computed" ? "" : x.text(`flow.${node.known}`);
  return `${x.text(level.peak > 0 ? "flow.card.now" : "flow.card.zero", fill)} ${known}`.trim();
}

/** What the main read-out would be with the node knocked out, beside what it is with nothing done to it. */
function consequence(x: Live, node: FlowNode): string {
  const [id] = x.program.layout?.curves ?? [];
  if (!id || node.controls.length === 0) return "";
  const output =
    x.program.species.find((s) => s.id === id) ?? x.program.outputs.find((o) => o.id === id);
  const read = (share: number): string =>
    amount(x, id, readWith(x, id, { values: change(x, node, share) }));
  return x.text("flow.card.without", {
    name: output ? x.say(output.label) : id,
    at: time(x, x.clock?.at ?? 0),
    without: read(0),
    whole: read(1),
  });
}

/** Make the card, closed; `closed` is told which node it spoke of. */
export function card(x: Live, figure: HTMLElement, closed: (id: string) => void): Card {
  const doc = figure.ownerDocument;
  const title = html(doc, "h4", { id: uid("node") });
  const shut = html(doc, "button", { type: "button", class: "shut" }, "×");
  const now = html(doc, "p", { class: "amount" });
  const note = html(doc, "p");
  const without = html(doc, "p", { class: "without" });
  const acts = html(doc, "div", { class: "acts", role: "group" });
  const facts = html(doc, "div");
  const el = html(
    doc,
    "div",
    { class: "card", role: "dialog", "aria-labelledby": title.id, tabindex: "-1" },
    html(doc, "div", { class: "head" }, title, shut),
    now,
    without,
    acts,
    note,
    facts,
  );
  el.hidden = true;
  let node: FlowNode | undefined;

  const act = (key: string, share: number, pressed: boolean, useful: boolean): HTMLElement => {
    const button = html(doc, "button", {
      type: "button",
      "aria-pressed": pressed ? "true" : "false",
    });
    button.textContent = x.text(`flow.act.${key}`);
    button.disabled = !useful;
    button.dataset.act = key;
    button.addEventListener("click", () => {
      if (node) x.set(change(x, node, share), true);
    });
    return button;
  };

  function build(r: Reading): void {
    if (!node) return;
    title.textContent = x.say(node.label);
    shut.setAttribute("aria-label", x.text("scene.card.close"));
    note.textContent = x.say(node.note);
    acts.setAttribute("aria-label", x.text("flow.acts"));
    const state = done(x, node);
    const held =
      doc.activeElement instanceof HTMLElement ? doc.activeElement.dataset.act : undefined;
    acts.hidden = node.controls.length === 0;
    acts.replaceChildren(
      ...(inhibitable(x, node) ? [act("inhibit", LEFT, state === "inhibited", true)] : []),
      act("out", 0, state === "out", true),
      act("restore", 1, state === "intact", state !== "intact"),
    );
    if (held) acts.querySelector<HTMLElement>(`[data-act="${held}"]`)?.focus();
    const keys = new Set<string>(sourceOf(x, node));
    const lines = node.controls.map((id) => constant(doc, x, id, keys));
    const list = sources(doc, x, [...keys]);
    facts.replaceChildren(...lines, ...(list ? [list] : []));
    read(r);
  }

  function read(r: Reading): void {
    if (!node) return;
    now.textContent = levels(x, node, r);
    without.textContent = consequence(x, node);
    const what = doing(x, node);
    el.classList.toggle("touched", what !== "");
  }

  function stand(near: DOMRect): void {
    const home = figure.getBoundingClientRect();
    const width = Math.min(320, home.width - 16);
    el.style.width = `${width}px`;
    const right = near.right - home.left + 10;
    const left = right + width <= home.width - 8 ? right : near.left - home.left - width - 10;
    el.style.left = `${left < 8 ? Math.max(8, (home.width - width) / 2) : left}px`;
    // Where there is no room beside the node the card stands below it.
    const wanted = left < 8 ? near.bottom - home.top + 8 : near.top - home.top - 8;
    el.style.top = `${Math.max(8, Math.min(wanted, home.height - el.offsetHeight - 8))}px`;
  }

  function close(): void {
    if (!node) return;
    const { id } = node;
    node = undefined;
    el.hidden = true;
    closed(id);
  }
  shut.addEventListener("click", close);
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  return {
    el,
    get node() {
      return node;
    },
    open(asked, near, r) {
      node = asked;
      build(r);
      el.hidden = false;
      stand(near);
      el.focus({ preventScroll: true });
    },
    update: build,
    close,
  };
}

const sourceOf = (x: Live, node: FlowNode): readonly string[] =>
  x.program.species.find((s) => s.id === node.level)?.source ?? [];
