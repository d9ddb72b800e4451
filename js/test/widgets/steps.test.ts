// Undo and redo: a drag, a preset and a message from Python are one step each, and what is put back is all of it.
import { expect, test } from "vitest";
import receptor from "../../../tests/golden/program_receptor.json" with { type: "json" };
import type { Program } from "../../src/kinetics/program.ts";
import { Host } from "../../src/widgets/host.ts";
import { LiveExperiment } from "../../src/widgets/live.ts";
import { stepOf } from "../../src/widgets/steps.ts";
import { FakePage, WeakModel } from "./weak.fake.ts";

const program = receptor as unknown as Program;

function experiment() {
  const inputs = [...program.values, ...program.choices].map(({ id, value }) => [id, value]);
  const store = new WeakModel({ ...Object.fromEntries(inputs), units: {} });
  const live = new LiveExperiment(
    program,
    new Host(store),
    new Host(new WeakModel({ lang: "" })),
    new FakePage(),
  );
  return { live, store, steps: live.steps };
}
const START = program.values.find(({ id }) => id === "IL6")?.value;

test("a drag is one step, whatever way it went", () => {
  const { live, steps } = experiment();
  expect([steps.undoable, steps.redoable]).toEqual([false, false]);
  for (const n of [2, 3, 4]) live.set({ IL6: n });
  live.set({ IL6: 4 }, true);
  live.set({ IL6: 7 }, true);
  steps.undo();
  expect(live.inputs.values.IL6).toBe(4);
  steps.undo();
  expect(live.inputs.values.IL6).toBe(START);
  expect([steps.undoable, steps.redoable]).toEqual([false, true]);
  steps.undo();
  steps.redo();
  expect(live.inputs.values.IL6).toBe(4);
  steps.redo();
  expect(live.inputs.values.IL6).toBe(7);
  expect(steps.redoable).toBe(false);
});

test("a preset is one step, with all that it loaded and the units it chose", () => {
  const { live, store, steps } = experiment();
  const before = structuredClone(store.state);
  live.set({ cell: "monocyte", fluid: "blood" }, true);
  expect(store.state).not.toEqual(before);
  steps.undo();
  expect(store.state).toEqual(before);
  expect({ ...live.inputs.values, ...live.inputs.choices, units: {} }).toEqual(before);
});

test("a typed amount comes back with its unit, a unit alone is a step", () => {
  const { live, steps } = experiment();
  live.type("IL6", "3 nM");
  live.setUnit("IL6", "pM");
  steps.undo();
  expect([live.inputs.values.IL6, live.unit("IL6")]).toEqual([3, "nM"]);
  steps.undo();
  expect([live.inputs.values.IL6, live.unit("IL6")]).toEqual([START, "ng/mL"]);
  steps.redo();
  expect([live.inputs.values.IL6, live.unit("IL6")]).toEqual([3, "nM"]);
});

test("reset, and what Python sets, can be taken back", async () => {
  const { live, store, steps } = experiment();
  live.set({ IL6: 3 }, true);
  live.reset();
  steps.undo();
  expect(live.inputs.values.IL6).toBe(3);
  store.update({ IL6: 5, sIL6R: 2 });
  await Promise.resolve();
  steps.undo();
  expect(live.inputs.values.IL6).toBe(3);
});

test("what was refused, or changes nothing, is no step and leaves what can be redone", () => {
  const { live, steps } = experiment();
  live.set({ IL6: 3 }, true);
  steps.undo();
  live.set({ IL6: -1 }, true);
  live.set({ IL6: START as number }, true);
  expect(steps.redoable).toBe(true);
  live.set({ IL6: 8 }, true);
  expect(steps.redoable).toBe(false);
});

test("an undo in the middle of a drag takes back the drag", () => {
  const { live, steps } = experiment();
  live.set({ IL6: 3 }, true);
  live.set({ IL6: 9 });
  expect(steps.undoable).toBe(true);
  steps.undo();
  expect(live.inputs.values.IL6).toBe(3);
});

test("a hundred steps are kept", () => {
  const { live, steps } = experiment();
  for (let n = 1; n <= 150; n++) live.set({ IL6: n / 10 }, true);
  for (let n = 0; n < 150; n++) steps.undo();
  expect(live.inputs.values.IL6).toBe(5);
});

test.each([
  [{ key: "z", ctrlKey: true }, "undo"],
  [{ key: "z", metaKey: true }, "undo"],
  [{ key: "Z", metaKey: true, shiftKey: true }, "redo"],
  [{ key: "y", ctrlKey: true }, "redo"],
  [{ key: "z" }, undefined],
  [{ key: "z", ctrlKey: true, altKey: true }, undefined],
])("%o asks for %s", (keys, way) => {
  expect(stepOf(new KeyboardEvent("keydown", keys))).toBe(way);
});
