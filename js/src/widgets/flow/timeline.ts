// The time under a flow: its main curves are the track of a slider, and a button plays it.
import { html, svg, write } from "../controls/dom.ts";
import type { Live } from "../view.ts";
import { time } from "./words.ts";

export interface Timeline {
  readonly el: HTMLElement;
  update(): void;
  resize(width: number): void;
  stop(): void;
}

const HEIGHT = 84;
const TRACK = { top: 10, bottom: 62 };
const EDGE = 14;
/** A whole run is played in so many seconds. */
const PLAYED = 45;
/** Steps of the slider. */
const STEPS = 180;

/** Round numbers along a time, at most six. */
export function ticks(end: number): number[] {
  const least = end / 6;
  const unit = 10 ** Math.floor(Math.log10(least));
  const step = [1, 1.5, 2, 3, 5, 10].map((n) => n * unit).find((n) => n >= least) ?? least;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Make the timeline. */
export function timeline(doc: Document, x: Live): Timeline {
  const play = html(doc, "button", { type: "button", class: "play" });
  const still = html(doc, "button", { type: "button", class: "still", "aria-pressed": "false" });
  const clock = html(doc, "output", { class: "clock" });
  const slider = html(doc, "input", { type: "range", min: 0, max: STEPS, step: "any" });
  const picture = svg(doc, "svg", { class: "track", height: HEIGHT, "aria-hidden": "true" });
  const track = html(doc, "div", { class: "over" }, slider);
  track.prepend(picture);
  const el = html(
    doc,
    "div",
    { class: "time" },
    html(doc, "div", { class: "buttons" }, play, clock, still),
    track,
  );
  let width = 0;
  let frame = 0;
  let last = 0;
  const view = doc.defaultView;
  const calm = (): boolean =>
    view?.matchMedia?.("(prefers-reduced-motion:reduce)").matches ?? false;

  const stop = (): void => {
    if (!frame) return;
    view?.cancelAnimationFrame(frame);
    frame = 0;
    if (x.clock) x.setClock?.({ at: x.clock.at }, true);
    label();
  };
  const go = (at: number): void => {
    const now = x.clock;
    if (!now) return;
    const gone = last ? (at - last) / 1000 : 0;
    // Who wants no motion sees a step every second.
    const due = !calm() || gone >= 1 || !last;
    if (due) {
      last = at;
      const next = now.at + (now.end * gone) / PLAYED;
      x.setClock?.({ at: Math.min(next, now.end) });
      if (next >= now.end) {
        stop();
        return;
      }
    }
    frame = view?.requestAnimationFrame(go) ?? 0;
  };
  const label = (): void => {
    const on = frame !== 0;
    play.textContent = on ? "❚❚" : "▶";
    play.setAttribute("aria-label", x.text(on ? "flow.pause" : "flow.play"));
    still.textContent = x.text("flow.still");
    slider.setAttribute("aria-label", x.text("flow.time"));
  };
  play.addEventListener("click", () => {
    if (frame) {
      stop();
      return;
    }
    last = 0;
    if (x.clock && x.clock.at >= x.clock.end) x.setClock?.({ at: 0 });
    frame = view?.requestAnimationFrame(go) ?? 0;
    label();
  });
  still.addEventListener("click", () => {
    const on = el.parentElement?.classList.toggle("calm") ?? false;
    still.setAttribute("aria-pressed", `${on}`);
  });
  const moved = (release: boolean): void => {
    if (frame) stop();
    if (x.clock) x.setClock?.({ at: (x.clock.end * Number(slider.value)) / STEPS }, release);
  };
  slider.addEventListener("input", () => moved(false));
  slider.addEventListener("change", () => moved(true));

  function update(): void {
    const { clock: now, course } = x;
    const { layout } = x.program;
    if (!now || !course || !layout) return;
    label();
    slider.value = `${(STEPS * now.at) / now.end}`;
    slider.setAttribute("aria-valuetext", time(x, now.at));
    write(clock, time(x, now.at));
    const run = x.course?.();
    if (!run || width <= 0) return;
    const across = (t: number): number => EDGE + ((width - 2 * EDGE) * t) / now.end;
    const drawn = layout.curves.map((id, i) => {
      const row = run.get(id);
      const top = row.reduce((a, b) => Math.max(a, b), 0);
      const up = (v: number): number =>
        TRACK.bottom - (top > 0 ? v / top : 0) * (TRACK.bottom - TRACK.top);
      const d = Array.from(
        row,
        (v, k) => `${k ? "L" : "M"}${across(run.times[k] ?? 0).toFixed(1)} ${up(v).toFixed(1)}`,
      ).join("");
      const node = layout.nodes.find((n) => n.level === id);
      const colour = `--c:var(--${node?.colour ?? "ink"})`;
      const at = row[run.times.indexOf(now.at)] ?? 0;
      return [
        svg(doc, "path", { class: `curve c${i}`, d, style: colour, "data-curve": id }),
        svg(doc, "circle", { cx: across(now.at), cy: up(at), r: 4.5, class: "dot", style: colour }),
        svg(
          doc,
          "text",
          { x: width - EDGE, y: TRACK.top + 6 + 15 * i, class: "small end halo" },
          x.say(node?.label ?? { en: id, zh: id }),
        ),
        // Beside its name, since the colour of a curve need not be one to read.
        svg(doc, "circle", {
          cx: width - EDGE + 8,
          cy: TRACK.top + 2 + 15 * i,
          r: 4,
          class: "dot",
          style: colour,
        }),
      ];
    });
    const marks = ticks(now.end).flatMap((t) => [
      svg(doc, "path", { class: "grid", d: `M${across(t)} ${TRACK.top}V${TRACK.bottom + 4}` }),
      svg(doc, "text", { x: across(t), y: HEIGHT - 4, class: "small middle quiet" }, x.number(t)),
    ]);
    const cursor = svg(doc, "path", {
      class: "cursor",
      d: `M${across(now.at)} ${TRACK.top - 6}V${TRACK.bottom + 4}`,
    });
    picture.replaceChildren(
      ...marks,
      ...drawn.map(([curve]) => curve as SVGElement),
      cursor,
      ...drawn.flatMap(([, ...over]) => over),
    );
  }

  return {
    el,
    update,
    resize(full) {
      width = full;
      picture.setAttribute("width", `${full}`);
      update();
    },
    stop,
  };
}
