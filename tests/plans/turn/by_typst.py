"""A manuscript as a PDF by Typst: optimised line breaks, page numbers above the text from the second page on."""

from __future__ import annotations

import json
from typing import Any

import typst

from tests.plans.turn.manuscript import COLUMNS, Manuscript

SOURCE = """
#let plan = json(bytes(sys.inputs.plan))
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm),
  header: context { if counter(page).get().first() > 1 { align(center, counter(page).display()) } },
  footer: align(right, text(size: 9pt, style: "italic", plan.running_head)))
#set text(font: "Libertinus Serif", size: plan.size * 1pt, lang: "vi", hyphenate: false)
#set par(justify: plan.justified, leading: 0.6em, spacing: plan.spacing * 1em,
  first-line-indent: (amount: plan.indent * 1mm, all: true))
#let plain(body) = { set par(first-line-indent: 0pt, justify: false, spacing: 0.6em); body }
#plain(grid(columns: (6fr, 10fr), align: center,
  { for line in plan.office { par(strong(line)) }; par(plan.number) },
  { for line in plan.motto { par(strong(line)) }; par(emph(plan.place_and_day)) }))
#v(6mm)
#plain(align(center, { par(strong(plan.kind)); par(strong(plan.title)) }))
#v(4mm)
#for (words, bold) in plan.parts { par(if bold { strong(words) } else { words }) }
#v(4mm)
#plain(block(breakable: false, grid(columns: (1fr, 1fr),
  { set text(size: 11pt); par(strong("Nơi nhận:")); for line in plan.recipients { par(line) } },
  align(center, { for line in plan.signature { par(strong(line)) }; v(20mm); par(strong(plan.signer)) }))))
#if plan.appendix != none {
  pagebreak()
  plain(align(center, { par(strong(plan.appendix.title)); par(emph(plan.appendix.caption)) }))
  set text(size: 11pt)
  plain(table(columns: (9mm, 1fr, 28mm, 30mm, 26mm), table.header(..plan.columns),
    ..plan.duties.map(row => {
      if row.len() == 1 { (table.cell(colspan: 5, row.first()),) } else { row }
    }).flatten()))
}
"""


def typst_pdf(
    plan: Manuscript, *, size: float = 14, indent: float = 10, spacing: float = 0.9, justified: bool = True
) -> bytes:
    """The bytes of the PDF; ``size`` in points, ``indent`` of first lines in mm, ``spacing`` in letter sizes."""
    data: dict[str, Any] = {
        **plan.__dict__,
        "motto": plan.motto,
        "kind": plan.kind,
        "parts": [(part.written.replace(" - ", " \u2060- "), part.bold) for part in plan.parts],
        "appendix": plan.appendix
        and {"title": plan.appendix["title"], "caption": plan.appendix.get("caption") or "", "rows": []},
        "columns": COLUMNS,
        "duties": plan.duties,
        "size": size,
        "indent": indent,
        "spacing": spacing,
        "justified": justified,
    }
    compiler = typst.Compiler(
        SOURCE.encode(), ignore_system_fonts=True, sys_inputs={"plan": json.dumps(data, ensure_ascii=False)}
    )
    found = compiler.compile(format="pdf")
    assert isinstance(found, bytes)
    return found
