"""Splits an export into records without loading it whole: JSON Lines, a JSON list, or JSON objects one after the other.

A record that is broken does not take its neighbours along.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from caseaudit.reading.byte_sources import BLOCK, SUFFIXES, Opened, refuse_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLANK = " \t\r\n\ufeff"
_FIRST_LINE = 1 << 20
# Strings (to their end, to the line's end when they have none, or to the end of what is read so far) and brackets.
_TOKEN = re.compile(r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+(?:(?P<end>")|(?=\n)|\\?\Z)|[{}\[\]]')
_CASE_BEGINS = re.compile(r'\{\s*"case_id"\s*:')
_OPENER = {"}": "{", "]": "["}


@dataclass(frozen=True, slots=True)
class Piece:
    """One record as it stands in the file."""

    text: str
    line: int
    """Line on which it begins, from 1."""
    row: int
    """The line in JSON Lines, the place in a list, from 1."""
    listed: bool = False
    """Whether `row` is a place in a list."""
    recoded: bool = False
    """Whether bytes that are not UTF-8 were read as Windows-1252."""
    problem: str | None = None
    """Why it cannot be a record at all: a list that is not closed, a file that breaks off."""


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 the way Windows writes them; the few it leaves undefined keep their number."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_one_byte(byte) for byte in wrong), error.end


def _one_byte(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error("caseaudit-windows-1252", _windows_1252)


def decode_bytes(content: bytes) -> tuple[str, bool]:
    """Read bytes as UTF-8, and what is not UTF-8 as Windows-1252; say whether that was needed. No byte is lost."""
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("utf-8", "surrogatepass"), False
    except UnicodeDecodeError:
        return content.decode("utf-8", "caseaudit-windows-1252"), True


def pieces(opened: Opened) -> Iterator[Piece]:
    """Give the records of one file in order. Raises UsageError for a file that is not JSON by name and content."""
    blocks = opened.blocks()
    head = b""
    for block in blocks:
        head += block
        if head.strip():
            break
    first = head.lstrip()[:1]
    everything = chain([head], blocks)
    suffix = opened.source.suffix
    if suffix not in SUFFIXES and first and first not in b"{[" and opened.source.path is not None:
        raise refuse_format(opened.source)
    lines = suffix in (".jsonl", ".ndjson")
    if first == b"[" or (first == b"{" and not lines and not _begins_with_a_line(head)):
        yield from _Values(everything)
    else:
        yield from _lines(everything)
    if opened.broken.why:
        yield Piece("", 0, 0, problem=opened.broken.why)


def _begins_with_a_line(head: bytes) -> bool:
    """Whether the first line is a whole JSON value or the second begins one: it is JSON Lines, whatever its name."""
    line, newline, rest = head[:_FIRST_LINE].lstrip().partition(b"\n")
    if not newline and len(head) >= _FIRST_LINE:
        return False
    if rest.lstrip(b"\r\n").startswith(b'{"'):
        return True
    return _is_json(decode_bytes(line)[0])


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(blocks: Iterable[bytes]) -> Iterator[Piece]:
    for number, line in enumerate(_split_lines(blocks), 1):
        text, recoded = decode_bytes(line)
        text = text.strip(_BLANK)
        if text:
            yield Piece(text, number, number, recoded=recoded)


def _split_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    pending: list[bytes] = []
    for block in blocks:
        first, *rest = block.split(b"\n")
        pending.append(first)
        if rest:
            yield b"".join(pending)
            yield from rest[:-1]
            pending = [rest[-1]]
    last = b"".join(pending)
    if last:
        yield last


class _Values:
    """Cuts a list, or objects one after the other, at the end of each; holds one record and one block at a time."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._tail = b""
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._ended = False
        self._recoded = False
        self._doubt: int | None = None
        """Where, inside the value being cut off, what looks like the next case file begins, counted from its start."""

    def __iter__(self) -> Iterator[Piece]:
        listed = self._next() == "["
        if listed:
            self._at += 1
        row = 0
        while (character := self._next(",")) and not (listed and character == "]"):
            row += 1
            line = self._line
            text = self._take()
            yield Piece(text, line, row, listed=True, recoded=self._recoded)
            self._recoded = False
        if not listed:
            return
        if not character:
            why = "The list is not closed: the export seems to be cut off here, and what followed is missing"
            yield Piece("", self._line, row + 1, listed=True, problem=why)
            return
        self._at += 1
        if self._next():
            while self._fill():
                pass
            rest = self._buffer[self._at :].strip(_BLANK)
            yield Piece(rest, self._line, row + 1, listed=True, problem="This stands behind the end of the list")

    def _fill(self) -> bool:
        """Read on, at least as much again as is held; False at the end of the file."""
        wanted = max(BLOCK, len(self._buffer) - self._at)
        parts: list[bytes] = [self._tail]
        size = 0
        while size < wanted and not self._ended:
            block = next(self._blocks, None)
            if block is None:
                self._ended = True
            else:
                parts.append(block)
                size += len(block)
        content = b"".join(parts)
        cut = len(content) if self._ended else _last_whole(content)
        text, recoded = decode_bytes(content[:cut])
        self._tail = content[cut:]
        self._recoded = self._recoded or recoded
        self._buffer = self._buffer[self._at :] + text
        self._at = 0
        return bool(text) or not self._ended

    def _next(self, also: str = "") -> str:
        """Skip white space (and what is in `also`); give the next character, empty at the end of the file."""
        skipped = _BLANK + also
        while True:
            while self._at < len(self._buffer):
                character = self._buffer[self._at]
                if character not in skipped:
                    return character
                self._line += character == "\n"
                self._at += 1
            if not self._fill():
                return ""

    def _take(self) -> str:
        """Cut off the value that begins here."""
        self._doubt = None
        end = self._end()
        text = self._buffer[self._at : end]
        if self._doubt is not None and not _is_json(text):
            end = self._at + self._doubt
            text = self._buffer[self._at : end]
        self._at = end
        self._line += text.count("\n")
        return text.rstrip(_BLANK + ",")

    def _end(self) -> int:
        """Find where the value ends, reading on as needed."""
        if self._buffer[self._at] not in '{["':
            return self._end_of_word()
        stack: list[str] = []
        done = 0
        while True:
            for token in _TOKEN.finditer(self._buffer, self._at + done):
                if token[0][0] == '"':
                    if token.end("end") < 0 and token.end() == len(self._buffer) and not self._ended:
                        break
                    if not stack:
                        return token.end()
                elif (end := self._bracket(token[0], token.start(), stack)) is not None:
                    return end
                done = token.end() - self._at
            else:
                done = len(self._buffer) - self._at
            if not self._fill():
                return len(self._buffer)

    def _bracket(self, mark: str, where: int, stack: list[str]) -> int | None:
        """Follow one bracket; give the value's end when this is it, or when only the next record can follow."""
        if mark in "{[":
            if mark == "{" and stack[-1:] == ["{"] and self._before(where) != ":":
                return where
            if stack and self._doubt is None and mark == "{" and _CASE_BEGINS.match(self._buffer, where):
                self._doubt = where - self._at
            stack.append(mark)
            return None
        if _OPENER[mark] not in stack:
            return where
        while stack.pop() != _OPENER[mark]:
            pass
        return where + 1 if not stack else None

    def _before(self, where: int) -> str:
        """Give the last character before `where` that is not white space."""
        while self._buffer[where - 1] in _BLANK:
            where -= 1
        return self._buffer[where - 1]

    def _end_of_word(self) -> int:
        at = self._at + 1
        while True:
            while at < len(self._buffer):
                if self._buffer[at] in ' \t\r\n,{}[]"':
                    return at
                at += 1
            held = at - self._at
            if not self._fill():
                return len(self._buffer)
            at = self._at + held


def _last_whole(content: bytes) -> int:
    """Where to cut so that no UTF-8 character is cut in two."""
    for back in range(1, min(4, len(content)) + 1):
        byte = content[-back]
        if byte < 0b1000_0000:  # noqa: PLR2004 - a character of one byte
            return len(content)
        if byte >= 0b1100_0000:  # noqa: PLR2004 - the first byte of several
            return len(content) - back
    return len(content)
