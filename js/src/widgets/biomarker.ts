// Biomarker: a cut-off moved over the well and the ill, with its ROC and what a result then means.
import { areaOf, predictive, ratesOf } from "../kinetics/roc.ts";
import { type Cohorts, type Marker, rise, separation } from "./biomarker/cohort.ts";
import { table } from "./biomarker/numbers.ts";
import { distributions, FROM, roc, TO, under } from "./biomarker/picture.ts";
import { html, svg, write } from "./controls/dom.ts";
import { type LoneMount, loneView } from "./lone_view.ts";
import sheet from "./style/biomarker.css";
import shared from "./style/exhibit.css";
import { telling } from "./telling.ts";
import { uid } from "./view.ts";
import { watchWidth } from "./width.ts";

/** Prevalences are moved by ratio, from one in a thousand to nine in ten. */
const LEAST = 0.001;
const MOST = 0.9;
const STEPS = 400;

const mount: LoneMount = (reader, el, settings) => {
  const { doc, text, say, number } = reader;
  const cohorts = settings.get<Cohorts>("content", {} as Cohorts);
  const percent = (share: number): string => `${number(100 * share, 2)}\u00a0%`;
  const told = telling(doc);
  const root = html(doc, "section", { class: "marker exhibit" });
  const picture = svg(doc, "svg", { class: "distributions", role: "img" });
  const curve = svg(doc, "svg", { class: "roc", role: "img" });
  const counted = html(doc, "div", { class: "counted" });
  const source = html(doc, "p", { class: "note" });
  let width = 560;

  const chosen = (): Marker => {
    const id = settings.get("marker", "");
    return cohorts.markers.find((one) => one.id === id) ?? (cohorts.markers[0] as Marker);
  };
  const place = () => {
    const d = separation(chosen());
    const blocked = settings.get("blocked", false) && chosen().rises;
    const shift = blocked ? Math.log10(rise(cohorts.blockade)) / cohorts.blockade.spread : 0;
    return { d, cut: settings.get("cut", d / 2), shift };
  };

  const select = html(
    doc,
    "select",
    { id: uid("marker") },
    ...cohorts.markers.map((one) => html(doc, "option", { value: one.id }, say(one.label))),
  );
  select.addEventListener("change", () => {
    settings.set("marker", select.value);
    settings.set("cut", null);
    update();
  });

  function slider(key: string, max: number, min: number, moved: (at: number) => void) {
    const input = html(doc, "input", { id: uid(key), type: "range", min, max, step: 1 });
    const shown = html(doc, "output", { for: input.id });
    const label = html(doc, "label", { for: input.id }, text(`marker.${key}`));
    input.addEventListener("input", () => moved(Number(input.value)));
    return { el: html(doc, "div", { class: "row" }, label, input, shown), input, shown };
  }
  const cut = slider("cut", TO * 50, FROM * 50, (at) => setCut(at / 50));
  const prevalence = slider("prevalence", STEPS, 0, (at) => {
    settings.set("prevalence", Number((LEAST * (MOST / LEAST) ** (at / STEPS)).toPrecision(2)));
    update();
  });
  const check = html(doc, "input", { type: "checkbox", id: uid("blocked") });
  check.addEventListener("change", () => {
    settings.set("blocked", check.checked);
    update();
  });
  const blockade = html(
    doc,
    "p",
    { class: "blockade" },
    check,
    html(doc, "label", { for: check.id }, text("marker.blocked")),
    html(doc, "span", { class: "note" }, say(cohorts.blockade.note)),
  );

  function setCut(at: number): void {
    settings.set("cut", Number(Math.min(TO, Math.max(FROM, at)).toFixed(2)));
    update();
  }
  let dragging = false;
  const drag = (event: PointerEvent): void => {
    const box = picture.getBoundingClientRect();
    setCut(under(width, ((event.clientX - box.left) * width) / box.width));
  };
  picture.addEventListener("pointerdown", (event) => {
    dragging = true;
    picture.setPointerCapture(event.pointerId);
    drag(event);
  });
  picture.addEventListener("pointermove", (event) => dragging && drag(event));
  for (const end of ["pointerup", "pointercancel"] as const)
    picture.addEventListener(end, () => {
      dragging = false;
    });

  function update(): void {
    const one = chosen();
    const at = place();
    const rates = ratesOf(at.d, at.cut, at.shift);
    const ill = settings.get("prevalence", 0.1);
    const means = predictive(rates, ill);
    select.value = one.id;
    check.checked = settings.get("blocked", false);
    check.disabled = !one.rises;
    cut.input.value = String(Math.round(at.cut * 50));
    const stands = number(at.cut, 2);
    write(cut.shown, text("marker.sd", { n: stands }));
    cut.input.setAttribute("aria-valuetext", text("marker.sd", { n: stands }));
    prevalence.input.value = String(
      Math.round((STEPS * Math.log(ill / LEAST)) / Math.log(MOST / LEAST)),
    );
    write(prevalence.shown, percent(ill));
    prevalence.input.setAttribute("aria-valuetext", percent(ill));
    distributions(reader, picture, width, at);
    roc(reader, curve, at);
    picture.setAttribute(
      "aria-label",
      text("marker.picture", {
        found: percent(rates.sensitivity),
        calm: percent(rates.specificity),
      }),
    );
    curve.setAttribute("aria-label", text("marker.roc", { n: number(areaOf(at.d), 2) }));
    counted.replaceChildren(table(reader, rates, ill));
    const who = one.source.map((key) => cohorts.references[key]?.text ?? "").join("; ");
    write(source, `${text("marker.rebuilt", { n: number(at.d, 3) })} ${say(one.note)} ${who}`);
    const key = at.shift > 0 ? "marker.told_blocked" : "marker.told";
    told.say(
      text(key, {
        found: percent(rates.sensitivity),
        calm: percent(rates.specificity),
        alarm: percent(1 - rates.specificity),
        ill: percent(ill),
        positive: percent(means.positive),
        negative: percent(means.negative),
        rise: number(rise(cohorts.blockade), 2),
      }),
    );
  }

  root.append(
    html(doc, "header", {}, html(doc, "h3", {}, text("marker.title"))),
    html(
      doc,
      "div",
      { class: "row" },
      html(doc, "label", { for: select.id }, text("marker.which")),
      select,
    ),
    html(doc, "div", { class: "pictures" }, picture, curve),
    cut.el,
    prevalence.el,
    blockade,
    told.line,
    told.status,
    counted,
    source,
  );
  el.append(root);
  update();
  const undo = [
    ...["marker", "cut", "prevalence", "blocked"].map((key) => settings.watch(key, update)),
    watchWidth(root, (now) => {
      // The ROC stands beside it where there is room.
      width = now > 700 ? Math.min(720, now - 260) : now - 24;
      update();
    }),
  ];
  return () => {
    told.stop();
    for (const f of undo) f();
  };
};

export default loneView("biomarker", mount, `${shared}\n${sheet}`);
