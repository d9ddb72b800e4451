"""The answer sheet of a chapter, to be printed: its questions on one side, the key on the next."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from ..widgets.questions import chapters, questions

_WORDS = {
    "en": {
        "sheet": "Answer sheet", "name": "Name", "key": "Key", "number": "Your number, in {unit}",
        "between": "{low} to {high} {unit}", "why": "In one sentence of your own",
    },
    "zh": {
        "sheet": "答题纸", "name": "姓名", "key": "答案", "number": "你的数，单位 {unit}",
        "between": "{low}–{high} {unit}", "why": "用你自己的一句话",
    },
}  # fmt: skip
_LINE = '<p class="line"></p>'


def sheet(chapter: str, title: str, lang: str) -> tuple[str, str]:
    """Return the title and the body of a chapter's answer sheet; empty where it has no questions.

    Parameters
    ----------
    chapter
        Its number, ``"02"``.
    title
        Of the chapter.
    lang
        ``"en"`` or ``"zh"``.
    """
    if chapter not in chapters():
        return "", ""
    words, asked = _WORDS[lang], questions(chapter)
    name = f"{words['sheet']}: {title}"
    items = "".join(_item(one, lang) for one in asked.values())
    key = "".join(f"<li>{_key(one, lang)}</li>" for one in asked.values())
    body = (
        f'<section class="sheet"><h1>{html.escape(name)}</h1><p>{words["name"]}: '
        f'<span class="line"></span></p><ol>{items}</ol></section>'
        f'<section class="key"><h2>{words["key"]}</h2><ol>{key}</ol></section>'
    )
    return name, body


def _item(asked: Mapping[str, Any], lang: str) -> str:
    words = _WORDS[lang]
    prompt = f"<p>{html.escape(asked['prompt'][lang])}</p>"
    if asked["kind"] == "choice":
        options = "".join(
            f"<li>☐ {html.escape(option['text'][lang])}</li>" for option in asked["options"]
        )
        return f'<li>{prompt}<ul class="boxes">{options}</ul></li>'
    if asked["kind"] == "number":
        unit = html.escape(str(asked["unit"]))
        return f"<li>{prompt}<p>{words['number'].format(unit=unit)}</p>{_LINE}</li>"
    return f"<li>{prompt}<p>{words['why']}</p>{_LINE}{_LINE}</li>"


def _key(asked: Mapping[str, Any], lang: str) -> str:
    if asked["kind"] == "choice":
        right = next(option for option in asked["options"] if option.get("correct"))
        told = f"{right['text'][lang]}. {right['feedback'][lang]}"
    elif asked["kind"] == "number":
        low, high = asked["accept"]
        between = _WORDS[lang]["between"].format(low=low, high=high, unit=asked["unit"])
        told = f"{between}. {asked['right'][lang]}"
    else:
        told = asked["answer"][lang]
    return html.escape(told)
