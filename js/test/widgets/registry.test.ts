// Where views find their experiment, whichever of them comes first.
import { afterEach, expect, test, vi } from "vitest";
import { type Entry, offer, whenThere } from "../../src/widgets/registry.ts";
import { WeakModel } from "./weak.fake.ts";

interface Table {
  entries: Map<string, Entry>;
  waiting: Map<string, Set<() => void>>;
}
const table = (): Table =>
  (globalThis as unknown as Record<symbol, Table>)[Symbol.for("il6widgets.registry/2")] as Table;

const entry = (): Entry => ({ adopt: () => () => {}, mount: () => () => {}, show: () => () => {} });

afterEach(() => {
  // Every test leaves the table as it found it.
  expect([table().entries.size, table().waiting.size]).toEqual([0, 0]);
});

test("a view that waits is given the experiment when it comes", () => {
  const undo = vi.fn();
  const use = vi.fn(() => undo);
  const leave = whenThere("a", use);
  expect(use).not.toHaveBeenCalled();
  const offered = entry();
  const withdraw = offer("a", offered);
  expect(use).toHaveBeenCalledExactlyOnceWith(offered);
  leave();
  expect(undo).toHaveBeenCalledTimes(1);
  withdraw();
});

test("a view that comes later finds it", () => {
  const offered = entry();
  const withdraw = offer("a", offered);
  const use = vi.fn(() => () => {});
  const leave = whenThere("a", use);
  expect(use).toHaveBeenCalledExactlyOnceWith(offered);
  leave();
  withdraw();
});

test("an experiment that takes the place of another is used instead", () => {
  const done: string[] = [];
  const [first, second] = [entry(), entry()];
  const withdrawFirst = offer("a", first);
  const leave = whenThere("a", (e) => {
    const name = e === first ? "first" : "second";
    done.push(name);
    return () => done.push(`${name} undone`);
  });
  const withdrawSecond = offer("a", second);
  expect(done).toEqual(["first", "first undone", "second"]);
  withdrawFirst(); // late, and no longer its place
  expect(table().entries.get("a")).toBe(second);
  leave();
  withdrawSecond();
  expect(done).toEqual(["first", "first undone", "second", "second undone"]);
});

test("a view that left before the experiment came is not given it", () => {
  const use = vi.fn(() => () => {});
  whenThere("a", use)();
  offer("a", entry())();
  expect(use).not.toHaveBeenCalled();
});

test("experiments on one page are kept apart", () => {
  const [one, other] = [entry(), entry()];
  const seen: Entry[] = [];
  const undo = [
    whenThere("b", (e) => {
      seen.push(e);
      return () => {};
    }),
    offer("a", one),
    offer("b", other),
  ];
  expect(seen).toEqual([other]);
  for (const f of undo) f();
});

test("modules that share nothing meet, as anywidget imports them anew for every model", async () => {
  vi.resetModules();
  const again = await import("../../src/widgets/registry.ts");
  expect(again.offer).not.toBe(offer);
  const use = vi.fn(() => () => {});
  const leave = whenThere("a", use);
  const withdraw = again.offer("a", entry());
  expect(use).toHaveBeenCalledTimes(1);
  leave();
  withdraw();
});

test("the stub of a view waits, shows it, and says so where the experiment is not on the page", async () => {
  const { default: stub } = await import("../../src/widgets/stub.ts");
  const shown = vi.fn();
  const [model, el] = [
    new WeakModel({ experiment: "IPY_MODEL_a" }, {}),
    document.createElement("div"),
  ];
  const leave = [stub.initialize({ model, el }), stub.render({ model, el })];
  await new Promise((done) => setTimeout(done));
  expect(el.textContent).toMatch(/run its cell again/);
  expect(el.textContent).toMatch(/请重新运行/);
  const withdraw = offer("a", {
    ...entry(),
    mount: (view, place) => {
      shown(view);
      place.textContent = "the view";
      return () => {};
    },
  });
  expect(shown).toHaveBeenCalledExactlyOnceWith(model);
  expect(el.textContent).toBe("the view");
  for (const f of leave) f();
  withdraw();
});
