// The style sheet: put once into the page, and into the shadow root that a view may stand in.
import base from "./style/base.css";
import controls from "./style/controls.css";
import dose from "./style/dose.css";
import explorer from "./style/explorer.css";
import scene from "./style/scene.css";
import time from "./style/time.css";
import { tokenSheet } from "./tokens.ts";

const MARK = "data-il6-style";

const common = (): string => [tokenSheet(), base, controls, scene, dose, time, explorer].join("\n");

function put(parent: ParentNode & Node, page: Document, name: string, sheet: () => string): void {
  if (parent.querySelector(`style[${MARK}="${name}"]`)) return;
  const style = page.createElement("style");
  style.setAttribute(MARK, name);
  style.textContent = sheet();
  parent.append(style);
}

/**
 * Dress a view, with a sheet of its own where it has one.
 * Hosts put `el` into the page only later, so its root is looked up in the next frame.
 */
export function dress(el: HTMLElement, own?: { name: string; sheet: string }): () => void {
  const page = el.ownerDocument;
  const all = (parent: ParentNode & Node): void => {
    put(parent, page, "", common);
    if (own) put(parent, page, own.name, () => own.sheet);
  };
  all(page.head);
  const frame = requestAnimationFrame(() => {
    const root = el.getRootNode();
    if (root instanceof ShadowRoot) all(root);
  });
  return () => cancelAnimationFrame(frame);
}
