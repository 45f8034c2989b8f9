"""Reads XML as tables: every kind of element that holds others, or attributes, by its path, whatever its namespace.

Which elements are groups is told by what they hold and not by how often they stand there, so that a mapping written for
one month's return reads the next. Entities are refused and nothing outside the file is opened, as with defusedxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import name2codepoint
from typing import NoReturn
from xml.parsers import expat

from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.nested import VALUE, Groups
from caseaudit.reading.tables.nested_tables import tables_in
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Table
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.xml_elements import Kind, Open
from caseaudit.reading.tables.xml_text import SEPARATOR, XmlText, local_name, plain_reason, reading_order

_XSI = "http://www.w3.org/2001/XMLSchema-instance}"
_LEAST = 16
"""What an element counts for there, however little it holds."""
_ABOUT_XML = (_XSI, "xsi:", "xmlns")
_NIL = (_XSI + "nil", "xsi:nil")
_TRUE = ("true", "1")
_LINES_OF_THEIR_OWN = frozenset({"p", "para", "div", "br", "li", "tr", "line", "paragraph"})
_REMEMBERED = 1 << 18
"""Characters of what an element holds that are kept in case text beside it shows that it is running text."""
_UNBOUND = expat.errors.codes["unbound prefix"]
_ATTACK = "A real export needs none: check where the file comes from, and export it again."


def tables(source: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give the tables of an XML file. All are known, and the file is read to its end, before the first is given.

    A table is named by the path of its elements (`Cases/Case/Children/Child`), its rows numbered as they stand. Columns
    are simple elements by local name, attributes as `@name`, an element's text beside its attributes as `(value)`, and
    what stands in elements that are given once as `Address.Postcode`; simple elements that are repeated are joined by
    `; `. Elements that only wrap others are no tables. A row has the columns of the element around it as `../Ref`, of
    the one around that as `../../Ref`, so from a `Child` in `Children` the case is `../../`. Text with elements in it
    is one text, in reading order. A second name that is the same but for namespace or case is called `name (2)`.
    An empty element is "", one with `xsi:nil` is None. A file that breaks off gives its rows up to there, those that
    were open with a problem. Raises UnreadableExport for entities, bottomless nesting and what is no XML.
    """
    try:
        yield from _tables(source, settings, SEPARATOR)
    except _UnboundPrefix:
        yield from _tables(source, settings, None)


def _tables(source: Handle, settings: ReadSettings, separator: str | None) -> Iterator[Table]:
    with Groups(source.name, settings) as groups:
        with source.open() as stream:
            text = XmlText(source.name, settings.encoding)
            _Export(groups, settings, separator).read(text.blocks(stream))
        groups.notices.extend(text.notices())
        yield from tables_in(groups)


class _UnboundPrefix(Exception):  # noqa: N818 - no error of the program: the file is read without its namespaces
    """A name has a prefix that is declared nowhere."""


