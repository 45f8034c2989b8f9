"""Turns the bytes of a text file into lines: the encoding told by the user, by a byte order mark or by the bytes."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from caseaudit.reading.json_pieces import decode_bytes
from caseaudit.reading.tables.problems import UnreadableExport

UTF_8 = "utf-8"

_BLOCK = 1 << 20
_LONGEST_LINE = 1 << 26
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MANY, _FEW = 0.3, 0.05
_BOM = "\ufeff"
_END_OF_FILE = "\x1a"
"""What DOS programs write behind the last line."""


def encoding_of(file: str, head: bytes, told: str | None) -> str:
    """Name the encoding that a file begins in; `utf-8` also stands for UTF-8 with some Windows-1252 in it.

    `told` wins. Raises UnreadableExport when there is no encoding of that name.
    """
    if told is not None:
        try:
            name = codecs.lookup(told).name
            "".encode(name)  # refuses what turns no text into bytes, such as hex
        except LookupError:
            raise UnreadableExport(
                file, f"There is no text encoding {told!r}", "Use a name such as utf-8, windows-1252 or utf-16."
            ) from None
        return UTF_8 if name == "utf-8-sig" else name
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    pairs = len(head) // 2
    if pairs:
        first, second = head[0 : 2 * pairs : 2].count(0) / pairs, head[1 : 2 * pairs : 2].count(0) / pairs
        if second > _MANY and first < _FEW:
            return "utf-16-le"
        if first > _MANY and second < _FEW:
            return "utf-16-be"
    return UTF_8


def decode_head(head: bytes, encoding: str) -> str:
    """Decode the beginning of a file; a character cut in two at its end is left out."""
    if encoding == UTF_8:
        cut = len(head)
        while cut and len(head) - cut < 3 and head[cut - 1] & 0b1100_0000 == 0b1000_0000:  # noqa: PLR2004
            cut -= 1
        whole = head
        if cut and head[cut - 1] >= 0b1100_0000:  # noqa: PLR2004 - a character of several bytes begins here
            try:
                head[cut - 1 :].decode()
            except UnicodeDecodeError:
                whole = head[: cut - 1]
        text = _SURROGATES.sub("\ufffd", decode_bytes(whole)[0])
    else:
        text = codecs.getincrementaldecoder(encoding)(_errors(encoding)).decode(head)
    return text.removeprefix(_BOM)


@dataclass(slots=True)
class Lines:
    """The lines of one text file, each with its line end, and what had to be mended to read them."""

    file: str
    encoding: str
    recoded: int = 0
    """Lines that held bytes that are not UTF-8."""
    first_recoded: int = 0
    replaced: int = 0
    """Characters that the encoding does not know; each was replaced by U+FFFD."""
    _seen: int = 0

    def of(self, stream: BinaryIO) -> Iterator[str]:
        """Give every line with its end, as Windows, Unix or an old Mac writes it.

        Raises UnreadableExport for a line without end.
        """
        for text in self._texts(stream):
            yield from io.StringIO(text, newline="")

    def notices(self) -> Iterator[str]:
        """Say what was mended; complete when every line has been taken."""
        if self.recoded:
            lines = f"{self.recoded:,} line{'' if self.recoded == 1 else 's'}"
            yield (
                f"{lines} held characters that are not UTF-8; these were read as Windows-1252 "
                f"(first: line {self.first_recoded})"
            )
        if self.replaced:
            many = f"{self.replaced:,} character{'' if self.replaced == 1 else 's'}"
            yield f"{many} could not be read as {self.encoding} and stand as \ufffd: give the right --encoding"

    def _texts(self, stream: BinaryIO) -> Iterator[str]:
        """Give the text in pieces that end where a line ends."""
        if self.encoding == UTF_8:
            first = True
            for content in self._whole_lines(stream):
                yield self._utf_8(content.removeprefix(codecs.BOM_UTF8) if first else content)
                first = False
            return
        decoder = codecs.getincrementaldecoder(self.encoding)(_errors(self.encoding))
        pending, first = "", True
        while True:
            block = stream.read(_BLOCK)
            text = decoder.decode(block, final=not block)
            self.replaced += text.count("\ufffd")
            pending += text.removeprefix(_BOM) if first else text
            first = first and not text
            if not block:
                break
            cut = pending.rfind("\n") + 1 or pending.rfind("\r", 0, -1) + 1
            yield pending[:cut]
            pending = pending[cut:]
            self._check(len(pending))
        yield pending.rstrip(_END_OF_FILE)

    def _whole_lines(self, stream: BinaryIO) -> Iterator[bytes]:
        pending = b""
        while block := stream.read(_BLOCK):
            pending += block
            cut = pending.rfind(b"\n") + 1 or pending.rfind(b"\r", 0, -1) + 1
            if cut:
                yield pending[:cut]
                pending = pending[cut:]
            self._check(len(pending))
        yield pending.rstrip(_END_OF_FILE.encode())

    def _utf_8(self, content: bytes) -> str:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            text = "".join(map(self._line, content.splitlines(keepends=True)))
        else:
            self._seen += content.count(b"\n")
        return text

    def _line(self, content: bytes) -> str:
        self._seen += 1
        text, recoded = decode_bytes(content)
        if recoded:
            self.recoded += 1
            self.first_recoded = self.first_recoded or self._seen
        text, replaced = _SURROGATES.subn("\ufffd", text)
        self.replaced += replaced
        return text

    def _check(self, size: int) -> None:
        if size > _LONGEST_LINE:
            raise UnreadableExport(
                self.file,
                f"A line of it has no end for {_LONGEST_LINE:,} characters: it is not a text file of rows",
                "Check that the right file was exported.",
            )


def _errors(encoding: str) -> str:
    return "caseaudit-windows-1252" if encoding == "cp1252" else "replace"
