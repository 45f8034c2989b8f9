"""Named styles and the palette, defined once a workbook: a cell carries a name, and Excel shows it in its gallery.

The outcome colours differ in lightness as well as in hue, so that a black-and-white print still tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from caseaudit.domain.vocabulary import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl.workbook import Workbook

FONT = "Arial"
SIZE = 10

NAVY = "1F3864"
PALE_NAVY = "DCE6F1"
TINT = "FFF7DB"
TINT_HEAD = "7F6000"
GREY = "595959"
LINE = "BFBFBF"
BASELINE_COLOUR = "8EA9DB"

FILLS: dict[Outcome | None, str] = {
    Outcome.MET: "C6E5CC",
    Outcome.PARTLY_MET: "F4B04F",
    Outcome.NOT_MET: "A61C1C",
    Outcome.NOT_APPLICABLE: "F5F5F5",
    Outcome.CANNOT_ASSESS: "D5CCE8",
    None: "1A1A1A",
}
INKS: dict[Outcome | None, str] = {
    Outcome.NOT_MET: "FFFFFF",
    Outcome.NOT_APPLICABLE: "6E6E6E",
    None: "FFE600",
}
_STRONG: frozenset[Outcome | None] = frozenset({Outcome.NOT_MET, None})

TITLE, NOTE, WARNING, SECTION, BAND = "Audit title", "Audit note", "Audit warning", "Audit section", "Audit band"
HEADER, HEADER_UP, HEADER_INPUT = "Audit header", "Audit header upright", "Audit header input"
TEXT, IDENTIFIER, LABEL, MARKING, ALERT = "Audit text", "Audit id", "Audit label", "Audit marking", "Audit alert"
NUMBER, SHARE, CENTRED = "Audit number", "Audit share", "Audit centred"
INPUT, INPUT_DATE, MAP = "Audit input", "Audit input date", "Audit map"

BOLD = frozenset({HEADER, HEADER_INPUT, IDENTIFIER, LABEL, ALERT})
WRAPPED = BOLD | {TEXT, CENTRED, INPUT}
"""Styles whose text wraps, so that it decides the row's height."""

_SIDE = Side(style="thin", color=LINE)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def outcome_style(outcome: Outcome | None) -> str:
    """Name of the style for an outcome in words."""
    return f"Audit {outcome.value if outcome else 'fault'}"


def add_styles(book: Workbook) -> None:
    """Put every style into the workbook."""
    # Column widths count digits of this font.
    book._named_styles["Normal"].font = _font()  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
    for style in _styles():
        book.add_named_style(style)


def outcome_rules(shown: Mapping[Outcome | None, str]) -> Iterator[Rule]:
    """Conditional formats that colour a cell by the outcome it shows in the given words."""
    for outcome, word in shown.items():
        look = _look(FILLS[outcome], INKS.get(outcome, "000000"), bold=outcome in _STRONG)
        yield Rule(type="cellIs", operator="equal", formula=[f'"{word}"'], dxf=look)


def alert_rule(formula: str) -> Rule:
    """A conditional format that makes a cell shout while the formula is true."""
    return Rule(type="expression", formula=[formula], dxf=_look(FILLS[Outcome.NOT_MET], "FFFFFF", bold=True))


def _look(fill: str, ink: str, *, bold: bool) -> DifferentialStyle:
    return DifferentialStyle(font=Font(color=ink, bold=bold), fill=PatternFill(bgColor=fill, fill_type="solid"))


def _styles() -> Iterator[NamedStyle]:
    yield _style(TITLE, font=_font(size=15, bold=True, color=NAVY), wrap=False, vertical="center")
    yield _style(MARKING, font=_font(size=12, bold=True, color=FILLS[Outcome.NOT_MET]), wrap=False)
    yield _style(NOTE, font=_font(color=GREY, italic=True), wrap=False)
    yield _style(WARNING, font=_font(color=FILLS[Outcome.NOT_MET], bold=True), wrap=False)
    yield _style(SECTION, font=_font(size=12, bold=True, color=NAVY), wrap=False)
    yield _style(BAND, font=_font(bold=True, color=NAVY), fill=PALE_NAVY, wrap=False, box=True)
    yield _style(HEADER, font=_font(bold=True, color="FFFFFF"), fill=NAVY, vertical="center", box=True)
    yield _style(
        HEADER_UP, font=_font(size=8, bold=True, color="FFFFFF"), fill=NAVY, vertical="bottom", box=True, rotation=90
    )
    yield _style(HEADER_INPUT, font=_font(bold=True, color="FFFFFF"), fill=TINT_HEAD, vertical="center", box=True)
    yield _style(TEXT, number_format="@", box=True)
    yield _style(IDENTIFIER, font=_font(bold=True), number_format="@", box=True)
    yield _style(LABEL, font=_font(bold=True), number_format="@", box=True)
    yield _style(ALERT, font=_font(bold=True, color=FILLS[Outcome.NOT_MET]), number_format="@", box=True)
    yield _style(NUMBER, number_format="#,##0", horizontal="right", box=True, wrap=False)
    yield _style(SHARE, number_format="0.0%", horizontal="right", box=True, wrap=False)
    yield _style(CENTRED, horizontal="center", box=True)
    yield _style(INPUT, number_format="@", fill=TINT, box=True)
    yield _style(INPUT_DATE, number_format="dd/mm/yyyy", fill=TINT, box=True, wrap=False)
    yield _style(MAP, font=_font(size=8), horizontal="center", vertical="center", box=True, wrap=False)
    for outcome, fill in FILLS.items():
        ink = _font(bold=outcome in _STRONG, color=INKS.get(outcome, "000000"))
        yield _style(outcome_style(outcome), font=ink, fill=fill, box=True)


def _font(*, size: int = SIZE, bold: bool = False, italic: bool = False, color: str = "000000") -> Font:
    return Font(name=FONT, size=size, bold=bold, italic=italic, color=color)


def _style(
    name: str,
    *,
    font: Font | None = None,
    fill: str | None = None,
    number_format: str = "General",
    horizontal: str | None = None,
    vertical: str = "top",
    rotation: int = 0,
    wrap: bool = True,
    box: bool = False,
) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=font or _font(),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        border=_BOX if box else Border(),
        alignment=Alignment(
            horizontal=horizontal,
            vertical=vertical,
            wrap_text=wrap,
            text_rotation=rotation,
            indent=1 if horizontal == "right" else 0,
        ),
        number_format=number_format,
    )
