// Search in the course, offline: the parts of chapters that have every word that was typed.

export interface Part {
  chapter: string;
  heading: string;
  href: string;
  text: string;
}

/** Parts with every word in heading or text, those with a word in the heading first. */
export function search(parts: readonly Part[], asked: string): Part[] {
  const words = asked
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const has = (text: string, word: string): boolean => text.toLowerCase().includes(word);
  return parts
    .filter((part) => words.every((word) => has(`${part.heading} ${part.text}`, word)))
    .sort(
      (a, b) =>
        Number(words.some((word) => has(b.heading, word))) -
        Number(words.some((word) => has(a.heading, word))),
    );
}

/** What stands around the first word, for a reader to choose by. */
export function around(text: string, word: string, reach = 60): string {
  const at = Math.max(0, text.toLowerCase().indexOf(word.toLowerCase()));
  const [from, to] = [Math.max(0, at - reach), Math.min(text.length, at + word.length + reach)];
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}

/** Make the search box of a page work. */
export function begin(page: Document): void {
  const data = page.querySelector("script[data-il6-search]")?.textContent;
  const box = page.querySelector<HTMLInputElement>("input[type=search]");
  const list = page.querySelector("[data-il6-found]");
  const said = page.querySelector("[data-il6-said]");
  if (!data || !box || !list || !said) return;
  const parts = JSON.parse(data) as Part[];
  const show = (): void => {
    const found = search(parts, box.value);
    const word = box.value.trim().split(/\s+/)[0] ?? "";
    said.textContent = word === "" ? "" : `${found.length}`;
    list.replaceChildren(
      ...found.slice(0, 30).map((part) => {
        const item = page.createElement("li");
        const link = page.createElement("a");
        link.href = part.href;
        link.textContent = `${part.chapter} · ${part.heading}`;
        const near = page.createElement("p");
        near.textContent = around(part.text, word);
        item.append(link, near);
        return item;
      }),
    );
  };
  box.addEventListener("input", show);
  show();
}

begin(document);
