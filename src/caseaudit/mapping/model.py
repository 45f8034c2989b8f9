"""What a mapping file may say, as frozen models: tables of the export, what they go into, and how cells are read.

Names of columns stand as the mapping writes them; they are compared with `cells.folded`. What the models cannot say by
themselves (fields that do not exist, picklists that are missing) is in `lint`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.errors import NamedValueError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CASE = "case"
"""The `into` of the main table."""

As = Literal["text", "date", "datetime", "number", "boolean"]
Unlisted = Literal["set_aside", "unknown", "fail"]


def _word(value: object) -> object:
    """Take what YAML read as a number or as true for the text that a cell holds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _words(value: object) -> object:
    """Take one text for a list of one."""
    if isinstance(value, list | tuple):
        return [_word(item) for item in value]
    return value if value is None or isinstance(value, dict) else [_word(value)]


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise NamedValueError(
        "a list or a mapping stands where one value is wanted", wanted="Write text, a number, true, false or null"
    )


def _plain_or_texts(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(_plain(item) for item in value)
    return _plain(value)


def _short(key: str) -> BeforeValidator:
    """Take the short form, a single value, for a mapping with one key."""
    return BeforeValidator(lambda value: value if isinstance(value, dict | BaseModel) else {key: value})


Word = Annotated[str, BeforeValidator(_word), Field(min_length=1)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_words), Field(min_length=1)]
Scalar = Annotated[Any, AfterValidator(_plain)]
"""Text, a number, true, false or null."""
Constant = Annotated[Any, AfterValidator(_plain_or_texts)]
"""A scalar, or a list of texts."""


class Definition(BaseModel):
    """What every part of a mapping file shares: no unknown keys, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dates(Definition):
    """How dates and times are written. A table's settings go before the mapping's, a field's before the table's."""

    day_first: bool | None = None
    """Whether 03/04/2025 is 3 April. Not said: it is, and the run tells of every column where that was a guess."""
    formats: Words | None = None
    """Formats of Python's `strptime`, tried first and in order; `excel` is a serial number that stands as text."""
    pivot: Annotated[int, Field(ge=0, le=100)] = 50
    """Two-figure years below it are 20yy, the others 19yy."""
    midnight: Literal["no_time", "time"] = "no_time"
    """Whether a time of exactly 00:00 means that only the day is known (as most systems write it), or midnight."""
    time_zone: str | None = None
    """Time zone of these times, where it is not the mapping's."""


class Booleans(Definition):
    """What the export writes for yes and no, besides the usual words."""

    true_words: Words = ()
    false_words: Words = ()


class Picklist(Definition):
    """What the values of an export mean in the case file."""

    values: dict[str, Scalar]
    """The export's value (compared by `cells.folded`) -> the case file's; null is a blank."""
    unlisted: Unlisted = "set_aside"
    """For a value that is not listed: set the case aside; keep it as unknown (text stays as it is; the field of a
    closed list, a date, a number or a yes-or-no is left out and says nothing); or stop the run."""


class Condition(Definition):
    """A test of one row: one column and one way to look at it, or a group of conditions."""

    column: Word | None = None
    is_: Words | None = Field(None, alias="is")
    is_not: Words | None = None
    blank: bool | None = None
    matches: Words | None = None
    """Globs (`*`, `?`) over the whole text, case ignored."""
    any_: tuple[Condition, ...] | None = Field(None, alias="any", min_length=1)
    all_: tuple[Condition, ...] | None = Field(None, alias="all", min_length=1)
    none_: tuple[Condition, ...] | None = Field(None, alias="none", min_length=1)

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        tests = [name for name in ("is_", "is_not", "blank", "matches") if getattr(self, name) is not None]
        groups = [name for name in ("any_", "all_", "none_") if getattr(self, name) is not None]
        if self.column is None and len(groups) == 1 and not tests:
            return self
        if self.column is not None and len(tests) == 1 and not groups:
            return self
        wanted = "Write a column with one of is, is_not, blank, matches; or one of any, all, none with a list"
        raise NamedValueError("a condition must make one test", wanted=wanted)


class Choice(Definition):
    """One of the answers of `first`: a value or a column, taken when the condition holds.

    Without `when`, a value is always taken and a column when it is filled.
    """

    when: Condition | None = None
    value: Scalar = None
    column: Word | None = None

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if ("value" in self.model_fields_set) == (self.column is not None):
            raise NamedValueError("a choice gives one answer", wanted="Write either value or column")
        return self


