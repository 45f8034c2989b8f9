"""What the styles, symbols and form fields of a Word document mean: headings, bold, ticks and chosen options."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from caseaudit.reading.tables.form_blocks import BOLD_HEADING, TITLE
from caseaudit.reading.tables.form_choices import EMPTY, TICKED

_TICKS = {
    "wingdings": {
        0xFE: TICKED,
        0xFD: TICKED,
        0x78: TICKED,
        0xFC: TICKED,
        0xFB: TICKED,
        0xA8: EMPTY,
        0x6F: EMPTY,
        0x71: EMPTY,
    },
    "wingdings 2": {
        0x50: TICKED,
        0x4F: TICKED,
        0x51: TICKED,
        0x52: TICKED,
        0x53: TICKED,
        0x54: TICKED,
        0xA3: EMPTY,
        0x2A: EMPTY,
        0x30: EMPTY,
    },
}
_WHITE = frozenset({"", "auto", "ffffff"})
_PLAIN = frozenset({"nil", "clear"})
_MONTH_FIRST = re.compile(r"\W*M{1,2}\W+d{1,2}\W+y+", re.ASCII)
_DEEPEST_STYLE = 20


def local(element: Element) -> str:
    """Name without its namespace: documents come in two dialects whose names are the same."""
    return str(element.tag).rsplit("}", 1)[-1]


def attribute(element: Element | None, name: str) -> str | None:
    """Give the attribute of that local name, whatever its namespace."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """Follow local names downwards; None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def is_on(properties: Element | None, name: str) -> bool | None:
    """Read an on/off property: absent is None, `<w:b/>` on, `<w:b w:val="0"/>` off."""
    found = child(properties, name)
    if found is None:
        return None
    return (attribute(found, "val") or "1").lower() not in {"0", "false", "off", "none"}


@dataclass(slots=True)
class Styles:
    """The document's styles by id: what each is called, builds on, and says of bold, hidden and outline."""

    _elements: dict[str, Element] = field(default_factory=dict)
    _known: dict[tuple[str, str], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Read `styles.xml`; a document without one has no styles."""
        styles = cls()
        for element in root if root is not None else ():
            if local(element) == "style" and (name := attribute(element, "styleId")):
                styles._elements[name] = element
        return styles

    def switch(self, style: str | None, name: str) -> bool | None:
        """Read an on/off run property of a style or what it builds on."""
        if style is None:
            return None
        key = (style, name)
        if key not in self._known:
            found = (is_on(child(element, "rPr"), name) for element in self._line(style))
            self._known[key] = next((value for value in found if value is not None), None)
        return self._known[key]  # type: ignore[no-any-return]

    def level(self, style: str | None) -> int | None:
        """Level of the heading that a paragraph style makes; None for running text, -1 for a table of contents."""
        for element in self._line(style) if style else ():
            name = (attribute(child(element, "name"), "val") or "").casefold()
            if name in {"title", "subtitle"}:
                return TITLE
            if name == "caption":
                return BOLD_HEADING
            if name.startswith("toc ") and name != "toc heading":
                return -1
            if found := re.fullmatch(r"heading (\d)", name):
                return int(found[1])
            if (level := outline_level(child(element, "pPr"))) is not None:
                return level
        return None

    def _line(self, style: str) -> list[Element]:
        found: list[Element] = []
        name: str | None = style
        while name in self._elements and len(found) < _DEEPEST_STYLE:
            found.append(self._elements[name])
            name = attribute(child(found[-1], "basedOn"), "val")
        return found


def outline_level(properties: Element | None) -> int | None:
    """Level that paragraph properties give outright: 0 in the file is 1 here, 9 is running text."""
    told = attribute(child(properties, "outlineLvl"), "val")
    return int(told) + 1 if told is not None and told.isdigit() and int(told) < BOLD_HEADING else None


def is_shaded(properties: Element | None) -> bool:
    """Whether a cell has a background of its own."""
    shade = child(properties, "shd")
    if shade is None:
        return False
    pattern = (attribute(shade, "val") or "clear").lower()
    fill = (attribute(shade, "fill") or "").lower()
    return fill not in _WHITE or pattern not in _PLAIN or attribute(shade, "themeFill") not in {None, "background1"}


def tick_of(font: str | None, code: int) -> str | None:
    """Read a symbol of the Wingdings fonts; None where it is no tick box."""
    return _TICKS.get((font or "").casefold(), {}).get(code & 0xFF)


def tick_text(font: str | None, text: str) -> str:
    """Read text that is set in a symbol font, where ticks are letters."""
    if (font or "").casefold() not in _TICKS:
        return text
    return "".join(tick_of(font, ord(letter)) or letter for letter in text)


def field_of(data: Element) -> str | None:
    """Read an old form field: a tick box, or the chosen entry of a list; None for typed text, which stands in runs."""
    if (box := child(data, "checkBox")) is not None:
        told = is_on(box, "checked")
        return TICKED if (told if told is not None else is_on(box, "default")) else EMPTY
    if (drop := child(data, "ddList")) is not None:
        entries = [attribute(entry, "val") or "" for entry in drop if local(entry) == "listEntry"]
        place = attribute(child(drop, "result"), "val") or attribute(child(drop, "default"), "val") or "0"
        return entries[int(place)] if place.isdigit() and int(place) < len(entries) else ""
    return None


def control_tick(properties: Element | None) -> str | None:
    """Read a tick-box control; None where the control is something else."""
    box = child(properties, "checkbox")
    return None if box is None else TICKED if is_on(box, "checked") else EMPTY


def control_date(properties: Element | None, shown: str) -> str:
    """Give the date that a control shows; month before day is written as ISO, for nobody could tell it otherwise."""
    date = child(properties, "date")
    told = (attribute(date, "fullDate") or "")[:10]
    if date is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        return shown
    if not shown.strip():
        return told
    form = attribute(child(date, "dateFormat"), "val") or ""
    numbers = [int(part) for part in re.findall(r"\d+", shown)]
    year, month, day = map(int, told.split("-"))
    same = len(numbers) == 3 and numbers[:2] == [month, day] and numbers[2] % 100 == year % 100  # noqa: PLR2004
    return told if _MONTH_FIRST.match(form) and same else shown


def text_box(alternatives: Element) -> Element | None:
    """Of the same drawing written twice (new and old Word), give the one that holds text."""
    choices = [inner for inner in alternatives if local(inner) in {"Choice", "Fallback"}]
    said = (inner for inner in choices if any(local(deep) == "t" and deep.text for deep in inner.iter()))
    return next(said, choices[0] if choices else None)
