"""The course as a static site: every chapter in both languages, its widgets live, no kernel.

Notebooks are run here once; what a cell shows becomes views of our own page runtime, with one
state a chapter, and what it prints stays as text. A publisher that keeps Jupyter's widget manager
would have to carry it, and ipywidgets, and bqplot, to every reader; ours carries one script for
all pages.
"""

from __future__ import annotations

import ast
import contextlib
import html
import io
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ipywidgets import Widget

from ..kinetics.errors import InputError
from ..kinetics.model import Language
from ..widgets.checkpoint import Question
from ..widgets.experiment import STATIC
from ..widgets.lone_view import LoneView
from ..widgets.questions import chapters as questioned
from ..widgets.views import View
from .drawing import LANGUAGES
from .figure import drawing, figure
from .filling import fill
from .html import TERMS, Shown, contents_of, scripts_of, shown_in, written
from .sheet import sheet

_WORDS = {
    "en": {
        "contents": "Contents", "code": "Code", "notebook": "This chapter as a notebook",
        "other": "中文", "before": "Before", "next": "Next", "course": "Interleukin-6, a course",
        "sheet": "answer sheet", "projector": "projector view", "search": "Search the course",
        "noscript": "Widgets compute in the browser; switch scripts on to move them.",
    },
    "zh": {
        "contents": "目录", "code": "代码", "notebook": "本章的 notebook",
        "other": "English", "before": "上一章", "next": "下一章", "course": "白介素-6 课程",
        "sheet": "答题纸", "projector": "投影视图", "search": "在课程里找",
        "noscript": "部件在浏览器里计算，请启用脚本。",
    },
}  # fmt: skip


@dataclass
class Chapter:
    """A chapter in one language, run: its title, the body of its page and what is live in it."""

    file: Path
    title: str = ""
    body: list[str] = field(default_factory=list)
    views: list[Shown] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    figures: dict[str, bytes] = field(default_factory=dict)


def build(notebooks: Path, out: Path) -> Iterator[Path]:
    """Build the site; yields what was written.

    Parameters
    ----------
    notebooks
        A folder with ``en`` and ``zh``.
    out
        Made if it is not there.

    Raises
    ------
    InputError
        When there are no notebooks, or one of them fails.
    """
    found = {lang: sorted((notebooks / lang).glob("*.ipynb")) for lang in LANGUAGES}
    if not any(found.values()):
        raise InputError(f"{notebooks} has no notebooks; name the folder that holds en and zh")
    out.mkdir(parents=True, exist_ok=True)
    chapters = {lang: [run(file, lang) for file in found[lang]] for lang in LANGUAGES}
    every = [c for lang in LANGUAGES for c in chapters[lang]]
    script = out / "il6widgets.js"
    script.write_text("\n".join(scripts_of([shown for c in every for shown in c.views])), "utf-8")
    yield script
    for name in ("search.js", "embed.js", "il6-exhibit.js"):
        shutil.copyfile(STATIC / name, out / name)
        yield out / name
    template = (files("il6widgets") / "publish" / "course.html").read_text("utf-8")
    for lang in LANGUAGES:
        (out / lang).mkdir(exist_ok=True)
        for number, chapter in enumerate(chapters[lang]):
            around = chapters[lang][max(0, number - 1) : number + 2]
            page = out / lang / f"{chapter.file.stem}.html"
            page.write_text(_page(template, chapter, lang, around), "utf-8")
            shutil.copyfile(chapter.file, out / lang / chapter.file.name)
            yield page
            for name, picture in chapter.figures.items():
                still = out / lang / "figures" / name
                still.parent.mkdir(exist_ok=True)
                still.write_bytes(picture)
                yield still
            name, sheet_body = sheet(chapter.file.stem[:2], chapter.title, lang)
            if sheet_body:
                back = f'<a href="../{chapter.file.stem}.html">{html.escape(chapter.title)}</a>'
                other = f"../../{'zh' if lang == 'en' else 'en'}/sheets/{page.name}"
                paper = out / lang / "sheets" / page.name
                paper.parent.mkdir(exist_ok=True)
                text = _filled(template, lang, name, other, [back], sheet_body, "")
                paper.write_text(text, "utf-8")
                yield paper
        index = out / lang / "index.html"
        index.write_text(_index(template, chapters[lang], lang), "utf-8")
        yield index
    first = out / "index.html"
    first.write_text('<!doctype html><meta charset="utf-8"><title>IL-6</title>'
                     '<meta http-equiv="refresh" content="0; url=en/index.html">'
                     '<a href="en/index.html">English</a> <a href="zh/index.html">中文</a>\n',
                     "utf-8")  # fmt: skip
    yield first


def run(file: Path, lang: Language) -> Chapter:
    """Run a notebook, and return its chapter."""
    chapter = Chapter(file)
    names: dict[str, Any] = {}
    for cell in json.loads(file.read_text("utf-8"))["cells"]:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        if cell["cell_type"] == "markdown":
            if not chapter.title and (head := re.search(r"^# (.+)$", source, re.MULTILINE)):
                chapter.title = head.group(1)
            chapter.body.append(f"<section>{markdown(source)}</section>")
        elif cell["cell_type"] == "code":
            chapter.body.append(_code(source, lang))
            if "skip" in tags:
                continue
            said, shown = _evaluate(source, names, f"{file.name}: {cell.get('id', '')}")
            if said:
                chapter.body.append(f'<pre tabindex="0">{html.escape(said)}</pre>')
            if shown:
                root = f"cell-{cell.get('id', len(chapter.body))}"
                views = list(shown_in(shown))
                chapter.views += views
                chapter.roots += [root] * len(views)
                kind = "beside" if any(v.kind == "controls" for v, _ in views) else ""
                chapter.body.append(f'<div class="live {kind}" id="{html.escape(root)}"></div>')
                chapter.body.append(_still(chapter, root, [view for view, _ in views], lang))
    return chapter


