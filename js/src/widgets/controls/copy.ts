// The button that copies a link to what is seen; where nothing may be copied, the link stands in a box and is selected.
import { writeLink } from "../link.ts";
import type { Context } from "./context.ts";
import { html, write } from "./dom.ts";

/** Make the button with its box and its word of what happened. */
export function copyLink({ x, doc, signal }: Context): HTMLElement {
  const text = (key: string): string => x.text(`controls.${key}`);
  const button = html(doc, "button", { type: "button", "data-part": "copy" }, text("copy"));
  const box = html(doc, "input", {
    type: "text",
    readonly: true,
    hidden: true,
    "aria-label": text("copy_here"),
  });
  const said = html(doc, "span", { role: "status", class: "note" });
  const show = (link: string): void => {
    box.hidden = false;
    box.value = link;
    box.focus();
    box.select();
    write(said, text("copy_here"));
  };
  button.addEventListener(
    "click",
    async () => {
      const link = writeLink(x);
      box.hidden = true;
      if (link === undefined) {
        write(said, text("copy_none"));
        return;
      }
      // On a page the whole address opens the state; in a notebook x.follow takes what stands behind the #.
      const page = doc.querySelector("script[data-il6-contents]") !== null;
      const whole = `${page ? location.href.split("#", 1)[0] : ""}#${link}`;
      try {
        await navigator.clipboard.writeText(whole);
        write(said, text("copied"));
      } catch {
        show(whole); // a sandboxed frame, or a page that is not secure
      }
    },
    { signal },
  );
  return html(doc, "div", { class: "copy" }, button, box, said);
}
