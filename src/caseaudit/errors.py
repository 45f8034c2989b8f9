"""What can go wrong on purpose: every error says what happened, where, and what to do.

Anything else that is raised is a fault in caseaudit itself and stays loud (see `cli.app`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in an input: a file, and inside it a sheet, a line and a column (both from 1)."""

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Render as `file:line:column`, the form that editors and terminals turn into a link."""
        parts = [self.file or "<input>"]
        if self.sheet:
            parts.append(f"sheet {self.sheet!r}")
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


class CaseauditError(Exception):
    """The base of every expected failure.

    `what` happened in one sentence, `where` it stands, `remedy` says what to do next.
    """

    def __init__(self, what: str, *, where: Place | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Render all three parts, the place first as compilers do."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  {self.remedy}" if self.remedy else head


class UsageError(CaseauditError):
    """The command was asked for something it cannot do: wrong option, missing file. Exit code 2."""


class NamedValueError(ValueError):
    """A ValueError for validators of definition files: also says what was wanted, and the nearest valid name."""

    def __init__(self, found: str, *, wanted: str, nearest: str | None = None) -> None:
        super().__init__(found)
        self.wanted = wanted
        self.nearest = nearest


class InputError(CaseauditError):
    """An export, results or decisions file cannot be read at all. Exit code 2."""


class NothingToAuditError(CaseauditError):
    """The input holds no case that could be audited. Exit code 4."""


class Interrupted(BaseException):
    """A command was interrupted and says what it left behind and how to go on. Exit code 130.

    As with KeyboardInterrupt, nothing on the way out may take it for a failure that can be dealt with.
    """


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a definition file: what was found, what was wanted, and the nearest valid name."""

    where: Place
    found: str
    wanted: str
    nearest: str | None = None

    def __str__(self) -> str:
        """Render as one line that starts with its place."""
        hint = f" Did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.where}: {self.found}. {self.wanted}.{hint}"


class DefinitionError(CaseauditError):
    """A rubric, lexicon, mapping or settings file is wrong; carries all its problems at once. Exit code 2."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        if not problems:
            raise ValueError("a DefinitionError needs at least one problem")
        self.problems = problems
        files = sorted({problem.where.file or "<input>" for problem in problems})
        count = len(problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(f"{count} {noun} in {', '.join(files)}", remedy="Mend each line named below and run it again.")

    def __str__(self) -> str:
        """Render every problem on a line of its own."""
        return "\n".join([self.what, *(f"  {problem}" for problem in self.problems)])
