// The time course: `drive` moves the marks of a bqplot figure, `mount` draws what stands around it.
import { Figure, partsOf } from "./chart/figure.ts";
import { beside, builder, pictured, tabled } from "./chart/frame.ts";
import type { Picture, Size } from "./chart/picture.ts";
import { sharing } from "./chart/share.ts";
import type { Scale } from "./dose/axis.ts";
import type { AnyModel } from "./host.ts";
import { clockTicks, picture } from "./time/picture.ts";
import { PINS, Trace } from "./time/trace.ts";
import { belief, letter, readings, sentence, table, title, unitOf } from "./time/words.ts";
import { type Live, type Mount, type Settings, uid } from "./view.ts";

/** A screen reader is told when the hand rests, not at every step. */
const REST = 600;
/** Steps of a slider of time. */
const STEPS = 180;

const share = sharing((x, settings) => new Trace(x, settings), ["read", "log", "pins", "window"]);

/** Draw the course of an experiment whenever it changes. Returns its undo. */
export const draw = (
  x: Live,
  settings: Settings,
  figure: { draw(p: Picture, size: Size): void },
): (() => void) => {
  const { shown: trace, watch, release } = share(x, settings);
  let scale: Scale | undefined;
  let scene = "";
  const redraw = () => {
    // The scale keeps still under the hand; other choices, read-outs or pins may have a new one.
    const now = [trace.read, trace.log, trace.pins.length, ...Object.values(x.inputs.choices)];
    const p = picture(trace, now.join() === scene ? scale : undefined);
    scene = now.join();
    scale = p.scale;
    figure.draw(p, trace.size);
  };
  const undo = watch(redraw);
  redraw();
  return () => {
    undo();
    release();
  };
};

/** Keep the marks of a bqplot figure at the course of an experiment. Returns its undo. */
export const drive = (
  x: Live,
  marks: readonly (AnyModel | undefined)[],
  settings: Settings,
): (() => void) => draw(x, settings, new Figure(partsOf(marks, settings)));

