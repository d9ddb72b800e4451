"""What tests ask of a page: its complaints, its glyphs, its accessibility, a picture of it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Frame, Page

from il6widgets import to_html

AXE = Path(__file__).parents[2] / "js/node_modules/axe-core/axe.min.js"
SCREENSHOTS = Path(__file__).with_name("screenshots")


class Console:
    """Collects what a page complains of: console errors and exceptions that nobody caught."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", self._thrown)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _thrown(self, error: Error) -> None:
        self.errors.append(f"{error.name}: {error.message}")


def screenshot(page: Page, name: str, selector: str | None = None) -> Path:
    """Keep a picture as tests/browser/screenshots/NAME.png, of the page or of one element."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    if selector is None:
        page.screenshot(path=path)
    else:
        page.locator(selector).first.screenshot(path=path)
    return path


def open_exhibit(
    page: Page, file: Path, shown: Any, lang: str, theme: str, width: int, height: int = 1000
) -> None:
    """Write widgets into a page and open it from disk, with everything but files refused."""
    to_html(shown, file, lang=lang, theme=theme)  # pyright: ignore[reportArgumentType]
    page.set_viewport_size({"width": width, "height": height})
    page.route(re.compile("^(?!file:|data:)"), lambda route: route.abort())
    page.goto(file.as_uri())


def open_framed(page: Page, wiki: Path, shown: str) -> Frame:
    """Write a page around a frame and open it, with everything but files refused; its frame."""
    wiki.write_text(f'<!doctype html><meta charset="utf-8"><title>Wiki</title>{shown}', "utf-8")
    page.route(re.compile("^(?!file:|data:|about:)"), lambda route: route.abort())
    page.goto(wiki.as_uri())
    return page.frames[1]


def violations(page: Page, selector: str, tags: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What axe finds within the elements that a selector names: one a node, with its text.

    Only rules with one of the tags, where there are some.
    """
    if page.locator(selector).count() == 0:
        raise LookupError(f"axe has nothing to look at: '{selector}' is not on the page")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(
        """async ([selector, tags]) => {
          const options = {resultTypes: ["violations"], ...(tags.length ? {runOnly: tags} : {})};
          const {violations} = await axe.run({include: [selector]}, options);
          return violations.flatMap(({id, impact, help, nodes}) => nodes.map((node) => ({
            id, impact, help, html: node.html.slice(0, 200),
            text: document.querySelector(node.target[0])?.textContent ?? "",
          })));
        }""",
        [selector, list(tags)],
    )


def axe(page: Page, selector: str) -> list[str]:
    """What axe finds serious or critical within the elements that a selector names."""
    return [
        f"{one['impact']} {one['id']}: {one['help']}\n    {one['html']}"
        for one in violations(page, selector)
        if one["impact"] in ("serious", "critical")
    ]


def missing_glyphs(page: Page, text: str, font: str = "sans-serif") -> str:
    """The characters of a text that come out blank, or as the box of a missing glyph.

    A character is drawn and compared with some that no font has; and since the box may differ
    from font to font, two Chinese characters that look alike count as boxes, too.
    """
    return page.evaluate(
        """([text, font]) => {
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 64;
          const pen = canvas.getContext("2d", {willReadFrequently: true});
          const draw = (character) => {
            pen.clearRect(0, 0, 64, 64);
            pen.font = `48px ${font}`;
            pen.fillText(character, 4, 52);
            return pen.getImageData(0, 0, 64, 64).data.join();
          };
          const characters = [...new Set(text)].filter((c) => c.trim());
          const pictures = characters.map(draw);
          const bad = new Set([draw(" "), draw("\\u{10FFFD}"), draw("\\uF8F1"), draw("\\u0378")]);
          const twice = (i) => characters.some((other, j) =>
            j !== i && pictures[j] === pictures[i] && /\\p{Script=Han}/u.test(other));
          return characters.filter((character, i) => bad.has(pictures[i])
            || (/\\p{Script=Han}/u.test(character) && twice(i))).join("");
        }""",
        [text, font],
    )
