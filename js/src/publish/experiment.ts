// What makes the experiments of a page live: kinetics, controls, and the state that the address asks for.
import { mount as controls } from "../widgets/controls.ts";
import type { AnyModel } from "../widgets/host.ts";
import { findLink, readLink, writeLink } from "../widgets/link.ts";
import type { LiveExperiment } from "../widgets/live.ts";
import { learn } from "../widgets/locale.ts";
import type { Runs } from "../widgets/runs.ts";
import { runtime } from "../widgets/runtime.ts";

// Lent to the views beside it; build.mjs says what.
export { Mixture } from "../kinetics/mixture.ts";
export { canonical, convert, dimension, parse } from "../kinetics/units.ts";
export { addressOf } from "../widgets/address.ts";
export { icon, mark } from "../widgets/controls/icons.ts";

/** The experiments of the page by their keys, and the models that they are of. */
const lives = new Map<string, LiveExperiment>();
const models = new Set<string>();

/** Put an experiment into the state that the address asks for; one that cannot be read is said, and changes nothing. */
function follow(live: LiveExperiment): void {
  const link = findLink(live, location.href);
  const named = link?.split(";", 2)[1] ?? "";
  // A link for another model of this page is that one's business.
  if (!link || (named !== live.program.id && models.has(named))) return;
  const read = readLink(live, link);
  if ("state" in read) {
    live.restore(read.state);
    return;
  }
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "il6-page-said";
  document.querySelector("main")?.before(said);
  said.textContent = read.sentence;
}

addEventListener("hashchange", () => {
  for (const said of document.querySelectorAll(".il6-page-said")) said.remove();
  for (const live of lives.values()) follow(live);
});

/** There where bqplot draws the charts; its script comes before this one. */
const marks = (globalThis as { il6_marks?: typeof import("./marks.ts") }).il6_marks;
if (marks) learn(marks.texts);

const experiment = runtime({
  views: { controls, ...marks?.views },
  drivers: marks?.drivers ?? {},
  sheets: marks?.sheets ?? [],
  // Its script comes before this one, where the page has a model in time.
  Runs: (globalThis as { il6_motion?: { default: typeof Runs } }).il6_motion?.default,
  arrive(live, key) {
    lives.set(key, live);
    follow(live);
  },
});

/** What a link to the state of an experiment has behind its `#`. */
export function link(key: string): string | undefined {
  const live = lives.get(key);
  return live && writeLink(live);
}

export default {
  initialize(context: { model: AnyModel }): void {
    models.add((context.model.get("program") as { id: string }).id);
    experiment.initialize(context);
  },
};