export const mount: Mount = (x, el, settings) => {
  const make = builder(el.ownerDocument);
  const { shown: trace, watch, release } = share(x, settings);
  const frame = make("div", "il6-dose il6-time");
  const head = make("div", "il6-dose-head");
  const name = make("p", "il6-dose-title");
  const buttons = make("div", "il6-time-buttons");
  const log = make("button", "il6-dose-button");
  const pin = make("button", "il6-dose-button il6-time-pin");
  const pins = make("ul", "il6-time-pins");
  const live = make("p", "il6-dose-live");
  const about = make("p", "il6-time-about");
  const numbers = make("details", "il6-dose-numbers il6-time-numbers");
  const summary = make("summary", "");
  const scroll = make("div", "il6-dose-scroll");
  log.type = pin.type = "button";
  live.setAttribute("role", "status");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  numbers.append(summary, scroll);
  buttons.append(log, pin);
  head.append(name, buttons);

  /** A slider of time with its name and its number. */
  const slider = (cls: string) => {
    const line = make("div", `il6-time-line ${cls}`);
    const label = make("label", "");
    const input = make("input", "");
    const shown = make("span", "il6-time-shown");
    input.type = "range";
    input.min = "0";
    input.id = label.htmlFor = uid("time");
    line.append(label, input, shown);
    return { line, label, input, shown };
  };
  const at = slider("il6-time-at");
  const from = slider("il6-time-from");
  const to = slider("il6-time-to");
  const window = make("details", "il6-dose-numbers il6-time-window");
  const read = make("summary", "");
  window.append(read, from.line, to.line);
  window.open = trace.windowed;
  frame.append(head, at.line, pins, live, window, numbers, about);
  el.append(frame);

  let figure: HTMLElement | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const ticks = () => clockTicks(trace.clock.end, 8);
  const tabulate = () => {
    if (!numbers.open) return scroll.replaceChildren();
    const { head: titles, rows } = table(trace, ticks());
    scroll.replaceChildren(tabled(make, title(trace), titles, rows));
  };
  const say = () => {
    const text = sentence(trace);
    live.textContent = text;
    figure?.setAttribute("aria-label", x.text("time.figure", { title: title(trace), text }));
    tabulate();
  };

  const listed = () => {
    pins.hidden = trace.pins.length === 0;
    pins.replaceChildren(
      ...trace.pins.map((one, i) => {
        const item = make("li", "");
        const off = make("button", "il6-dose-button il6-time-unpin", "×");
        off.type = "button";
        off.setAttribute("aria-label", x.text("time.unpin", { name: one.name }));
        off.addEventListener("click", () => {
          trace.unpin(i);
          pin.focus();
        });
        item.append(make("b", "", letter(i)), make("span", "", one.name), off);
        return item;
      }),
    );
  };

  /** What a run is called by what it differs in from the model's own inputs. */
  const called = (): string => {
    const { program, inputs } = x;
    const moved = program.values.filter((v) => inputs.values[v.id] !== v.value).slice(0, 2);
    const chosen = program.choices
      .filter((c) => inputs.choices[c.id] !== c.value)
      .map((c) => c.options.find((o) => o.id === inputs.choices[c.id]))
      .flatMap((o) => (o ? [x.say(o.label)] : []));
    const words = moved.map((v) =>
      x.text("dose.amount", {
        n: x.number(x.shown(v.id), 3),
        unit: x.unit(v.id) === "1" ? "" : x.unit(v.id),
        name: x.say(v.label),
      }),
    );
    return [...words, ...chosen].join(x.text("dose.comma")) || x.text("time.rest");
  };

  let shownPins: unknown;
  const refresh = () => {
    const { clock } = trace;
    const [a, b] = trace.window;
    frame.lang = x.lang;
    name.textContent = title(trace);
    summary.textContent = x.text("dose.numbers");
    scroll.setAttribute("aria-label", x.text("dose.numbers"));
    log.textContent = x.text("time.log");
    log.setAttribute("aria-pressed", String(trace.log));
    pin.textContent = x.text("time.pin");
    pin.disabled = trace.pins.length >= PINS;
    for (const [{ label, input, shown }, text, value] of [
      [at, "time.at", clock.at],
      [from, "time.from", a],
      [to, "time.to", b],
    ] as const) {
      label.textContent = x.text(text);
      input.max = String(clock.end);
      input.step = String(clock.end / STEPS);
      if (Number(input.value) !== value) input.value = String(value);
      shown.textContent = `${x.number(value, 3)} ${unitOf(trace)}`;
      input.setAttribute("aria-valuetext", shown.textContent);
    }
    about.textContent = belief(trace);
    about.hidden = about.textContent === "";
    read.textContent = x.text(trace.windowed ? "time.reading_in" : "time.reading", readings(trace));
    const now =
      [settings.get<unknown>("pins", undefined), x.lang].map(String).join() + trace.pins.length;
    if (now !== shownPins) listed();
    shownPins = now;
    clearTimeout(rest);
    rest = setTimeout(say, REST);
  };

  const listeners = new AbortController();
  const on = (target: HTMLElement, event: string, f: () => void) =>
    target.addEventListener(event, f, { signal: listeners.signal });
  on(log, "click", () => settings.set("log", !trace.log));
  on(pin, "click", () => trace.pin(called()));
  on(at.input, "input", () => x.setClock?.({ at: Number(at.input.value) }));
  on(at.input, "change", () => x.setClock?.({ at: Number(at.input.value) }, true));
  const windowed = () => {
    const [a, b] = [Number(from.input.value), Number(to.input.value)];
    // One end pushes the other on.
    settings.set("window", a < b ? [a, b] : []);
  };
  on(from.input, "input", windowed);
  on(to.input, "input", windowed);
  on(numbers, "toggle", tabulate);

  /** A click on the figure puts the cursor, a drag chooses the window. */
  const pointed = (area: HTMLElement): (() => void) => {
    const stop = new AbortController();
    let begun: number | undefined;
    const timeOf = (event: PointerEvent): number | undefined => {
      const rect = area.querySelector(".plotarea_events")?.getBoundingClientRect();
      if (!rect?.width) return undefined;
      const shareOf = (event.clientX - rect.left) / rect.width;
      return shareOf < -0.02 || shareOf > 1.02
        ? undefined
        : Math.min(1, Math.max(0, shareOf)) * trace.clock.end;
    };
    const listen = (event: "pointerdown" | "pointermove" | "pointerup", f: (t: number) => void) =>
      area.addEventListener(
        event,
        (e) => {
          const t = timeOf(e);
          if (t !== undefined) f(t);
        },
        { signal: stop.signal },
      );
    const far = (a: number, b: number) => Math.abs(a - b) > trace.clock.end / 50;
    listen("pointerdown", (t) => {
      begun = t;
    });
    listen("pointermove", (t) => {
      if (begun === undefined || !far(begun, t)) return;
      settings.set("window", [Math.min(begun, t), Math.max(begun, t)]);
    });
    listen("pointerup", (t) => {
      if (begun !== undefined && !far(begun, t)) x.setClock?.({ at: t }, true);
      begun = undefined;
    });
    return () => stop.abort();
  };

  const undo = [
    watch(refresh),
    beside(el, ".il6-time-course", (found) => {
      figure = found;
      const unpicture = pictured(found, (size) => trace.resize(size));
      const unpoint = pointed(found);
      say();
      return () => {
        figure = undefined;
        unpicture();
        unpoint();
      };
    }),
  ];
  refresh();
  say();
  return () => {
    clearTimeout(rest);
    listeners.abort();
    for (const f of undo) f();
    release();
    frame.remove();
  };
};
