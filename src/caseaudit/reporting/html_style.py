"""How the month's report looks, on a screen and on A4 paper, where each page bears the marking and the manifest."""

from __future__ import annotations

import re

NAVY = "#1f3864"
GROUNDS = {"alert": "#fdf1ec", "good": "#edf6ee"}
"""The colours behind rows that stand out."""

_PLAIN = re.compile(r"[A-Za-z0-9 ]")
_BODY = """
html { background: #eceff3; }
body { color: #1b1f24; font: 10pt/1.45 Arial, Helvetica, "Liberation Sans", sans-serif;
  max-width: 190mm; margin: 0 auto; padding: 0 10mm 14mm; background: #ffffff; }
.marking { position: sticky; top: 0; margin: 0 -10mm; padding: 5px 10mm; background: #1f3864; color: #ffffff;
  font-weight: bold; text-align: center; letter-spacing: .04em; }
.foot { margin: 24px 0 0; color: #555b63; font-size: 8.5pt; }
.pages { display: none; }
h1, h2, h3 { font-family: Arial, Helvetica, "Liberation Sans", sans-serif; }
h1 { margin: 22px 0 2px; font-size: 22pt; line-height: 1.2; color: #1f3864; }
.subtitle { margin: 0 0 14px; font-size: 12pt; color: #555b63; }
h2 { margin: 26px 0 8px; padding-bottom: 3px; border-bottom: 2px solid #1f3864; font-size: 14pt; color: #1f3864; }
h3 { margin: 18px 0 6px; font-size: 11pt; color: #1f3864; }
p { margin: 0 0 8px; }
ul { margin: 0 0 10px; padding-left: 18px; }
li { margin: 0 0 4px; }
.muted { color: #555b63; font-size: 9pt; }
.band { padding: 7px 10px; background: #eef2f8; border-left: 4px solid #1f3864; }
p.alert { padding: 7px 10px; background: #fdf1ec; border-left: 4px solid #b3261e; font-weight: bold; }
table { width: 100%; margin: 0 0 12px; border-collapse: collapse; table-layout: fixed; line-height: 1.35; }
th, td { font-size: 8.5pt; }
th { padding: 4px 5px; background: #1f3864; color: #ffffff; text-align: left; vertical-align: bottom; }
td { padding: 4px 5px; border-bottom: 1px solid #c9ced6; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
th.number, td.number { text-align: right; }
tr.alert td { background: #fdf1ec; }
tr.good td { background: #edf6ee; }
tr.muted td { color: #555b63; }
table.facts td:first-child { width: 24%; font-weight: bold; }
.chart { margin: 0 0 8px; }
.chart img { max-width: 100%; height: auto; }
"""
_PAPER = """
@media print {
  html, body { background: #ffffff; }
  body { max-width: none; margin: 0; padding: 0; }
  .marking, .foot { display: none; }
  h1, h2, h3 { font-family: Arial, Helvetica, "Liberation Sans", sans-serif; }
h1 { margin-top: 0; }
  h2, h3, h2 + p, h3 + p { break-after: avoid; }
  h2.fresh { break-before: page; margin-top: 0; }
  thead { display: table-header-group; }
  tr, .chart, li, p { break-inside: avoid; }
  th, tr td, .band { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


def style(marking: str, manifest: str) -> str:
    """Give the style sheet; `marking` and `manifest` go into the margins of every printed page."""
    mark, told = css_text(marking), css_text(manifest)
    bold = "font: bold 9pt Arial, Helvetica, sans-serif; color: #1f3864;"
    small = "font: 7.5pt Arial, Helvetica, sans-serif; color: #555b63;"
    return (
        "@page { size: A4; margin: 20mm 15mm 22mm;\n"
        f"  @top-center {{ content: {mark}; {bold} }}\n"
        f"  @bottom-left {{ content: {told}; {small} width: 62%; }}\n"
        f"  @bottom-center {{ content: none; width: 0; }}\n"
        f'  @bottom-right {{ content: {mark} "   page " counter(page) " of " counter(pages); {small} }}\n'
        f"}}{_BODY}{_PAPER}"
    )


def css_text(text: str) -> str:
    """Text as a CSS string that can hold anything: all but letters, digits and spaces are written by number.

    The blank ends a number and is not shown.
    """
    return '"' + "".join(one if _PLAIN.match(one) else f"\\{ord(one):x} " for one in text) + '"'
