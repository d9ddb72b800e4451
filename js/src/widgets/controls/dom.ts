// Making elements: attributes and text only, so that no word of a model can become markup.

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string | undefined;

const SVG = "http://www.w3.org/2000/svg";

function filled<E extends Element>(el: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false)
      el.setAttribute(name, value === true ? "" : `${value}`);
  el.append(...children.filter((child) => child !== undefined));
  return el;
}

/** An HTML element. */
export const html = <K extends keyof HTMLElementTagNameMap>(
  doc: Document,
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => filled(doc.createElement(tag), attributes, children);

/** An SVG element. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  doc: Document,
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] => filled(doc.createElementNS(SVG, tag), attributes, children);

/** Words for a screen reader alone. */
export const unseen = (doc: Document, text: string): HTMLElement =>
  html(doc, "span", { class: "unseen" }, text);

/** Write a text where it differs: what stays the same must cost no layout in a drag. */
export const write = (el: HTMLElement, text: string): void => {
  if (el.textContent !== text) el.textContent = text;
};