class _Export:
    """Puts the elements of the file into groups as the parser meets them."""

    def __init__(self, groups: Groups, settings: ReadSettings, separator: str | None) -> None:
        self._groups = groups
        self._settings = settings
        self._open: list[Open] = []
        self._kinds: dict[str, Kind] = {}
        self._inside = 0
        """Depth inside an element that is running text."""
        self._blocks = 0
        self._renamed = False
        self._parser = expat.ParserCreate("utf-8", separator)
        self._parser.buffer_text = True
        self._parser.buffer_size = 1 << 16
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.UnparsedEntityDeclHandler = self._refuse_entity
        self._parser.ExternalEntityRefHandler = self._refuse_entity
        self._parser.SkippedEntityHandler = self._named

    def read(self, blocks: Iterator[str]) -> None:
        """Read the whole file. Raises UnreadableExport."""
        try:
            for block in blocks:
                self._parser.Parse(block, False)  # noqa: FBT003 - no keywords there
                self._bound()
            self._parser.Parse("", True)  # noqa: FBT003
        except expat.ExpatError as error:
            if error.code == _UNBOUND:
                raise _UnboundPrefix from None
            if not self._kinds:
                raise self._no_xml(error) from error
            self._break(error)
        if self._renamed:
            self._groups.notices.append(
                "Elements or attributes that differ only in namespace or case were told apart: the second is called "
                "'name (2)'"
            )

    def _no_xml(self, error: expat.ExpatError) -> UnreadableExport:
        reason = f"It is not XML: {plain_reason(error)} (line {error.lineno:,}, column {error.offset + 1:,})"
        return UnreadableExport(self._groups.file, reason, "Check the file, and export it again.")

    def _break(self, error: expat.ExpatError) -> None:
        """Keep what was read of a file that breaks off."""
        place = f"line {error.lineno:,}, column {error.offset + 1:,}"
        if not self._open:
            self._groups.notices.append(f"What stands behind the end of the XML was not read ({place})")
            return
        told = f"The file breaks off at {place}: {plain_reason(error)}. What followed is missing"
        self._groups.broken = told
        for _ in range(len(self._open)):
            if self._open[-1].filled or self._open[-1].values:
                self._open[-1].problem = told
            self._close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        around = self._open[-1] if self._open else None
        if len(self._open) + self._inside >= self._settings.max_depth:
            self._refuse(
                f"It is nested more than {self._settings.max_depth} levels deep", "Check that it is an export."
            )
        if around is not None:
            if not around.running and not around.filled:
                around.filled = True
                around.running = any(not part.isspace() for part in around.parts)
            if around.running:
                self._inside += 1
                self._line_break(around, name)
                return
        kind = (around.kind.kinds if around else self._kinds).get(name) or self._kind(around, name)
        group = kind.group
        group.count += 1
        if around is not None:
            self._count(kind, around.ordinal)
        element = Open(kind, group.count, {}, nil=False)
        if attributes:
            self._take_attributes(element, attributes)
        self._open.append(element)

    def _take_attributes(self, element: Open, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if key.startswith(_ABOUT_XML):
                element.nil = element.nil or (key in _NIL and value.strip() in _TRUE)
                continue
            column = element.kind.attributes.get(key) or self._attribute(element.kind, key)
            element.values[column] = value

    def _count(self, kind: Kind, around: int) -> None:
        if kind.last != around:
            kind.last, kind.again = around, False
            kind.group.holders += 1
        elif not kind.again:
            kind.again = True
            kind.group.repeats += 1

    def _end(self, name: str) -> None:
        if self._inside:
            self._inside -= 1
            self._line_break(self._open[-1], name)
        else:
            self._close()

    def _close(self) -> None:
        """Put the element that ends where it belongs."""
        element = self._open.pop()
        around = self._open[-1] if self._open else None
        plain = not element.values and (element.running or not element.filled)
        text = self._text_of(element)
        if around is not None:
            self._pass_on(around, element, text)
            if plain and not element.kind.group.is_group:
                self._keep_plain(around, element, text)
                return
            if plain and not text:
                return
        group = element.kind.group
        if not group.is_group:
            group.is_group, group.early = True, group.count - 1
        if text:
            element.values[VALUE] = text
        self._groups.write(
            group, element.ordinal, around.ordinal if around else 0, element.values, problem=element.problem
        )

    def _text_of(self, element: Open) -> str:
        """Give the text that is an element's own; none for one that only holds others."""
        parts = element.parts
        if element.filled:
            if element.running or any(type(part) is str and not part.isspace() for part in parts):
                element.parts = [reading_order(parts)]
                return str(element.parts[0])
            return ""
        if not parts:
            return ""
        text = parts[0] if len(parts) == 1 else "".join(parts)
        return "" if text.isspace() else str(text)

    def _keep_plain(self, around: Open, element: Open, text: str) -> None:
        """Keep a simple value with the element around it."""
        kind, values = element.kind, around.values
        if text:
            kind.group.spoken = True
            around.held += len(text)
        if around.held > self._settings.max_cell:
            around.problem = f"Its text is longer than {self._settings.max_cell:,} characters, from {kind.name} on"
            return
        around.problem = element.problem or around.problem
        value = None if element.nil else text
        if kind.name not in values:
            values[kind.name] = value
        elif isinstance(values[kind.name], list):
            values[kind.name].append(value)
        else:
            values[kind.name] = [values[kind.name], value]

    def _pass_on(self, around: Open, element: Open, text: str) -> None:
        """Remember the text in an element for the one around it, should that turn out to be running text."""
        around.size += element.size + len(text) + _LEAST
        if around.size > _REMEMBERED:
            around.parts = [part for part in around.parts if type(part) is str and not part.isspace()]
            around.size = 0
        elif element.kind.block:
            around.parts.append(["\n", *element.parts, "\n"])
        else:
            around.parts.append(element.parts)

    def _text(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def _line_break(self, element: Open, name: str) -> None:
        if local_name(name).lower() in _LINES_OF_THEIR_OWN:
            element.parts.append("\n")

    def _bound(self) -> None:
        """Hold no more of one text than a cell may have."""
        most = self._settings.max_cell
        for element in self._open:
            if element.filled and not element.running and len(element.parts) < most // 1000:
                continue
            if sum(len(part) for part in element.parts if type(part) is str) > most:
                element.parts = ["".join(part for part in element.parts if type(part) is str)[:most]]
                element.problem = f"The text of {element.kind.name} is longer than {most:,} characters"

    def _kind(self, around: Open | None, name: str) -> Kind:
        """Meet elements of a name that were not met there before."""
        local = local_name(name)
        if around is None:
            group = self._groups.group(None, name, local, local, nests=True)
            found = self._kinds[name] = Kind(local, group, block=False)
            return found
        above = around.kind.group
        label = above.own_name(local)
        self._renamed = self._renamed or label != local
        group = self._groups.group(above, name, f"{above.name}/{label}", label, nests=True)
        group.is_group = False
        block = local.lower() in _LINES_OF_THEIR_OWN
        found = around.kind.kinds[name] = Kind(label, group, block)
        return found

    def _attribute(self, kind: Kind, name: str) -> str:
        local = f"@{local_name(name)}"
        column = kind.group.own_name(local)
        self._renamed = self._renamed or column != local
        kind.attributes[name] = column
        return column

    def _named(self, name: str, is_parameter: object) -> None:
        """Read an entity that HTML knows; without the file that defines them, others cannot be told."""
        if is_parameter:
            return
        if name not in name2codepoint:
            self._refuse(f"It uses &{name}; and does not say what that stands for", "Export it without such names.")
        self._text(chr(name2codepoint[name]))

    def _refuse_entity(self, *_: object) -> NoReturn:
        self._refuse("It defines entities, by which a file can grow without end or reach for other files", _ATTACK)

    def _refuse(self, reason: str, remedy: str) -> NoReturn:
        raise UnreadableExport(self._groups.file, f"{reason} (line {self._parser.CurrentLineNumber:,})", remedy)
