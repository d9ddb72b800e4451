// Links: the inputs of an experiment as a short text behind the # of an address.
//
// il6widgets/widgets/link.py says what is in one, and writes and reads the same.
import type { Value } from "../kinetics/program.ts";
import { convert } from "../kinetics/units.ts";
import { optionOf } from "./loading.ts";
import { refuse } from "./refusal.ts";
import type { Live, State } from "./view.ts";

const VERSION = 1;
/** Characters: what chats, forms and QR codes still carry. */
const LIMIT = 2000;
const NUMBER = /^[0-9.]+(e-?[0-9]+)?$/;
const CLOCK = ["at", "end"] as const;

/** A state that was read, or one sentence that says why there is none. */
export type Read = { state: State } | { sentence: string };

/** As briefly as reading it back allows. */
const short = (x: number): string => `${x}`.replace("e+", "e");

function amount(value: Value, x: number, unit: string): string {
  const own = short(x) + (unit === value.shown ? "" : `~${unit}`);
  if (unit === value.unit) return own;
  const shown = convert(x, value.unit, unit, value.molar_mass);
  for (const digits of [6, 15]) {
    const text = short(Number(shown.toPrecision(digits)));
    if (convert(Number(text), unit, value.unit, value.molar_mass) === x) return text + unit;
  }
  return own;
}

/** The values that the model and these choices set. */
function base({ program }: Live, choices: Readonly<Record<string, string>>): Map<string, number> {
  const values = new Map(program.values.map((v) => [v.id, v.value]));
  for (const { id } of program.choices)
    for (const [key, x] of Object.entries(optionOf(program, id, choices[id] ?? "")?.values ?? {}))
      values.set(key, x);
  return values;
}

/** Where a clock stands by itself: a sixth, where a run is still on its way. */
const clockOf = ({ program: { time } }: Live): { at: number; end: number } | undefined =>
  time && { at: time.end / 6, end: time.end };

/** The link of an experiment, from `il6=` on; none where more was changed than a link holds. */
export function writeLink(x: Live): string | undefined {
  const { values, choices } = x.inputs;
  const parts = [`il6=${VERSION}`, x.program.id];
  for (const { id } of x.program.choices) parts.push(`${id}=${choices[id]}`);
  const expected = base(x, choices);
  for (const value of x.program.values) {
    const [now, unit] = [values[value.id] ?? value.value, x.unit(value.id)];
    if (now !== expected.get(value.id)) parts.push(`${value.id}=${amount(value, now, unit)}`);
    else if (unit !== value.shown) parts.push(`${value.id}=~${unit}`);
  }
  const start = clockOf(x);
  for (const key of CLOCK)
    if (x.clock && start && x.clock[key] !== start[key])
      parts.push(`@${key}=${short(x.clock[key])}`);
  const link = parts.join(";");
  return link.length > LIMIT ? undefined : link;
}

/** What of a link a sentence has room for. */
const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** The link for this model in an address, or in what stands behind its `#`; one page may have several. */
export function findLink(x: Live, address: string): string | undefined {
  // A longer text holds no link that could be read, and is not searched.
  const behind = address.slice(address.indexOf("#") + 1, address.indexOf("#") + 1 + 10 * LIMIT);
  const found = behind.split("&").filter((part) => part.startsWith("il6="));
  return found.find((part) => part.split(";", 2)[1] === x.program.id) ?? found[0];
}

/** Read a link (from `il6=` on): all of it or nothing, and nothing is changed here. */
export function readLink(x: Live, link: string): Read {
  const no = (key: string, fill: Record<string, string | number> = {}): Read => ({
    sentence: x.text(`link.${key}`, fill),
  });
  if (link.length > LIMIT) return no("long", { n: LIMIT });
  const [head = "", model = "", ...parts] = link.split(";");
  const version = /^il6=([1-9][0-9]{0,3})$/.exec(head)?.[1];
  if (!version) return no("none");
  if (Number(version) > VERSION) return no("later", { n: Number(version) });
  if (model !== x.program.id) return no("model", { text: brief(model), model: x.program.id });

  const given = new Map<string, string>();
  const known = new Set([...x.program.choices, ...x.program.values].map(({ id }) => id));
  if (x.program.time) for (const key of CLOCK) known.add(`@${key}`);
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = at < 0 ? part : part.slice(0, at);
    if (!known.has(name)) return no("name", { text: brief(name), model });
    if (at < 0 || given.has(name)) return no("damaged", { text: brief(part) });
    given.set(name, part.slice(at + 1));
  }

  const choices: Record<string, string> = {};
  for (const { id, value, label } of x.program.choices) {
    const option = given.get(id) ?? value;
    if (!optionOf(x.program, id, option))
      return no("option", { text: brief(option), label: x.say(label) });
    choices[id] = option;
  }
  const values = base(x, choices);
  const units: Record<string, string> = {};
  for (const value of x.program.values) {
    const text = given.get(value.id);
    if (text === undefined) continue;
    const [, number, unit, shown] = /^([0-9.]+(?:e-?[0-9]+)?)?([^~]*)(?:~(.+))?$/.exec(text) ?? [];
    const told = shown || unit || value.shown;
    const damaged = (unit && shown) || !(number || shown) || !value.units.includes(told);
    const read = number ? Number(number) : 0;
    if (damaged || (number && !NUMBER.test(number)) || Number.isNaN(read))
      return no("damaged", { text: brief(`${value.id}=${text}`) });
    if (number) {
      const inside = unit ? convert(read, unit, value.unit, value.molar_mass) : read;
      const refusal = refuse(x, value.id, inside);
      if (refusal) return refusal;
      values.set(value.id, inside);
    }
    if (told !== value.shown) units[value.id] = told;
  }
  const clock = clockOf(x);
  for (const key of CLOCK) {
    const text = given.get(`@${key}`);
    if (text === undefined || !clock) continue;
    const time = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(time) || (key === "end" && time === 0))
      return no("damaged", { text: brief(`@${key}=${text}`) });
    clock[key] = time;
  }
  return { state: { choices, values: Object.fromEntries(values), units, ...(clock && { clock }) } };
}
