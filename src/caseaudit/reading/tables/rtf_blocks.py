"""Turns rich text (RTF) into blocks: paragraphs with their bold, tables, ticks; code pages and Unicode as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from caseaudit.reading.tables.form_blocks import Block, Box, Grid, Heading, Writing
from caseaudit.reading.tables.form_choices import EMPTY, TICKED
from caseaudit.reading.tables.rtf_words import CHARACTERS, CHARSETS, MARGINS, SKIPPED, TOKEN, codepage
from caseaudit.reading.tables.word_styles import tick_text

_DEEPEST = 500
_HALF = 0x8000


class RtfError(ValueError):
    """The file is no RTF, or nested deeper than any real one."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks inside the present group, and where it goes."""

    bold: bool = False
    hidden: bool = False
    where: str = ""
    """`` the body, `margin`, `skip`, `fonts`."""
    font: int = 0
    fallback: int = 1
    """Bytes that stand behind a Unicode letter for readers that cannot show it."""


@dataclass(slots=True)
class _Reader:
    codepage: str = "cp1252"
    look: _Look = _Look()
    stack: list[_Look] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    margins: list[Block] = field(default_factory=list)
    writing: Writing = field(default_factory=Writing)
    level: int | None = None
    in_table: bool = False
    cell: list[Block] = field(default_factory=list)
    row: list[Box] = field(default_factory=list)
    rows: list[tuple[Box, ...]] = field(default_factory=list)
    header_row: bool = False
    merges: list[str] = field(default_factory=list)
    merge: str = ""
    fonts: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    skip: int = 0
    pending: bytes = b""
    starred: bool = False
    high: str = ""
    field: str = ""
    """What an old form field shows, from its data until its result."""

    def read(self, text: str) -> None:
        at = 0
        while (match := TOKEN.match(text, at)) is not None:
            at = match.end()
            if match["code"] is None:
                self._flush()
            if match["brace"]:
                self._brace(match["brace"])
            elif match["code"]:
                self._byte(int(match["code"], 16))
            elif match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin" and number:
                    at += max(0, number)
                    continue
                self._word(match["word"], number)
            elif match["sign"]:
                self._sign(match["sign"])
            elif match["text"]:
                self._said(match["text"])
        self._flush()
        self._end_paragraph()
        self._end_table()

    def _brace(self, brace: str) -> None:
        self.starred = False
        if brace == "{":
            if len(self.stack) >= _DEEPEST:
                raise RtfError("It is nested deeper than any real document")
            self.stack.append(self.look)
        elif self.stack:
            before = self.look
            self.look = self.stack.pop()
            if before.where == "margin" != self.look.where:
                self._end_paragraph("margin")

    def _byte(self, code: int) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.pending += bytes((code,))

    def _flush(self) -> None:
        """Decode bytes that stood one after the other: letters of some code pages take two."""
        if self.pending:
            charset = self.fonts.get(self.look.font, ("", None))[1]
            content, self.pending = self.pending, b""
            try:
                said = content.decode(charset or self.codepage)
            except (UnicodeDecodeError, LookupError):
                said = "".join(bytes((byte,)).decode("cp1252", "replace") for byte in content)
            self._add(said)

    def _said(self, text: str) -> None:
        if self.skip:
            cut = min(self.skip, len(text))
            self.skip -= cut
            text = text[cut:]
        if self.look.where == "fonts":
            name, charset = self.fonts.get(self.look.font, ("", None))
            self.fonts[self.look.font] = (name + text.rstrip(";"), charset)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        look = self.look
        if look.hidden or look.where in {"skip", "fonts"} or not text:
            return
        self.writing.add(tick_text(self.fonts.get(look.font, ("", None))[0], text), bold=look.bold)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.starred = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in "~_-{}\\":
            self._add({"~": "\u00a0", "_": "-", "-": ""}.get(sign, sign))

    def _word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == "fonttbl":
            self.look = replace(self.look, where="fonts")
        elif word in SKIPPED or (starred and word not in {"ffdata", "shptxt", "shpinst", "nesttableprops"}):
            self.look = replace(self.look, where="skip")
        elif word in MARGINS:
            self._end_paragraph()
            self.look = replace(self.look, where="margin")
        elif not (self._character(word, number) or self._looks(word, number)):
            self._structure(word, number)

    def _character(self, word: str, number: int | None) -> bool:
        if word == "u" and number is not None:
            code = number + 2 * _HALF if number < 0 else number
            self._letter(code if code < 2 * _HALF else 0xFFFD)
            self.skip = self.look.fallback
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word == "page":
            self._end_paragraph()
        else:
            return False
        return True

    def _letter(self, code: int) -> None:
        """Add a letter told by its number; those outside the first plane come in two halves."""
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 - the first half
            self.high = chr(code)
            return
        letter = (self.high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.high = ""
        self._add(letter)

    def _looks(self, word: str, number: int | None) -> bool:
        look = self.look
        if word == "b":
            self.look = replace(look, bold=number != 0)
        elif word in {"v", "deleted"}:
            self.look = replace(look, hidden=number != 0)
        elif word == "plain":
            self.look = replace(look, bold=False, hidden=False)
        elif word == "f":
            self.look = replace(look, font=number or 0)
            if look.where == "fonts":
                self.fonts.setdefault(number or 0, ("", None))
        elif word == "fcharset" and look.where == "fonts":
            self.fonts[look.font] = (self.fonts.get(look.font, ("", None))[0], CHARSETS.get(number or 0))
        elif word == "uc":
            self.look = replace(look, fallback=number if number is not None else 1)
        elif word == "ansicpg" and number:
            self.codepage = codepage(number)
        elif word == "mac":
            self.codepage = "mac-roman"
        else:
            return False
        return True

    def _structure(self, word: str, number: int | None) -> None:
        if word in {"par", "sect"}:
            self._end_paragraph()
        elif word == "pard":
            self.in_table, self.level = False, None
        elif word in {"intbl", "itap"}:
            self.in_table = word == "intbl" or bool(number)
        elif word == "outlinelevel":
            self.level = None if number is None or number > 8 else number + 1  # noqa: PLR2004 - 9 is running text
        elif word in {"cell", "nestcell"}:
            self._end_cell()
        elif word in {"row", "nestrow"}:
            self._end_row()
        elif word.startswith(("ff", "fldrslt")):
            self._form_field(word, number)
        else:
            self._row_begins(word)

    def _row_begins(self, word: str) -> None:
        """Take what a row says of itself before its cells: a heading row, cells merged with their neighbours."""
        if word == "trowd":
            self.merges, self.merge, self.header_row = [], "", False
        elif word == "trhdr":
            self.header_row = True
        elif word in {"clmgf", "clmrg", "clvmgf", "clvmrg"}:
            self.merge = word
        elif word == "cellx":
            self.merges.append(self.merge)
            self.merge = ""

    def _form_field(self, word: str, number: int | None) -> None:
        """Follow an old form field: only of a tick box is the answer not in its result."""
        if word == "fftype" and number == 1:
            self.field = EMPTY
        elif word in {"ffres", "ffdefres"} and self.field and number in {0, 1}:
            if word == "ffres" or self.field == EMPTY:
                self.field = TICKED if number else EMPTY
        elif word == "fldrslt" and self.field:
            self._add(self.field)
            self.field = ""
            self.look = replace(self.look, where="skip")

    def _end_paragraph(self, where: str | None = None) -> None:
        where = self.look.where if where is None else where
        said = self.writing.paragraph()
        text = said.text.strip()
        block = Heading(text, self.level) if self.level is not None and text else said
        if where == "margin":
            self.margins.append(block)
        elif self.in_table:
            self.cell.append(block)
        elif where != "skip":
            self._end_table()
            self.body.append(block)
        self.writing = Writing()

    def _end_cell(self) -> None:
        self.cell.append(self.writing.paragraph())
        self.row.append(Box(tuple(self.cell)))
        self.cell, self.writing = [], Writing()

    def _end_row(self) -> None:
        if self.row:
            self.rows.append(tuple(self._merged()))
        self.row = []

    def _merged(self) -> Iterator[Box]:
        """Give the cells of a row: one merged into its left neighbour widens that, one merged upwards goes on."""
        boxes: list[Box] = []
        for at, box in enumerate(self.row):
            merge = self.merges[at] if at < len(self.merges) else ""
            if merge == "clmrg" and boxes:
                boxes[-1] = replace(boxes[-1], span=boxes[-1].span + 1)
            else:
                above = self._above(sum(one.span for one in boxes)) if merge == "clvmrg" else None
                boxes.append(replace(above, continued=True) if above else replace(box, header=self.header_row))
        yield from boxes

    def _above(self, start: int) -> Box | None:
        place = 0
        for box in self.rows[-1] if self.rows else ():
            if place == start:
                return box
            place += box.span
        return None

    def _end_table(self) -> None:
        if self.row:
            self._end_row()
        if self.rows:
            self.body.append(Grid(tuple(self.rows)))
            self.rows = []


def rtf_blocks(text: str) -> tuple[list[Block], list[Block]]:
    """Read rich text, given as Latin-1: the blocks of the body, those of headers and footers. Raises RtfError."""
    if not text.lstrip("\ufeff\x00 \r\n\t").startswith("{\\rtf"):
        raise RtfError("This is no rich text, whatever its name says")
    reader = _Reader()
    reader.read(text)
    return reader.body, reader.margins
