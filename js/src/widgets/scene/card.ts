// The card of a molecule: how much, what share, the constants with their standing and sources, what speaks against them.
import { html } from "../controls/dom.ts";
import { constant, sources } from "../facts.ts";
import { type Live, uid } from "../view.ts";
import { amount, FORMS, ROUTES, share, total } from "./census.ts";
import { constants } from "./constants.ts";
import { called, howMuch, percent } from "./words.ts";

/** The species behind a kind: a route stands for its plain hexamer. */
const BEHIND: Readonly<Record<string, string>> = {
  classic: "hexamer_mm",
  mixed: "hexamer_ms",
  trans: "hexamer_ss",
};

const isRoute = (id: string): boolean => (ROUTES as readonly string[]).includes(id);

function shareOf(x: Live, id: string): string {
  const form = FORMS.find((f) => f.id === id);
  if (form) return x.text("scene.card.share_il6", { share: percent(x, share(x, form)) });
  if (isRoute(id)) {
    const all = amount(x, "hexamer");
    return all > 0
      ? x.text("scene.card.share_hexamers", { share: percent(x, amount(x, id) / all) })
      : "";
  }
  const all = total(x, id);
  return all > 0
    ? x.text("scene.card.share_total", { share: percent(x, Math.min(1, amount(x, id) / all)) })
    : "";
}

/** What the card of a kind says. */
function content(doc: Document, x: Live, id: string): (Node | undefined)[] {
  const species = x.program.species.find((s) => s.id === (BEHIND[id] ?? id));
  const keys = new Set<string>(species?.source ?? []);
  const amounts = [howMuch(x, id), shareOf(x, id)].filter(Boolean).join(x.text("scene.card.and"));
  // What was put in is a value too, with a standing of its own.
  const behind = constants(x.program, species?.id ?? id);
  const put = x.program.values.some((v) => v.id === id) ? [id] : [];
  const note = species ? x.say(species.note) : "";
  const lines = [...behind, ...put].map((value) => constant(doc, x, value, keys));
  return [
    html(doc, "p", { class: "amount" }, amounts),
    note ? html(doc, "p", {}, note) : undefined,
    ...lines,
    sources(doc, x, [...keys]),
  ];
}

export interface Card {
  readonly el: HTMLElement;
  readonly id: string | undefined;
  open(id: string, near: DOMRect): void;
  close(): void;
  update(): void;
}

/** A card over the figure; `closed` is told which kind it spoke of. */
export function card(x: Live, figure: HTMLElement, closed: (id: string) => void): Card {
  const doc = figure.ownerDocument;
  const title = html(doc, "h4", { id: uid("card") });
  const shut = html(doc, "button", { type: "button", class: "shut" }, "×");
  const body = html(doc, "div", { class: "body" });
  const el = html(
    doc,
    "div",
    { class: "card", role: "dialog", "aria-labelledby": title.id, tabindex: "-1" },
    html(doc, "div", { class: "head" }, title, shut),
    body,
  );
  el.hidden = true;
  let id: string | undefined;

  function fill(): void {
    if (id === undefined) return;
    title.textContent = isRoute(id)
      ? x.text("scene.card.route", { name: x.text(`scene.route.${id}`) })
      : called(x, id);
    shut.setAttribute("aria-label", x.text("scene.card.close"));
    body.replaceChildren(...content(doc, x, id).filter((node) => node !== undefined));
  }

  // Beside the molecule, on the side with more room, and never out of the figure.
  function place(near: DOMRect): void {
    const home = figure.getBoundingClientRect();
    const width = Math.min(340, home.width - 16);
    el.style.width = `${width}px`;
    const right = near.right - home.left + 10;
    const left =
      right + width <= home.width - 8 ? right : Math.max(8, near.left - home.left - width - 10);
    const narrow = home.width < 560;
    el.style.left = `${narrow ? 8 : left}px`;
    const wanted = narrow ? near.bottom - home.top + 8 : near.top - home.top;
    const most = Math.max(8, home.height - el.offsetHeight - 8);
    el.style.top = `${Math.max(8, Math.min(wanted, most))}px`;
  }

  function close(): void {
    if (id === undefined) return;
    const was = id;
    id = undefined;
    el.hidden = true;
    closed(was);
  }
  shut.addEventListener("click", close);
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });

  return {
    el,
    get id() {
      return id;
    },
    open(kind, near) {
      id = kind;
      fill();
      el.hidden = false;
      place(near);
      el.focus({ preventScroll: true });
    },
    close,
    update: fill,
  };
}