def _still(chapter: Chapter, root: str, views: Sequence[View | LoneView], lang: Language) -> str:
    """Draw the first view that can be drawn, for where scripts are off."""
    shown = [view for view in views if not isinstance(view, Question)]
    if not shown:
        return ""
    drawn = drawing(shown)
    name = f"{chapter.file.stem}-{root}.svg"
    chapter.figures[name] = figure(drawn, chapter.title, lang, ["svg"])["svg"]
    alt = html.escape(drawn.alt(lang))
    return f'<noscript><img src="figures/{html.escape(name)}" alt="{alt}"></noscript>'


def _evaluate(source: str, names: dict[str, Any], place: str) -> tuple[str, list[Widget]]:
    """Run a cell; returns what it prints, and the widgets that it shows."""
    shown: list[Any] = []
    names["display"] = lambda *widgets: shown.extend(widgets)  # as in Jupyter
    tree = ast.parse(source)
    end = tree.body[-1] if tree.body else None
    last = end if isinstance(end, ast.Expr) else None
    if last:
        tree.body.pop()
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(tree, place, "exec"), names)
            if last:
                shown.append(eval(compile(ast.Expression(last.value), place, "eval"), names))
    except Exception as error:
        raise InputError(f"{place} fails: {type(error).__name__}: {error}") from error
    return out.getvalue(), [one for one in shown if isinstance(one, Widget)]


def markdown(text: str) -> str:
    """Turn the Markdown of a notebook into HTML."""
    try:
        from nbconvert.filters.markdown_mistune import markdown2html_mistune
    except ImportError as error:
        raise InputError("building the course needs nbconvert; install il6widgets[lab]") from error
    return markdown2html_mistune(text)


def _code(source: str, lang: str) -> str:
    return (
        f"<details><summary>{_WORDS[lang]['code']}</summary>"
        f'<pre tabindex="0">{html.escape(source)}</pre></details>'
    )


def _page(template: str, chapter: Chapter, lang: str, around: list[Chapter]) -> str:
    words = _WORDS[lang]
    place = around.index(chapter)
    before = around[place - 1] if place > 0 else None
    after = around[place + 1] if place + 1 < len(around) else None
    links = [f'<a href="index.html">{words["contents"]}</a>']
    links.append(f'<a href="{chapter.file.name}" download>{words["notebook"]}</a>')
    if chapter.file.stem[:2] in questioned():
        links.append(f'<a href="sheets/{chapter.file.stem}.html">{words["sheet"]}</a>')
    links.append(f'<a href="?view=projector">{words["projector"]}</a>')
    for other, word in ((before, "before"), (after, "next")):
        if other:
            links.append(
                f'<a href="{other.file.stem}.html">{words[word]}: {html.escape(other.title)}</a>'
            )
    carried = written(contents_of(chapter.views, lang, chapter.roots)) if chapter.views else ""
    contents = (
        f'<script type="application/json" data-il6-contents>{carried}</script>\n'
        '<script src="../il6widgets.js"></script><script src="../embed.js"></script>'
        if carried
        else ""
    )
    switch = f"../{'zh' if lang == 'en' else 'en'}/{chapter.file.stem}.html"
    body = "\n".join(chapter.body)
    return _filled(template, lang, chapter.title, switch, links, body, contents)


def _index(template: str, chapters: list[Chapter], lang: str) -> str:
    items = "".join(
        f'<li><a href="{c.file.stem}.html">{html.escape(c.title)}</a></li>' for c in chapters
    )
    words = _WORDS[lang]
    switch = f"../{'zh' if lang == 'en' else 'en'}/index.html"
    parts = [part for chapter in chapters for part in _parts(chapter)]
    data = json.dumps(parts, ensure_ascii=False).replace("<", "\\u003c")
    body = (
        f"<h1>{words['course']}</h1>"
        f'<p><label>{words["search"]} <input type="search"></label> '
        f'<span role="status"><span data-il6-said></span></span></p>'
        f"<ol data-il6-found></ol><ol class='chapters'>{items}</ol>"
    )
    contents = (
        f'<script type="application/json" data-il6-search>{data}</script>\n'
        '<script src="../search.js"></script>'
    )
    return _filled(template, lang, words["course"], switch, [], body, contents)


def _parts(chapter: Chapter) -> Iterator[dict[str, str]]:
    """Yield the parts of a chapter, heading by heading, as plain text."""
    pieces = re.split(
        r'<h[12] id="([^"]+)">(.*?)</h[12]>', "\n".join(chapter.body), flags=re.DOTALL
    )

    def plain(text: str) -> str:
        bare = re.sub(r'<a class="anchor-link".*?</a>|<[^>]+>', " ", text, flags=re.DOTALL)
        return " ".join(html.unescape(bare).split())

    for place, heading, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        yield {
            "chapter": chapter.title.partition(" ")[0],
            "heading": plain(heading),
            "href": f"{chapter.file.stem}.html#{quote(html.unescape(place))}",
            "text": plain(text),
        }


def _filled(
    template: str, lang: str, title: str, switch: str, links: list[str], body: str, contents: str
) -> str:
    words = _WORDS[lang]
    filled = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "version": version("il6widgets"),
        "title": html.escape(title),
        "other": f'<a href="{switch}" lang="{"en" if lang == "zh" else "zh-CN"}">'
        f"{words['other']}</a>",
        "links": " ".join(links),
        "noscript": words["noscript"],
        "licence": TERMS[lang],
        "body": body,
        "contents": contents,
    }
    return fill(template, filled)
