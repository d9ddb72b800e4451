// The style sheet: put once into the page, and into the shadow root that a view may stand in.
import base from "./style/base.css";
import controls from "./style/controls.css";
import dose from "./style/dose.css";
import explorer from "./style/explorer.css";
import scene from "./style/scene.css";
import time from "./style/time.css";
import { tokenSheet } from "./tokens.ts";

const MARK = "data-il6-style";

function put(parent: ParentNode & Node, page: Document): void {
  if (parent.querySelector(`style[${MARK}]`)) return;
  const style = page.createElement("style");
  style.setAttribute(MARK, "");
  style.textContent = [tokenSheet(), base, controls, scene, dose, time, explorer].join("\n");
  parent.append(style);
}

/** Dress a view. Hosts put `el` into the page only later, so its root is looked up in the next frame. */
export function dress(el: HTMLElement): () => void {
  const page = el.ownerDocument;
  put(page.head, page);
  const frame = requestAnimationFrame(() => {
    const root = el.getRootNode();
    if (root instanceof ShadowRoot) put(root, page);
  });
  return () => cancelAnimationFrame(frame);
}