class FieldSpec(Definition):
    """Where the value of a field comes from, and how it is read. The short form is the name of the column."""

    column: Word | None = None
    columns: Words | None = None
    """Several, in order: their filled cells are joined; in a list of text without `join` each is an item."""
    first: tuple[Choice, ...] | None = Field(None, min_length=1)
    """The first choice that holds."""
    otherwise: Annotated[Choice, _short("value")] | None = None
    """When no choice of `first` holds; without it the field is blank."""
    join: str | None = None
    """What stands between the cells of `columns`; a space unless said."""
    split: Words | None = None
    """What stands between the items of a list in one cell; several are allowed."""
    as_: As | None = Field(None, alias="as")
    """How the value is read; the type of the case file's field unless said."""
    picklist: str | None = None
    dates: Dates | None = None
    booleans: Booleans | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(getattr(self, name) is not None for name in ("column", "columns", "first")) != 1:
            raise NamedValueError("a field comes from one place", wanted="Write one of column, columns, first")
        if self.otherwise is not None and self.first is None:
            raise NamedValueError("otherwise stands without first", wanted="Write first with its choices, or remove it")
        if self.join is not None and self.columns is None:
            raise NamedValueError("join stands without columns", wanted="Write columns with a list, or remove join")
        return self


Spec = Annotated[FieldSpec, _short("column")]


class NarrativePart(Definition):
    """Columns that hold narrative: one entry each, or one for each dated entry of the cell."""

    column: Word | None = None
    columns: Words | None = None
    join: str | None = None
    """What stands between the cells of `columns` (a text cut into several cells: ""); an empty line unless said."""
    kind: EntryKind
    entries: Literal["whole", "dated"] = "whole"
    """`dated`: the cell is a log; every entry that begins with a date is an entry, and so is the text before it."""
    recorded_at: Spec | None = None
    """Of the whole entry; in a log, of the text before its first date."""
    author_role: Spec | None = None
    entry_id: Spec | None = None
    dates: Dates | None = None
    """How the dates inside a log are written."""

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if (self.column is None) == (self.columns is None):
            raise NamedValueError("a part of the narrative has one text", wanted="Write either column or columns")
        if self.join is not None and self.columns is None:
            raise NamedValueError("join stands without columns", wanted="Write columns with a list, or remove join")
        return self

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The columns that hold the text."""
        return self.columns or ((self.column,) if self.column else ())


class Parent(Definition):
    """Which object of another table a row belongs to."""

    table: str
    """Name of the table whose `into` is the list around this one."""
    key: Words
    """Columns of this table that name the object."""
    of: Words
    """Columns of the other table that hold the same."""

    @model_validator(mode="after")
    def _as_many(self) -> Self:
        if len(self.key) != len(self.of):
            raise NamedValueError("key and of differ in length", wanted="Name as many columns in one as in the other")
        return self


class TableSpec(Definition):
    """One table of the export: which files and sheets it is in, what its rows go into, and how."""

    name: Word
    from_: Words = Field(alias="from")
    """Globs on the file's relative name or its last part, case ignored."""
    sheet: Words | None = None
    """Globs on the name of the table inside the file: sheet, path of the elements, heading."""
    header_row: Annotated[int, Field(ge=0)] | None = None
    """Row that holds the names of the columns; 0 where there is none."""
    into: Word
    """`case`, or a list (`children[]`, `meetings[].actions[]`) or object (`investigation`) of the case file."""
    key: Words | None = None
    """Columns that name the case. May be left out only with `parent`, whose row then names it."""
    id: Words | None = None
    """Columns that name the object: rows of a case with the same id are one object."""
    parent: Parent | None = None
    where: Condition | None = None
    constants: dict[str, Constant] = Field(default_factory=dict)
    fields: dict[str, Spec] = Field(default_factory=dict)
    """Field (dotted inside single objects, such as `officer_in_case.rank`) -> where its value comes from."""
    narrative: tuple[NarrativePart, ...] = ()
    dates: Dates | None = None

    @model_validator(mode="after")
    def _keyed(self) -> Self:
        if self.key is None and self.parent is None:
            raise NamedValueError(
                "the table has no key", wanted="Write key with the columns that name the case, such as key: [REF]"
            )
        return self


class ExportMapping(Definition):
    """A mapping file: how one system's export becomes case files."""

    mapping: Annotated[str, Field(pattern=ID_PATTERN)]
    """Id."""
    title: str | None = None
    system: str | None = None
    """Name of the records system, for `source`."""
    time_zone: str = "Europe/London"
    """Of zoneless times in the export."""
    dates: Dates = Dates()
    blanks: Words = ()
    """What stands for nothing in this export, besides the placeholders that caseaudit knows."""
    booleans: Booleans = Booleans()
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    picklists: dict[str, Picklist] = Field(default_factory=dict)
    tables: tuple[TableSpec, ...] = Field(min_length=1)

    @property
    def main(self) -> TableSpec:
        """The table whose rows are the cases; `lint` has seen to it that there is one."""
        return next(table for table in self.tables if table.into == CASE)

    def table(self, name: str) -> TableSpec:
        """Return a table by its name. Raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
