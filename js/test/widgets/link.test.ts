// Links: what they hold, that they come back, and that a bad one changes nothing.
import { expect, test } from "vitest";
import golden from "../../../tests/golden/links.json" with { type: "json" };
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import signalling from "../../../tests/golden/program_signalling.json" with { type: "json" };
import type { Program } from "../../src/kinetics/program.ts";
import { Host } from "../../src/widgets/host.ts";
import { findLink, readLink, writeLink } from "../../src/widgets/link.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const PROGRAMS = { receptor, signalling } as unknown as Record<string, Program>;

function experiment(model: string): LiveExperiment {
  const program = PROGRAMS[model] as Program;
  const all = [...program.values, ...program.choices].map((one) => [one.id, one.value]);
  const store = new WeakModel({ ...Object.fromEntries(all), units: {} });
  return new LiveExperiment(program, new Host(store), new Host(new WeakModel({})), new FakePage());
}

/** Follow a link as a page does; the sentence where it is refused. */
function follow(x: LiveExperiment, link: string): string | undefined {
  const read = readLink(x, link);
  if ("sentence" in read) return read.sentence;
  x.restore(read.state);
  return undefined;
}

test.each(golden.good)("$link is read", ({ model, link, values, units, clock, written }) => {
  const x = experiment(model);
  x.set({ [x.program.choices[0]?.id as string]: x.program.choices[0]?.options[1]?.id as string });
  const choices = structuredClone(
    Object.fromEntries(x.program.choices.map((c) => [c.id, c.value])),
  );
  expect(follow(x, link)).toBeUndefined();
  for (const [id, expected] of Object.entries(values)) {
    const relative = Math.abs((x.inputs.values[id] as number) / expected - 1);
    expect(relative).toBeLessThanOrEqual(golden.tolerance);
  }
  for (const part of link.split(";").slice(2)) {
    const [name = "", option = ""] = part.split("=");
    if (name in choices) choices[name] = option;
  }
  expect(x.inputs.choices).toEqual(choices);
  for (const { id, shown } of x.program.values)
    expect(x.unit(id)).toBe((units as Record<string, string>)[id] ?? shown);
  if (clock) expect(x.clock).toMatchObject(clock);
  if (written) expect(writeLink(x)).toBe(link);
  const again = experiment(model);
  follow(again, writeLink(x) as string);
  expect([again.inputs, again.clock]).toEqual([x.inputs, x.clock]);
});

test.each(golden.bad)("%s is refused in one sentence, and nothing changes", (link) => {
  for (const lang of ["en", "zh"] as const) {
    const x = experiment("receptor");
    x.setLang(lang);
    x.set({ cell: "monocyte", IL6: 3 });
    const before = structuredClone(x.inputs);
    expect(follow(x, link)).toMatch(lang === "en" ? /^[^{}]{20,400}\.$/ : /^[^{}]{10,300}。$/);
    expect(x.inputs).toEqual(before);
  }
});

test("ten megabytes are refused before they are looked at", () => {
  const x = experiment("receptor");
  const long = `il6=1;receptor;${"IL6=1;".repeat(1_700_000)}`;
  expect(follow(x, long)).toContain("2,000 characters");
  expect(findLink(x, `#${"a".repeat(10_000_000)}&il6=1;receptor`)).toBeUndefined();
});

test("a page finds the link of its model among others", () => {
  const x = experiment("receptor");
  const [mine, other] = ["il6=1;receptor;IL6=1nM", "il6=1;signalling;@at=3"];
  expect(findLink(x, `https://example.org/a.html?lang=zh#top&${other}&${mine}`)).toBe(mine);
  expect(findLink(x, `#${other}`)).toBe(other); // which is then refused, in words
  expect(findLink(x, "https://example.org/a.html#top")).toBeUndefined();
});
