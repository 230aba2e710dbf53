"""A manuscript as a PDF by Chromium: the print of a web page, with the browser's own head and foot."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.plans.turn.manuscript import COLUMNS, Manuscript

CHROMIUM = Path("/usr/bin/chromium")
STYLE = """
body { font: 14pt/1.35 "Liberation Serif", "Noto Serif", serif; margin: 0; text-align: justify; }
p { margin: 0 0 6pt; text-indent: 10mm; }
table { width: 100%; border-collapse: collapse; } td { vertical-align: top; }
.plain p { text-indent: 0; text-align: center; margin: 0 0 3pt; } .plain .left p { text-align: left; font-size: 11pt; }
.ruled td { border: 1px solid; padding: 2pt; font-size: 11pt; } .new { break-before: page; }
"""
HEAD = '<div style="font-size:8pt;width:100%;text-align:right;padding-right:15mm">{}</div>'
FOOT = (
    '<div style="font-size:8pt;width:100%;text-align:center">'
    '<span class="pageNumber"></span>/<span class="totalPages"></span></div>'
)
NO_BREAK = "\u00a0"


def chromium_pdf(plan: Manuscript) -> bytes:
    """The bytes of the PDF; needs a Chromium on this machine."""
    page_of_plan = f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{_body(plan)}'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page()
            page.set_content(page_of_plan)
            return page.pdf(
                format="A4",
                margin={"top": "22mm", "bottom": "20mm", "left": "30mm", "right": "15mm"},
                display_header_footer=True,
                header_template=HEAD.format(html.escape(plan.running_head)),
                footer_template=FOOT,
            )
        finally:
            browser.close()


def _body(plan: Manuscript) -> str:
    parts = "".join(_paragraphs([part.written], bold=int(part.bold)) for part in plan.parts)
    signature = [*plan.signature, *[NO_BREAK] * 3, plan.signer]
    return "".join(
        (
            '<table class="plain"><tr><td style="width:40%">',
            _paragraphs([*plan.office, plan.number], bold=len(plan.office)),
            "<td>",
            _paragraphs([*plan.motto, plan.place_and_day], bold=2),
            '</table><br><div class="plain">',
            _paragraphs([plan.kind, plan.title], bold=2),
            f'</div><br>{parts}<table class="plain"><tr><td class="left" style="width:50%">',
            _paragraphs(["Nơi nhận:", *plan.recipients], bold=1),
            "<td>",
            _paragraphs(signature, bold=len(signature)),
            "</table>",
            _appendix(plan),
        )
    )


def _appendix(plan: Manuscript) -> str:
    if not plan.appendix:
        return ""
    heads = _paragraphs([plan.appendix["title"], plan.appendix.get("caption") or ""], bold=1)
    rows = "".join(
        "<tr>" + "".join(f'<td colspan="{5 if len(row) == 1 else 1}">{html.escape(text)}' for text in row)
        for row in [list(COLUMNS), *plan.duties]
    )
    return f'<div class="plain new">{heads}</div><table class="ruled">{rows}</table>'


def _paragraphs(lines: Sequence[str], *, bold: int) -> str:
    texts = [(html.escape(line), at < bold) for at, line in enumerate(lines) if line]
    return "".join(f"<p><b>{text}</b></p>" if strong else f"<p>{text}</p>" for text, strong in texts)
