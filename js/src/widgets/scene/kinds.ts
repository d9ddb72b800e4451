// The kinds of molecules as the keyboard meets them: one stop in the tab order, arrows from kind to kind.
import { svg } from "../controls/dom.ts";
import type { Box } from "./molecules.ts";

export interface Kind {
  readonly id: string;
  readonly el: HTMLElement | SVGGElement;
  /** Where the ring stands in the drawing's own coordinates; an HTML kind has its outline. */
  readonly frame?: () => Box | undefined;
  readonly ring?: SVGRectElement;
  name: string | undefined;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** A focus ring for one drawing: 3 px, drawn over everything. */
export const ring = (doc: Document): SVGRectElement =>
  svg(doc, "rect", { class: "ring", rx: 10, "aria-hidden": "true" });

/** The focusable kinds of one scene. */
export class Kinds {
  private readonly all: Kind[] = [];
  private readonly byEl = new Map<Element, Kind>();
  private here: string | undefined;
  private opened: string | undefined;
  private readonly gone = new AbortController();

  constructor(
    root: HTMLElement,
    private readonly open: (kind: Kind) => void,
  ) {
    const { signal } = this.gone;
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      f: (event: HTMLElementEventMap[K], kind: Kind) => void,
    ): void =>
      root.addEventListener(
        type,
        (event) => {
          const kind = this.of(event.target);
          if (kind) f(event, kind);
        },
        { signal },
      );
    on("click", (_, kind) => {
      this.rest(kind.id);
      this.open(kind);
    });
    on("keydown", (event, kind) => this.key(event, kind));
    on("focusin", (_, kind) => {
      this.rest(kind.id);
      this.frame(kind, kind.el.matches(":focus-visible"));
    });
    on("focusout", (_, kind) => this.frame(kind, this.opened === kind.id));
  }

  /** Make an element a kind. It is hidden until it is given a name. */
  add(kind: Omit<Kind, "name">): void {
    const { el } = kind;
    el.setAttribute("tabindex", "-1");
    el.setAttribute("data-kind", kind.id);
    el.setAttribute("aria-haspopup", "dialog");
    if (!(el.localName === "button")) el.setAttribute("role", "button");
    el.style.display = "none";
    const added: Kind = { ...kind, name: undefined };
    this.all.push(added);
    this.byEl.set(el, added);
  }

  /** Say what a kind is and how much there is; without words it is not there. */
  say(id: string, name: string | undefined): void {
    const kind = this.get(id);
    if (!kind || kind.name === name) return;
    if ((kind.name === undefined) !== (name === undefined))
      kind.el.style.display = name === undefined ? "none" : "";
    kind.name = name;
    // A button with words in it is called by them.
    if (name !== undefined && kind.el.localName !== "button")
      kind.el.setAttribute("aria-label", name);
  }

  get(id: string): Kind | undefined {
    return this.all.find((kind) => kind.id === id);
  }

  /** After an update: keep one tab stop, and rings where their molecules now are. */
  settle(): void {
    const there = this.all.filter((kind) => kind.name !== undefined);
    const stop = there.find((kind) => kind.id === this.here) ?? there[0];
    for (const kind of this.all) {
      const index = kind === stop ? "0" : "-1";
      if (kind.el.getAttribute("tabindex") !== index) kind.el.setAttribute("tabindex", index);
      if (kind.ring?.getAttribute("data-for") === kind.id) this.frame(kind, true);
    }
  }

  /** Mark the kind whose card is open. */
  mark(id: string | undefined): void {
    const before = this.opened === undefined ? undefined : this.get(this.opened);
    this.opened = id;
    if (before && before.id !== id) {
      before.el.removeAttribute("aria-expanded");
      this.frame(before, false);
    }
    const kind = id === undefined ? undefined : this.get(id);
    if (!kind) return;
    kind.el.setAttribute("aria-expanded", "true");
    this.frame(kind, true);
  }

  focus(id: string): void {
    const kind = this.get(id);
    if (kind?.name !== undefined) kind.el.focus();
  }

  /** Forget the kinds, before a new layout. */
  clear(): void {
    this.all.length = 0;
    this.byEl.clear();
  }

  stop(): void {
    this.gone.abort();
    this.clear();
  }

  private of(target: EventTarget | null): Kind | undefined {
    const el = (target as Element | null)?.closest?.("[data-kind]");
    return el ? this.byEl.get(el) : undefined;
  }

  private key(event: KeyboardEvent, kind: Kind): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const there = this.all.filter((k) => k.name !== undefined);
    const step = STEPS[event.key];
    let next: Kind | undefined;
    if (step) next = there[(there.indexOf(kind) + step + there.length) % there.length];
    else if (event.key === "Home") next = there[0];
    else if (event.key === "End") next = there.at(-1);
    else if ((event.key === "Enter" || event.key === " ") && kind.el.localName !== "button")
      this.open(kind);
    else return;
    event.preventDefault();
    next?.el.focus();
  }

  private rest(id: string): void {
    this.here = id;
    this.settle();
  }

  private frame(kind: Kind, shown: boolean): void {
    const { ring: rect } = kind;
    if (!rect) return;
    const box = shown && kind.name !== undefined ? kind.frame?.() : undefined;
    if (!box) {
      if (rect.getAttribute("data-for") !== kind.id) return;
      rect.removeAttribute("data-for");
      rect.style.display = "none";
      return;
    }
    const [left, top, right, bottom] = box;
    const sides = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [side, v] of Object.entries(sides)) rect.setAttribute(side, v.toFixed(1));
    rect.setAttribute("data-for", kind.id);
    rect.style.display = "";
  }
}
