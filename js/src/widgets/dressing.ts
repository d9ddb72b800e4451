// How a style sheet comes into the page, once, and into the shadow root that a view may stand in.

const MARK = "data-il6-style";

/** A sheet under the name by which it is put in only once; its text is made when it is needed. */
export interface Sheet {
  name: string;
  text: () => string;
}

/** Dress a view. Hosts put `el` into the page only later, so its root is looked up in the next frame. Returns its undo. */
export function dressIn(el: HTMLElement, sheets: readonly Sheet[]): () => void {
  const put = (parent: ParentNode & Node): void => {
    for (const { name, text } of sheets) {
      if (parent.querySelector(`style[${MARK}="${name}"]`)) continue;
      const style = el.ownerDocument.createElement("style");
      style.setAttribute(MARK, name);
      style.textContent = text();
      parent.append(style);
    }
  };
  put(el.ownerDocument.head);
  const frame = requestAnimationFrame(() => {
    const root = el.getRootNode();
    if (root instanceof ShadowRoot) put(root);
  });
  return () => cancelAnimationFrame(frame);
}
