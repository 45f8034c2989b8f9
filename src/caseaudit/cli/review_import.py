"""Takes review workbooks back: all that is sound in them into a file of decisions, or nothing and every reason why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseaudit.cli.boundary import ExitCode
from caseaudit.cli.outputs import check_targets
from caseaudit.errors import InputError, UsageError
from caseaudit.reading.decisions import open_decisions, read_decisions
from caseaudit.reading.review_workbooks import read_review_workbook
from caseaudit.reporting.stored import read_results
from caseaudit.review.checking import Audit, audit_of, check_workbooks
from caseaudit.review.filled import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from caseaudit.review.checked import Checked
    from caseaudit.review.decisions import Decision
    from caseaudit.review.filled import FilledWorkbook

_MEND = "Mend these cells and import again: nothing was entered. --partial enters the sound rows."


@dataclass(frozen=True, slots=True)
class Told:
    """How an import ended."""

    code: ExitCode
    lines: tuple[str, ...]
    notices: tuple[str, ...]


def import_workbooks(
    results: Path, workbooks: Sequence[Path], output: Path, *, today: date, partial: bool, revise: bool
) -> Told:
    """Read workbooks and add their decisions. Raises InputError with every problem when the import is not sound."""
    check_targets([output], inputs=[results, *workbooks])
    resolved = [path.resolve() for path in workbooks]
    if len(set(resolved)) < len(resolved):
        raise UsageError("A workbook is given twice", remedy="Name each workbook once.")
    audit = audit_of(read_results(results))
    books, unreadable = _read(workbooks)
    before = read_decisions(output) if output.exists() else None
    checked = _check(audit, books, before.decisions if before else (), output, today=today, revise=revise)
    troubles = [*unreadable, *checked.troubles]
    if troubles and not partial:
        raise InputError(_listed(troubles), remedy=_MEND)
    if checked.to_enter:
        with open_decisions(output) as opened:
            # Somebody else may have imported meanwhile: what is on file now is what counts.
            if before is None or opened.held.decisions != before.decisions:
                checked = _check(audit, books, opened.held.decisions, output, today=today, revise=revise)
                troubles = [*unreadable, *checked.troubles]
                if troubles and not partial:
                    raise InputError(_listed(troubles), remedy=_MEND)
            opened.add(checked.to_enter)
    return Told(
        ExitCode.SET_ASIDE if troubles else ExitCode.DONE,
        tuple(_lines(checked, output)),
        (*(before.notices if before else ()), *checked.notices, *([_listed(troubles)] if troubles else [])),
    )


def _read(workbooks: Sequence[Path]) -> tuple[list[FilledWorkbook], list[Trouble]]:
    """Read every workbook; one that is none at all is a problem among the others."""
    books, troubles = [], []
    for path in workbooks:
        try:
            books.append(read_review_workbook(path))
        except InputError as error:
            troubles.append(Trouble(path.name, "", " ".join(filter(None, (f"{error.what}.", error.remedy)))))
    return books, troubles


def _check(
    audit: Audit, books: Sequence[FilledWorkbook], held: Sequence[Decision], output: Path, *, today: date, revise: bool
) -> Checked:
    other = sum(decision.run != audit.run for decision in held)
    if other:
        raise UsageError(
            f"{output} holds decisions on another run ({other:,} of {len(held):,})",
            remedy="Give the decisions of each run a file of their own.",
        )
    return check_workbooks(audit, books, held, today=today, revise=revise)


def _listed(troubles: Sequence[Trouble]) -> str:
    noun = "problem" if len(troubles) == 1 else "problems"
    return "\n  ".join((f"{len(troubles):,} {noun} in the workbooks", *map(str, troubles)))


def _lines(checked: Checked, output: Path) -> list[str]:
    lines = []
    for account in checked.accounts:
        gone = f"; {_rows(account.gone)} deleted from the workbook" if account.gone else ""
        lines.append(f"{account.file} ({account.auditor}): {account.decided:,} of {account.rows:,} rows decided{gone}")
    new, revised, same = len(checked.new), len(checked.revised), checked.unchanged
    if not checked.to_enter:
        what = f"Nothing new: {_decisions(same)} on file already" if same else "Nothing to enter: no row is decided"
        lines.append(f"{what}. {output} {'is as it was' if output.exists() else 'was not written'}.")
        return lines
    parts = [f"{_decisions(new)} entered"] if new else []
    parts += [f"{_decisions(revised)} changed, the earlier kept"] if revised else []
    parts += [f"{same:,} on file already"] if same else []
    lines.append(f"{output}: {', '.join(parts)}.")
    return lines


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _decisions(count: int) -> str:
    return f"{count:,} decision{'' if count == 1 else 's'}"
