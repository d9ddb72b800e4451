// The kit of an exhibit on a site, without Python: a frame to paste, a figure, a QR code, a caption.
import { generate } from "lean-qr";
import { toSvg } from "lean-qr/extras/svg";
import { html } from "../widgets/controls/dom.ts";
import { CATALOGUE, pageLanguage } from "../widgets/locale.ts";
import { asAddress, largest, painted, pictured } from "./figure.ts";
import { HEIGHT } from "./frame.ts";

/** What the page carries, as far as an exhibit is named by it. */
interface Contents {
  models: Record<string, { experiment?: string; key?: string; program?: Program }>;
  roots: Record<string, string>;
}
interface Program {
  id: string;
  hash: string;
  title: Record<"en" | "zh", string>;
}
type Linker = { link?(key: string): string | undefined };

/** Escape what goes into an attribute. */
const attribute = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** The experiment that the first view in a cell looks at. */
function experimentOf(contents: Contents, root: string): Contents["models"][string] | undefined {
  const views = Object.keys(contents.roots).filter((id) => contents.roots[id] === root);
  const named = views.map((id) => contents.models[id]?.experiment).find((id) => id !== undefined);
  return named === undefined ? undefined : contents.models[named];
}

/** Give every live cell of a page a button, and behind it what a wiki needs. */
export function begin(page: Document): void {
  const data = page.querySelector("script[data-il6-contents]")?.textContent;
  if (!data) return;
  const lang = pageLanguage({ href: location.href, lang: page.documentElement.lang });
  const text = (key: string): string => CATALOGUE[lang][`embed.${key}`] ?? key;
  const version = page.querySelector<HTMLMetaElement>("meta[name=generator]")?.content ?? "";

  const open = (root: HTMLElement): void => {
    const experiment = experimentOf(JSON.parse(data) as Contents, root.id);
    const linker = (globalThis as { il6_experiment?: Linker }).il6_experiment;
    const state = experiment?.key && linker?.link?.(experiment.key);
    const url = new URL(location.href);
    url.search = "";
    url.searchParams.set("only", root.id);
    url.hash = state || "";
    const program = experiment?.program;
    const title = program?.title[lang] ?? page.title;
    const model = program ? ` ${text("model")} ${program.id} (${program.hash}),` : "";
    const caption = `${title}.${model} ${version}. ${text("licence")} ${url.href}`;
    const frame =
      `<iframe src="${attribute(url.href)}" title="${attribute(title)}" sandbox="allow-scripts" ` +
      `loading="lazy" width="100%" height="${HEIGHT}" style="border:0"></iframe>`;

    const dialog = html(page, "dialog", { class: "embed", "aria-labelledby": "il6-embed" });
    const said = html(page, "span", { role: "status" });
    /** A text to take away, with the button that copies it. */
    const take = (key: string, value: string): HTMLElement => {
      const field = html(page, "textarea", { readonly: true, rows: 3 });
      field.value = value;
      const copy = html(page, "button", { type: "button" }, text("copy"));
      copy.addEventListener("click", async () => {
        field.select();
        try {
          await navigator.clipboard.writeText(value);
          said.textContent = text("copied");
        } catch {
          said.textContent = text("select"); // no clipboard: it is selected
        }
      });
      return html(page, "p", {}, html(page, "label", {}, text(key), field), copy);
    };
    const parts: (Node | string)[] = [
      html(page, "h2", { id: "il6-embed" }, `${text("title")}: ${title}`),
    ];
    if (location.protocol === "file:") parts.push(html(page, "p", {}, text("local")));
    parts.push(take("frame", frame), take("address", url.href), take("caption", caption));

    const drawing = largest(root);
    if (drawing) {
      const spoken = root.querySelector("[role=status]")?.textContent ?? "";
      const svg = pictured(drawing, title, `${spoken} ${caption}`);
      const name = `${program?.id ?? "il6"}-${root.id}`;
      const picture = html(page, "img", { src: asAddress(svg), alt: spoken || title });
      const save = html(page, "a", { href: asAddress(svg), download: `${name}.svg` }, "SVG");
      const png = html(page, "a", { download: `${name}.png` }, "PNG");
      painted(svg, page).then(
        (address) => {
          png.href = address;
        },
        () => png.remove(), // a browser that paints no SVG
      );
      parts.push(html(page, "figure", {}, picture, html(page, "figcaption", {}, save, " ", png)));
    }
    const code = toSvg(generate(url.href), page, { width: 180, height: 180 });
    code.setAttribute("role", "img");
    code.setAttribute("aria-label", text("qr"));
    const close = html(page, "button", { type: "button" }, text("close"));
    close.addEventListener("click", () => dialog.close());
    dialog.append(...parts, html(page, "p", {}, code), html(page, "p", {}, close, " ", said));
    dialog.addEventListener("close", () => dialog.remove());
    page.body.append(dialog);
    dialog.showModal();
  };

  for (const root of page.querySelectorAll<HTMLElement>(".live[id]")) {
    const button = html(page, "button", { type: "button" }, text("button"));
    button.addEventListener("click", () => open(root));
    root.after(html(page, "p", { class: "embed" }, button));
  }
}

begin(document);
