// The fluid: the bar of where the IL-6 is, and a few groups in slots, in which molecules bind and let go in place.
import { html, svg } from "../controls/dom.ts";
import { amount, FORMS, groups, share } from "./census.ts";
import { around, FLUID, type Place } from "./complexes.ts";
import { draw, framed, stand } from "./drawing.ts";
import { ring } from "./kinds.ts";
import type { Layout } from "./layout.ts";
import type { Box } from "./molecules.ts";
import { partition } from "./partition.ts";
import type { Piece, Stage } from "./stage.ts";
import { called, percent } from "./words.ts";

/** A group in its slot; `pale` stands for less than one group, `wide` takes the next slot of the row too. */
interface Seat {
  readonly form: number;
  readonly slot: number;
  readonly pale: boolean;
}

/** Seat the groups column by column; complexes of two IL-6 take two slots, from the right end. */
export function seats(
  parts: readonly number[],
  shares: readonly number[],
  { cols, rows }: Layout["slots"],
): Seat[] {
  const seated: Seat[] = [];
  const taken = new Set<number>();
  let wide = 0;
  FORMS.forEach((f, form) => {
    if (f.il6 !== 2) return;
    for (let n = (parts[form] ?? 0) / 2; n > 0; n--, wide++) {
      const slot = (cols - 2 - 2 * Math.floor(wide / rows)) * rows + (wide % rows);
      taken.add(slot).add(slot + rows);
      seated.push({ form, slot, pale: false });
    }
  });
  const rare = FORMS.map((_, form) => form)
    .filter((form) => parts[form] === 0 && (shares[form] ?? 0) > 0)
    .sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
    .slice(0, Math.max(0, cols * rows - parts.reduce((a, b) => a + b, 0)));
  let slot = 0;
  FORMS.forEach((f, form) => {
    const pale = rare.includes(form);
    const n = pale ? 1 : f.il6 === 2 ? 0 : (parts[form] ?? 0);
    for (let i = 0; i < n; i++, slot++) {
      while (taken.has(slot)) slot++;
      seated.push({ form, slot, pale });
    }
  });
  return seated;
}

interface Drawn {
  readonly el: SVGGElement;
  readonly places: readonly Place[];
  readonly box: Box;
  readonly copies: Map<number, SVGGElement>;
  on: Map<number, boolean>;
}

/** Where IL-6 stands in its slot, so that a free one, a pair and a ternary complex share it. */
const CENTRE = { x: 6.5, y: -30 };

export function fluid(stage: Stage): Piece {
  const { doc, x, layout, kinds } = stage;
  const { slots, margin, width } = layout;
  const bar = partition(stage);
  const present = FORMS.map((f) => amount(x, f.id) > 0);
  const any = present.some(Boolean);
  const height = bar.height + (any ? slots.height : 0);
  const layer = ring(doc);
  const picture = svg(doc, "svg", { width, height, class: "drawing" }, bar.el);

  const spot = (slot: number): [number, number] => {
    const [col, row] = [Math.floor(slot / slots.rows), slot % slots.rows];
    const rest = slots.height - (slots.rows - 1) * slots.step;
    return [
      margin + (col + 0.5) * slots.pitch + (row % 2 ? -0.5 : 0.5) * slots.shift,
      bar.height + rest / 2 + row * slots.step + unevenness(slot),
    ];
  };
  // Upright groups in a row would read as one chain: every second column stands lower.
  const unevenness = (slot: number): number =>
    slots.tilt > 0 ? 0 : Math.floor(slot / slots.rows) % 2 ? 3 : -3;
  const drawn = FORMS.map((f, i): Drawn => {
    const places = FLUID[f.id] ?? [];
    const el = svg(doc, "g", { class: "kind" });
    const entry: Drawn = { el, places, box: around(places), copies: new Map(), on: new Map() };
    if (!present[i]) return entry;
    kinds.add({
      id: f.id,
      el,
      ring: layer,
      frame: () => {
        const first = entry.on.entries().next().value;
        if (!first) return undefined;
        const { at, scale } = pose(i, entry, ...first);
        return framed(entry.box, ...at, scale, 5);
      },
    });
    picture.append(el);
    return entry;
  });
  picture.append(layer);

  function pose(form: number, { box }: Drawn, slot: number, pale: boolean) {
    const [cx, cy] = spot(slot);
    const wide = FORMS[form]?.il6 === 2 && !pale ? 2 : 1;
    const natural = box[2] - box[0] <= 100;
    const scale = Math.min(slots.scale, (wide * slots.pitch) / (box[2] - box[0]));
    const middle = natural ? -CENTRE.x : (box[0] + box[2]) / 2;
    const tall = wide === 2 || !natural ? (box[1] + box[3]) / 2 : -CENTRE.y;
    const shift = ((wide - 1) * slots.pitch) / 2;
    const at: [number, number] = [cx + shift - middle * scale, cy - tall * scale];
    // Neighbours lean towards each other, as molecules in a fluid would; on a phone there is no room for it.
    const turn = natural
      ? (slot % 2 === Math.floor(slot / slots.rows) % 2 ? 1 : -1) * slots.tilt
      : 0;
    return { at, scale, turn };
  }

  // What is there when the scene is drawn did not bind just now.
  let first = true;

  function seat(form: number, entry: Drawn, slot: number, pale: boolean): void {
    let copy = entry.copies.get(slot);
    if (!copy) {
      copy = draw(doc, entry.places);
      copy.setAttribute("class", "copy");
      entry.copies.set(slot, copy);
      entry.el.append(copy);
    }
    const { at, scale, turn } = pose(form, entry, slot, pale);
    copy.setAttribute("transform", stand(...at, scale, turn));
    copy.classList.toggle("pale", pale);
    if (!entry.on.has(slot)) copy.classList.toggle("fresh", !first);
    copy.classList.add("on");
  }

  return {
    el: html(doc, "div", { class: "fluid" }, picture),
    update() {
      bar.update();
      const shares = FORMS.map((f) => share(x, f));
      const parts = groups(shares, layout.groups);
      const next = FORMS.map(() => new Map<number, boolean>());
      for (const { form, slot, pale } of any ? seats(parts, shares, slots) : [])
        next[form]?.set(slot, pale);
      drawn.forEach((entry, form) => {
        const now = next[form] ?? new Map<number, boolean>();
        for (const slot of entry.on.keys())
          if (!now.has(slot)) entry.copies.get(slot)?.classList.remove("on");
        for (const [slot, pale] of now)
          if (entry.on.get(slot) !== pale) seat(form, entry, slot, pale);
        entry.on = now;
        const f = FORMS[form];
        if (!f || !present[form]) return;
        const fill = {
          name: called(x, f.id),
          amount: x.amount(f.id, amount(x, f.id)),
          share: percent(x, shares[form] ?? 0),
        };
        kinds.say(f.id, now.size > 0 ? x.text("scene.kind.form", fill) : undefined);
      });
      first = false;
    },
  };
}
