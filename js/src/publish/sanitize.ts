// What of a marked-up description may be shown, in the place of the package sanitize-html, which is a third of the host.

interface Rules {
  allowedTags: readonly string[];
  allowedAttributes: Readonly<Record<string, readonly string[]>>;
}

/** Elements whose text is no text for a reader. */
const UNREAD = new Set(["script", "style", "textarea", "option", "noscript", "template"]);
/** Where a link or a picture may point: nowhere that runs. */
const SAFE = /^(https?:|mailto:|data:image\/(png|gif|jpeg|webp);|#)/i;

const allows = (names: readonly string[], name: string): boolean =>
  names.some((one) => one === name || (one.endsWith("*") && name.startsWith(one.slice(0, -1))));

/**
 * Mark-up with only the tags and attributes that are allowed. Other tags fall away and their text stays; what styles and
 * scripts say goes too, and so does an address that could run.
 */
export default function sanitize(text: string, rules: Rules): string {
  // A document without a window: nothing in it is fetched or runs.
  const doc = new DOMParser().parseFromString(`<body>${text}`, "text/html");
  const made = doc.implementation.createHTMLDocument("");
  const copy = (from: Node, to: Element): void => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.nodeValue ?? "");
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const tag = (node as Element).localName;
      if (UNREAD.has(tag)) continue;
      // SVG and MathML have rules of their own, by which mark-up hides.
      if (!(node instanceof HTMLElement) || !rules.allowedTags.includes(tag)) {
        copy(node, to);
        continue;
      }
      const el = made.createElement(tag);
      const names = [
        ...(rules.allowedAttributes["*"] ?? []),
        ...(rules.allowedAttributes[tag] ?? []),
      ];
      for (const { name, value } of node.attributes) {
        if (!allows(names, name)) continue;
        if ((name === "href" || name === "src") && !SAFE.test(value.trim())) continue;
        // A style may fetch, and may lay itself over the page.
        if (name === "style" && /url\(|expression|position|@import|\\/i.test(value)) continue;
        el.setAttribute(name, value);
      }
      to.append(el);
      copy(node, el);
    }
  };
  copy(doc.body, made.body);
  return made.body.innerHTML;
}
