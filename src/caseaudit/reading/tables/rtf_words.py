"""The words of rich text (RTF): what parts it, what is passed over, which letters and code pages they stand for."""

from __future__ import annotations

import codecs
import re

from caseaudit.reading.tables.form_blocks import word_set

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<end>[\r\n\0]+)|(?P<text>[^\\{}\r\n\0]+)|(?P<stray>\\)",
    re.DOTALL,
)
SKIPPED = word_set(
    "colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore generator "
    "listtable listoverridetable rsidtbl xmlnstbl fldinst listtext pntext pnseclvl annotation atnid atnauthor "
    "bkmkstart bkmkend nonshppict filetbl revtbl pgptbl mmathPr wgrffmtfilter template userprops falt panose "
    "ftnsep ftnsepc"
)
MARGINS = word_set("header headerl headerr headerf footer footerl footerr footerf")
CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": "\u2003",
    "enspace": "\u2002",
}
CHARSETS = {77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254"}
CHARSETS |= {163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}


def codepage(number: int) -> str:
    """Name the encoding of a Windows code page; Windows-1252 for one that is not known."""
    try:
        return codecs.lookup("mac-roman" if number == 10000 else f"cp{number}").name  # noqa: PLR2004 - Apple's number
    except LookupError:
        return "cp1252"
