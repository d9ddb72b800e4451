// DiseaseLadder: measured IL-6 from health to CAR-T on one scale, and a level of one's own to compare with each.
import { html, write } from "./controls/dom.ts";
import { type Ladder, near, place, power, times } from "./ladder/levels.ts";
import { rows } from "./ladder/rows.ts";
import { type LoneMount, loneView } from "./lone_view.ts";
import sheet from "./style/ladder.css";
import { telling } from "./telling.ts";
import { uid } from "./view.ts";

const STEPS = 1000;

const mount: LoneMount = (reader, el, settings) => {
  const { doc } = reader;
  const ladder = settings.get<Ladder>("content", { scale: [1, 10], levels: [] } as never);
  const [low, high] = ladder.scale;
  const own = (): number => Math.min(high, Math.max(low, settings.get("level", low)));
  const told = telling(doc);
  const root = html(doc, "section", { class: "ladder" });
  const slider = html(doc, "input", {
    id: uid("level"),
    type: "range",
    min: 0,
    max: STEPS,
    step: 1,
  });
  const label = html(doc, "label", { for: slider.id }, reader.text("ladder.own"));
  const shown = html(doc, "output", { for: slider.id });
  const table = rows(reader, ladder, (level) => set(level));

  const sentence = (): string => {
    const level = own();
    const closest = near(ladder, level);
    const fold = times(closest.value, level);
    const key = fold >= 1.05 ? "near" : closest === top ? "top" : "at";
    return reader.text(`ladder.${key}`, {
      level: reader.number(level),
      pM: reader.number((level * 1e3) / ladder.molar_mass),
      what: reader.say(closest.label),
      value: reader.number(closest.value),
      top: reader.number(times(top.value, level)),
      last: reader.say(top.label),
    });
  };
  const top = ladder.levels.reduce((a, b) => (b.value > a.value ? b : a));

  function update(): void {
    const level = own();
    slider.value = String(Math.round(place(ladder, level) * STEPS));
    slider.setAttribute("aria-valuetext", `${reader.number(level)} pg/mL`);
    write(shown, `${reader.number(level)} pg/mL`);
    table.update(level);
    told.say(sentence());
  }
  function set(level: number): void {
    settings.set("level", Number(level.toPrecision(4)));
    update();
  }
  slider.addEventListener("input", () => set(power(ladder, Number(slider.value) / STEPS)));

  root.append(
    html(
      doc,
      "header",
      {},
      html(doc, "h3", {}, reader.text("ladder.title")),
      html(doc, "p", { class: "quiet" }, reader.text("ladder.subtitle")),
    ),
    html(doc, "div", { class: "own" }, label, slider, shown),
    told.line,
    told.status,
    table.el,
  );
  el.append(root);
  update();
  const undo = settings.watch("level", update);
  return () => {
    undo();
    told.stop();
  };
};

export default loneView("disease_ladder", mount, sheet);
