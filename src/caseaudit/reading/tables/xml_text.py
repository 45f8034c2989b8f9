"""The text of an XML file in blocks, whatever its declaration says; what XML cannot hold is replaced and counted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from caseaudit.reading.json_pieces import decode_bytes
from caseaudit.reading.tables.text_bytes import UTF_8, encoding_of

SEPARATOR = "}"
"""Between a namespace and a name, as the parser gives them."""
_BLOCK = 1 << 18
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_WINDOWS = ("iso8859-1", "ascii", "cp1252")
# Control characters, as they are or by number, and halves of characters by number: no XML may hold them, exports do.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])"
    r"|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|55(?:29[6-9]|[3-9][0-9]{2})|56[0-9]{3}|57(?:[0-2][0-9]{2}|3[0-3][0-9]|34[0-3])));"
)
_REFERENCE = 40
"""Characters in which a reference by number ends."""


class XmlText:
    """Decodes one file: by what the user says, a byte order mark, the declaration where the bytes bear it out."""

    def __init__(self, file: str, told: str | None) -> None:
        self._file = file
        self._told = told
        self._recoded = False
        self._replaced = 0
        self._notices: list[str] = []

    def blocks(self, stream: BinaryIO) -> Iterator[str]:
        """Give the text. Raises UnreadableExport when the user names an encoding that there is not."""
        head = stream.read(_BLOCK)
        encoding = self._encoding(head)
        stream.seek(0)
        pending, first = "", True
        for block in self._utf_8(stream) if encoding == UTF_8 else self._other(stream, encoding):
            text = pending + block
            if first:
                text = text.removeprefix("\ufeff").lstrip()
                first = not text
            at = text.rfind("&", -_REFERENCE)
            cut = at if at >= 0 and ";" not in text[at:] else len(text)
            pending = text[cut:]
            yield self._mended(text[:cut])
        yield self._mended(pending)

    def notices(self) -> Iterator[str]:
        """Say what was mended."""
        yield from self._notices
        if self._recoded:
            yield "Some of its characters are not UTF-8; these were read as Windows-1252"
        if self._replaced:
            yield f"{self._replaced:,} characters that XML cannot hold stand as \ufffd"

    def _mended(self, text: str) -> str:
        text, count = _FORBIDDEN.subn("\ufffd", text)
        self._replaced += count
        return text

    def _encoding(self, head: bytes) -> str:
        """Name the encoding. A declaration is not believed where the bytes are plainly otherwise."""
        found = encoding_of(self._file, head, self._told)
        declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
        if self._told is not None or found != UTF_8 or declared is None:
            return found
        word = declared[1].decode()
        try:
            name = codecs.lookup(word).name
            "".encode(name)
        except LookupError:
            self._notices.append(f"It declares an encoding that is not known ({word}), and was read as UTF-8")
            return UTF_8
        if name in (UTF_8, "utf-8-sig"):
            return UTF_8
        if name in _WIDE or head.startswith(codecs.BOM_UTF8) or _is_utf_8(head):
            if not head.isascii() or name not in _WIDE:
                self._notices.append(f"It declares the encoding {word} but is written in UTF-8, and was read as that")
            return UTF_8
        return "cp1252" if name in _WINDOWS else name

    def _utf_8(self, stream: BinaryIO) -> Iterator[str]:
        pending = b""
        while block := stream.read(_BLOCK):
            content = pending + block
            cut = _last_whole(content)
            pending = content[cut:]
            text, recoded = decode_bytes(content[:cut])
            self._recoded = self._recoded or recoded
            yield text
        text, recoded = decode_bytes(pending)
        self._recoded = self._recoded or recoded
        yield text

    def _other(self, stream: BinaryIO, encoding: str) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(encoding)(
            "caseaudit-windows-1252" if encoding == "cp1252" else "replace"
        )
        while block := stream.read(_BLOCK):
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)


def _is_utf_8(head: bytes) -> bool:
    """Whether it holds characters of several bytes, all of them right in UTF-8."""
    if head.isascii():
        return False
    try:
        head[: _last_whole(head)].decode()
    except UnicodeDecodeError:
        return False
    return True


def _last_whole(content: bytes) -> int:
    """Where to cut so that no UTF-8 character is cut in two."""
    for back in range(1, min(4, len(content)) + 1):
        byte = content[-back]
        if byte < 0b1000_0000:  # noqa: PLR2004 - a character of one byte
            return len(content)
        if byte >= 0b1100_0000:  # noqa: PLR2004 - the first byte of several
            return len(content) - back
    return len(content)


def local_name(name: str) -> str:
    """Give a name without its namespace or prefix."""
    return name.rpartition(SEPARATOR)[2].rpartition(":")[2]


def plain_reason(error: expat.ExpatError) -> str:
    """Say in plain words why XML cannot be read on."""
    said = expat.errors.messages.get(error.code, "it cannot be read")
    return _PLAIN.get(said, said)


_PLAIN = {
    "no element found": "it ends before its last element is closed",
    "unclosed token": "it ends in the middle of an element",
    "unclosed CDATA section": "it ends in the middle of a text",
    "mismatched tag": "an element is closed that is not the one that was opened last",
    "not well-formed (invalid token)": "a character stands there that XML does not allow at this place",
    "undefined entity": "it uses a name with & before it that stands for nothing",
}


def reading_order(parts: list[Any]) -> str:
    """Join texts and what stands between them; white space made single, lines kept where blocks begin and end."""
    flat: list[str] = []
    todo = [iter(parts)]
    while todo:
        part = next(todo[-1], None)
        if part is None:
            todo.pop()
        elif isinstance(part, list):
            todo.append(iter(part))
        else:
            flat.append(part)
    return re.sub(r"[ \t\r\n]*\n[ \t\r\n]*", "\n", "".join(flat)).strip()
