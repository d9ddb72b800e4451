// Widths of text as this reader's fonts draw it, and labels moved apart by them.

export type Measure = (text: string, size: number, bold?: boolean) => number;

/** The fonts of an element; an element that is not in a page yet has none. */
export const fonts = (el: HTMLElement): string =>
  el.ownerDocument.defaultView?.getComputedStyle(el).fontFamily || "sans-serif";

/** Measures in these fonts; where there is no canvas, by a rough width of a character. */
export function measurer(doc: Document, family: string): Measure {
  const pen = doc.createElement("canvas").getContext?.("2d") ?? undefined;
  const known = new Map<string, number>();
  return (text, size, bold = false) => {
    const font = `${bold ? 600 : 400} ${size}px ${family}`;
    const key = `${font}\n${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (pen) {
        pen.font = font;
        width = pen.measureText(text).width;
      } else {
        width = [...text].reduce((w, c) => w + (c > "⺀" ? 1 : 0.58) * size, 0);
      }
      // A long drag makes many texts; a full cache is simply begun again.
      if (known.size > 2000) known.clear();
      known.set(key, width);
    }
    return width;
  };
}

/** Left edges near `wanted`, in order, `gap` apart, between `from` and `to`. */
export function spread(
  wanted: readonly number[],
  widths: readonly number[],
  gap: number,
  from: number,
  to: number,
): number[] {
  const at = [...wanted];
  let edge = from;
  for (let i = 0; i < at.length; i++) {
    at[i] = Math.max(at[i] ?? 0, edge);
    edge = (at[i] ?? 0) + (widths[i] ?? 0) + gap;
  }
  edge = to;
  for (let i = at.length - 1; i >= 0; i--) {
    at[i] = Math.min(at[i] ?? 0, edge - (widths[i] ?? 0));
    edge = (at[i] ?? 0) - gap;
  }
  return at;
}
