"""Pages with the same questions, made the way other survey systems make theirs, as heavy as one likes.

Nothing here is anybody's program. What a page needs besides its questions is filler made at run time: functions that
are never called, rules that match nothing, pictures of noise. A browser has to fetch it and to look through it, and
hardly ever to run it, which is kinder than a real bundle.

``drawn``: the server sends a shell, a bundle draws the form from a list of questions (as Google Forms works from the
outside). ``sent``: the form stands in the HTML, with style sheets in its head and scripts that run later.
"""

from __future__ import annotations

import gzip
import html
import json
import random
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.forms.definition import Definition, Question
from app.forms.kinds import KINDS
from app.forms.wording import say_frozen

STYLE = (
    "body{margin:0;background:#f0ebf8;font:16px/1.5 sans-serif}form{max-width:40rem;margin:12px auto}"
    "h1,fieldset,p.text{background:#fff;border:1px solid #dadce0;border-radius:8px;padding:16px;margin:0 0 12px}"
    "h1{font-size:24px}label{display:block;padding:10px 0}textarea{width:100%}button{padding:12px 24px}"
)
DRAW = """(function(){var h='<form method="post"><h1></h1>';Q.questions.forEach(function(q){
h+=q.options.length?'<fieldset><legend></legend>'+q.options.map(function(o){return '<label><input type="'+q.type+
'" name="'+q.name+'" value="'+o[0]+'"> <span></span></label>'}).join('')+'</fieldset>':
'<p class="text"><label></label><textarea name="'+q.name+'"></textarea></p>'});
document.getElementById('root').innerHTML=h+'<button>Gửi</button></form>';
var t=[Q.title];Q.questions.forEach(function(q){t.push(q.text);q.options.forEach(function(o){t.push(o[1])})});
document.querySelectorAll('h1,legend,span,p.text>label').forEach(function(e,i){e.textContent=t[i]})})();"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a page is made: the bytes of all its files as they are sent, and how they are shared out.

    ``scripts``, ``sheets`` and ``pictures`` are numbers of files; the page itself is one more.
    """

    name: str
    bytes: int
    scripts: int
    sheets: int
    pictures: int
    is_drawn: bool

    @property
    def files(self) -> int:
        """How many requests the page takes."""
        return 1 + self.scripts + self.sheets + self.pictures


SCRIPTS, SHEETS, PICTURES = 0.75, 0.17, 0.08
"""Which share of the filler is of which sort; a sort that a page does not have leaves its share to the scripts."""


def write(folder: Path, recipe: Recipe, definition: Definition) -> None:
    """Write the files of a page into ``folder``, compressed as they are sent: ``index.html``, ``1.js``, ``1.css``..."""
    folder.mkdir(parents=True)
    chance = random.Random(recipe.name)
    index = _index(recipe, definition)
    rest = recipe.bytes - len(gzip.compress(index.encode()))
    sheets = SHEETS if recipe.sheets else 0
    pictures = PICTURES if recipe.pictures else 0
    for suffix, count, share, filler in (
        ("css", recipe.sheets, sheets, _rule),
        ("js", recipe.scripts, 1 - sheets - pictures, _function),
    ):
        for number in range(1, count + 1):
            text = _filled(int(rest * share / count), filler, chance)
            if number == count:
                text += STYLE if suffix == "css" else DRAW * recipe.is_drawn
            (folder / f"{number}.{suffix}").write_bytes(gzip.compress(text.encode()))
    for number in range(1, recipe.pictures + 1):
        (folder / f"{number}.png").write_bytes(_picture(int(rest * pictures / recipe.pictures), chance))
    (folder / "index.html").write_bytes(gzip.compress(index.encode()))


def _index(recipe: Recipe, definition: Definition) -> str:
    """Scripts are asked for in the head and run when the page is there: as early and as kindly as it goes."""
    sheets = "".join(f'<link rel="stylesheet" href="{number}.css">' for number in range(1, recipe.sheets + 1))
    scripts = "".join(f'<script defer src="{number}.js"></script>' for number in range(1, recipe.scripts + 1))
    pictures = "".join(f'<img src="{number}.png" alt="" width="32">' for number in range(1, recipe.pictures + 1))
    told = _told(definition)
    if recipe.is_drawn:
        data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
        body = f'<div id="root"></div>{pictures}<script>var Q={data}</script>'
    else:
        body = _form(told) + pictures
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    return f'<!doctype html><html lang="vi"><head>{head}<link rel="icon" href="data:,">{sheets}{scripts}</head><body>{body}</body></html>'  # noqa: E501


def _told(definition: Definition) -> dict[str, Any]:
    say = say_frozen({}, "vi")

    def options(question: Question) -> Sequence[tuple[int, str]]:
        return KINDS[question.kind].choices(question, say)

    return {
        "title": definition.title,
        "questions": [
            {
                "name": question.id,
                "text": question.text,
                "type": "checkbox" if KINDS[question.kind].several else "radio",
                "options": options(question),
            }
            for question in definition.questions
        ],
    }


def _form(told: dict[str, Any]) -> str:
    parts = [f'<form method="post"><h1>{html.escape(told["title"])}</h1>']
    for question in told["questions"]:
        text = html.escape(question["text"])
        if question["options"]:
            choices = "".join(
                f'<label><input type="{question["type"]}" name="{question["name"]}" value="{code}"> '
                f"<span>{html.escape(label)}</span></label>"
                for code, label in question["options"]
            )
            parts.append(f"<fieldset><legend>{text}</legend>{choices}</fieldset>")
        else:
            parts.append(f'<p class="text"><label>{text}</label><textarea name="{question["name"]}"></textarea></p>')
    return "".join((*parts, "<button>Gửi</button></form>"))


def _filled(size: int, filler: Callable[[random.Random], str], chance: random.Random) -> str:
    """So much filler that it comes to about ``size`` bytes when it is compressed."""
    sample = "".join(filler(chance) for _ in range(400))
    pieces = int(400 * size / len(gzip.compress(sample.encode())))
    return "".join(filler(chance) for _ in range(pieces))


def _function(chance: random.Random) -> str:
    """A function such as a minifier leaves it: about a third of its length when compressed."""
    a, b, c, d = ("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=3)) for _ in range(4))
    return (
        f"function _{a}{b}(e,t){{var n=e.{c}||{{}},r=t*{chance.randrange(9999)};if(n.{d}&&r>{chance.randrange(99)})"
        f'return{{type:"{a}-{d}",value:n.{b}}};for(var i=0;i<n.length;i++)r+=n[i].{c};return r}}\n'
    )


def _rule(chance: random.Random) -> str:
    name = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6))
    return (
        f".{name}{{color:#{chance.randrange(1 << 24):06x};margin:{chance.randrange(40)}px "
        f"{chance.randrange(40)}px;display:flex}}.{name}>a:hover{{opacity:.{chance.randrange(99)}}}\n"
    )


def _picture(size: int, chance: random.Random) -> bytes:
    """A grey PNG of noise, which no compression makes smaller."""
    wide = 64
    high = max(1, size // (wide + 1))
    rows = b"".join(b"\0" + chance.randbytes(wide) for _ in range(high))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
