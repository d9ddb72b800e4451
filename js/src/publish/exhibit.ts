// <il6-exhibit>, for sites of one's own: a page of ours in a frame that keeps to itself and is as high as its page.
import { follow, HEIGHT } from "./frame.ts";

/**
 * Attributes: `src`, the page; `lang` and `theme`, as the page takes them in its address; `state`, what a link to it has
 * behind its `#`; `label`, what a screen reader calls the frame.
 */
class Il6Exhibit extends HTMLElement {
  static readonly observedAttributes = ["src", "lang", "theme", "state", "label"];
  private undo: (() => void) | undefined;
  private frame: HTMLIFrameElement | undefined;

  connectedCallback(): void {
    const frame = this.ownerDocument.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.loading = "lazy";
    frame.style.cssText = `border:0;width:100%;height:${HEIGHT}px;display:block`;
    this.undo = follow(frame);
    this.frame = frame;
    this.point();
    // A shadow of its own, so that the styles of the site do not reach the frame.
    (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(frame);
    if (!this.style.display) this.style.display = "block";
  }

  disconnectedCallback(): void {
    this.undo?.();
    this.frame = undefined;
  }

  attributeChangedCallback(): void {
    this.point();
  }

  /** Point the frame to where the attributes say. */
  private point(): void {
    const frame = this.frame;
    const src = this.getAttribute("src");
    if (!frame || !src) return;
    const url = new URL(src, this.ownerDocument.baseURI);
    // An address such as javascript: would run on the site itself.
    if (!["http:", "https:", "file:"].includes(url.protocol)) {
      console.error(`il6-exhibit: src is ${url.protocol}, give a page over https: or http:`);
      return;
    }
    for (const key of ["lang", "theme"] as const) {
      const value = this.getAttribute(key);
      if (value) url.searchParams.set(key, value);
    }
    const state = this.getAttribute("state");
    if (state) url.hash = state;
    frame.title = this.getAttribute("label") ?? "il6widgets";
    if (frame.src !== url.href) frame.src = url.href;
  }
}

if (!customElements.get("il6-exhibit")) customElements.define("il6-exhibit", Il6Exhibit);
