// What a poor host lacks is made good.
import { expect, test, vi } from "vitest";
import { Host, idOf } from "../../src/widgets/host.ts";
import { settingsOf } from "../../src/widgets/settings.ts";
import { Model, WeakModel } from "./weak.fake.ts";

test("a value that is not there is otherwise; zero, false and empty are values", () => {
  const host = new Host(new WeakModel({ a: 0, b: false, c: "", d: null }));
  expect([host.get("a", 1), host.get("b", true), host.get("c", "x")]).toEqual([0, false, ""]);
  expect([host.get("d", 1), host.get("e", 2)]).toEqual([1, 2]);
});

test("a watcher is silent after its undo, whether or not the host can let go", () => {
  for (const model of [new WeakModel({ a: 0 }), new Model({ a: 0 })]) {
    const heard = vi.fn();
    const undo = new Host(model).watch("a", heard);
    model.set("a", 1);
    undo();
    undo();
    model.set("a", 2);
    expect(heard).toHaveBeenCalledTimes(1);
  }
});

test("saving does without save_changes, and with one that throws", () => {
  new Host(new WeakModel({})).save();
  const model = Object.assign(new WeakModel({}), {
    save_changes: () => {
      throw new Error("not in this host");
    },
  });
  new Host(model).save();
});

test("a child is found under either spelling, also when it comes late", async () => {
  const child = new WeakModel({});
  const late = new Promise<WeakModel>((done) => setTimeout(done, 5, child));
  const host = new Host(new WeakModel({}, { abc: late }));
  expect(await host.child("IPY_MODEL_abc")).toBe(child);
  expect(await host.child("anywidget:abc")).toBe(child);
  expect([idOf("IPY_MODEL_abc"), idOf("anywidget:abc"), idOf("abc")]).toEqual(Array(3).fill("abc"));
});

test("a child that is not there, or a host without children, is an error that can be caught", async () => {
  await expect(new Host(new WeakModel({}, {})).child("IPY_MODEL_abc")).rejects.toThrow("no model");
  await expect(new Host(new WeakModel({})).child("IPY_MODEL_abc")).rejects.toThrow("no access");
});

test("a setting is told to the kernel at once", () => {
  const model = new Model({ band: false });
  const settings = settingsOf(new Host(model));
  const heard = vi.fn();
  settings.watch("band", heard);
  settings.set("band", true);
  expect([settings.get("band", false), heard.mock.calls.length, model.saves]).toEqual([true, 1, 1]);
});
