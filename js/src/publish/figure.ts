// A drawing of a page as a file of its own: colours and letters as they are seen, words for who cannot see it.

/** What a drawing gets from style sheets, and needs where there are none. */
const LOOKS = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "dominant-baseline",
  "display",
  "visibility",
  "paint-order",
  "transform",
] as const;

/** Smaller than this is an icon, px. */
const LEAST = 120;

/** The largest drawing in an element. */
export function largest(root: Element): SVGSVGElement | undefined {
  const area = (el: Element): number => {
    const { width, height } = el.getBoundingClientRect();
    return Math.min(width, height) < LEAST ? 0 : width * height;
  };
  const [first] = [...root.querySelectorAll("svg")].sort((a, b) => area(b) - area(a));
  return first && area(first) > 0 ? first : undefined;
}

/** The colour behind an element. */
function behind(el: Element | null): string {
  for (let at = el; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (!/rgba\(.*, 0\)|transparent/.test(colour)) return colour;
  }
  return "white";
}

/** The drawing as SVG, with its name and what it says. */
export function pictured(drawing: SVGSVGElement, name: string, said: string): string {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const doc = drawing.ownerDocument;
  const own = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  const made = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  own.forEach((el, i) => {
    const style = getComputedStyle(el);
    const looks = LOOKS.filter((key) => key !== "transform" || style.transform !== "none")
      .map((key) => `${key}:${style.getPropertyValue(key)}`)
      .join(";");
    made[i]?.setAttribute("style", looks);
    made[i]?.removeAttribute("class");
    made[i]?.removeAttribute("tabindex");
  });
  const part = (tag: string, text = ""): SVGElement => {
    const el = doc.createElementNS("http://www.w3.org/2000/svg", tag);
    el.textContent = text;
    return el;
  };
  const ground = part("rect");
  const [x, y] = (drawing.getAttribute("viewBox") ?? "0 0").split(/[\s,]+/);
  for (const [key, value] of Object.entries({ x, y, width: "100%", height: "100%" }))
    ground.setAttribute(key, value ?? "0");
  ground.setAttribute("fill", behind(drawing));
  copy.prepend(part("title", name), part("desc", said), ground);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("role", "img");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}

export const asAddress = (svg: string): string =>
  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/** The same as PNG, twice as fine as the screen. */
export async function painted(svg: string, doc: Document): Promise<string> {
  const image = new Image();
  image.src = asAddress(svg);
  await image.decode();
  const canvas = doc.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
