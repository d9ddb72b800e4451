// Search in the course: every word counts, headings come first, what is found is shown as text.
import { beforeEach, expect, test } from "vitest";
import { around, begin, search } from "../../src/publish/search.ts";

const parts = [
  { chapter: "2", heading: "The buffer", href: "02.html#a", text: "sgp130 holds the pair." },
  { chapter: "3", heading: "Ceilings", href: "03.html#b", text: "The buffer is <b>full</b>." },
  { chapter: "3", heading: "内皮", href: "03.html#c", text: "内皮只能靠 sIL-6R 听见吗？" },
];

beforeEach(() => {
  document.body.replaceChildren();
});

test("every word must be there, and a heading counts first", () => {
  expect(search(parts, "BUFFER").map((part) => part.href)).toEqual(["02.html#a", "03.html#b"]);
  expect(search(parts, "buffer pair")).toHaveLength(1);
  expect(search(parts, "buffer nothing")).toEqual([]);
  expect(search(parts, "  ")).toEqual([]);
  expect(search(parts, "内皮")).toHaveLength(1);
});

test("what stands around a word is cut at both ends", () => {
  expect(around("abcdefghij", "ef", 2)).toBe("…cdefgh…");
  expect(around("ab", "b")).toBe("ab");
});

test("the box lists links and text, and no markup", () => {
  document.body.innerHTML =
    '<script type="application/json" data-il6-search></script>' +
    '<input type="search"><p data-il6-said></p><ol data-il6-found></ol>';
  const data = document.querySelector("script");
  if (data) data.textContent = JSON.stringify(parts);
  begin(document);
  const box = document.querySelector("input") as HTMLInputElement;
  box.value = "full";
  box.dispatchEvent(new Event("input"));
  expect(document.querySelector("li a")?.getAttribute("href")).toBe("03.html#b");
  expect(document.querySelector("li b")).toBeNull();
  expect(document.querySelector("[data-il6-said]")?.textContent).toBe("1");
});
