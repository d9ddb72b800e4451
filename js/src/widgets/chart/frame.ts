// What stands around a bqplot figure: elements, a table of its numbers, and the figure itself wherever it is.

export type Build = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  cls: string,
  text?: string,
) => HTMLElementTagNameMap[K];

/** Make elements with a class and a text. */
export const builder =
  (page: Document): Build =>
  (name, cls, text = "") => {
    const el = page.createElement(name);
    if (cls) el.className = cls;
    el.textContent = text;
    return el;
  };

/** Hosts put a view into the page some time after they have asked for it. Returns its undo. */
const placed = (el: HTMLElement, then: () => () => void): (() => void) => {
  let undo: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    if (el.isConnected) undo = then();
    else timer = setTimeout(look, 50);
  };
  look();
  return () => {
    clearTimeout(timer);
    undo?.();
  };
};

/** The bqplot figure beside a frame in the box `chart`, whenever it comes, and any that takes its place. Returns its undo. */
export const beside = (
  el: HTMLElement,
  chart: string,
  found: (figure: HTMLElement) => () => void,
): (() => void) =>
  placed(el, () => {
    const root = el.getRootNode();
    const outer = root instanceof ShadowRoot ? (root.host as HTMLElement) : el;
    const box = outer.closest<HTMLElement>(chart);
    if (!box) return () => {};
    let undo: (() => void) | undefined;
    let held: HTMLElement | undefined;
    const look = () => {
      const figure = box.querySelector<HTMLElement>(".il6-figure") ?? undefined;
      if (figure === held) return;
      undo?.();
      held = figure;
      undo = figure && found(figure);
    };
    const watcher = new MutationObserver(look);
    watcher.observe(box, { childList: true });
    look();
    return () => {
      watcher.disconnect();
      undo?.();
    };
  });

/** A figure as a picture: one name for all that is drawn in it, and the size of the drawn area. Returns its undo. */
export const pictured = (
  figure: HTMLElement,
  resize: (size: { width: number; height: number }) => void,
): (() => void) => {
  figure.setAttribute("role", "img");
  const look = () => {
    for (const svg of figure.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
    const area = figure.querySelector<SVGRectElement>(".plotarea_events");
    const [width, height] = [
      Number(area?.getAttribute("width")),
      Number(area?.getAttribute("height")),
    ];
    if (width > 0 && height > 0) resize({ width, height });
  };
  // bqplot tells the drawn area's size by this rectangle, some time after the element was resized.
  const sizes = new MutationObserver(look);
  sizes.observe(figure, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["width", "height"],
  });
  look();
  return () => {
    sizes.disconnect();
    figure.removeAttribute("role");
    figure.removeAttribute("aria-label");
    for (const svg of figure.querySelectorAll("svg")) svg.removeAttribute("aria-hidden");
  };
};

/** The numbers of a chart as a table. */
export const tabled = (
  make: Build,
  caption: string,
  head: readonly string[],
  rows: readonly { name: string; numbers: readonly string[]; now: boolean }[],
): HTMLTableElement => {
  const grid = make("table", "");
  const top = make("tr", "");
  for (const t of head) {
    const cell = make("th", "", t);
    cell.scope = "col";
    top.append(cell);
  }
  const thead = make("thead", "");
  thead.append(top);
  const body = make("tbody", "");
  for (const row of rows) {
    const line = make("tr", row.now ? "il6-dose-now" : "");
    const first = make("th", "", row.name);
    first.scope = "row";
    line.append(first, ...row.numbers.map((n) => make("td", "", n)));
    body.append(line);
  }
  grid.append(make("caption", "", caption), thead, body);
  return grid;
};
