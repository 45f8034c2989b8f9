"""Makes the review workbooks: reads the results and the export, deals out the cases, writes one for each auditor."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from caseaudit.cli.boundary import say
from caseaudit.cli.exports import reading_by
from caseaudit.cli.outputs import Output
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import ReadCase
from caseaudit.reading.intake import read_cases
from caseaudit.reporting.stored import read_results
from caseaudit.review.decisions import fingerprint, rubric_of, same_name
from caseaudit.review.splitting import DEFAULT_OVERLAP, Overlap, choose, parse_overlap, parse_share, split
from caseaudit.settings import DEFAULT_MARKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path

    from caseaudit.domain.audit import InputUsed, Results
    from caseaudit.domain.case_file import CaseFile
    from caseaudit.reporting.review_workbook import ReviewPlan

_DEFAULT_PASSES = "10"
_NAMED = 8
_OWNER_ONLY = 0o600
_FOLDER = 0o700
_UNSIGNED = "review"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What `review export` was asked for."""

    exports: tuple[str, ...]
    folder: Path
    auditors: tuple[str, ...]
    overlap: str | None
    passes: str | None
    everything: bool
    blind: bool
    marking: str | None
    mapping: str | None
    encoding: str | None


def export_workbooks(path: Path, asked: Asked) -> None:
    """Write the workbooks. Raises UsageError, InputError before anything is written."""
    overlap = _checked(asked)
    passes = _flag("--passes", asked.passes or _DEFAULT_PASSES, parse_share)
    results = read_results(path)
    plans = _plans(results, asked, overlap, passes)
    files = [Output(asked.folder / f"{name}.xlsx", "xlsx") for name in _names([plan.auditor for plan in plans])]
    _make_room(asked.folder, [file.path for file in files])
    _write(plans, files)
    for plan, file in zip(plans, files, strict=True):
        shared = f", {plan.shared:,} of them also read by another" if plan.shared else ""
        say(f"Wrote {file.path}: {len(plan.rows):,} rows in {len(plan.case_ids):,} cases{shared}")
    if asked.blind and not asked.everything:
        say(
            "Note: most rows of a blind workbook are findings that the machine does not propose as met, and readers "
            "may guess so. With --all, which rows there are gives nothing away."
        )


def _checked(asked: Asked) -> Overlap:
    if not asked.exports:
        raise UsageError("The record to read is missing", remedy="Give the export that was audited: --cases EXPORT.")
    if asked.everything and asked.passes is not None:
        raise UsageError("--all and --passes were both given", remedy="--all has every met finding read.")
    names = [same_name(name) for name in asked.auditors]
    if "" in names:
        raise UsageError("An auditor's name is empty", remedy="Give initials or an id: --auditor AB.")
    twice = next((name for name, key in zip(asked.auditors, names, strict=True) if names.count(key) > 1), None)
    if twice is not None:
        raise UsageError(f"--auditor {twice} is given twice", remedy="Name each auditor once.")
    if asked.overlap is None:
        return DEFAULT_OVERLAP
    if len(names) < 2:  # noqa: PLR2004 - two people
        raise UsageError("--overlap needs two auditors", remedy="Name them: --auditor AB --auditor CD.")
    return _flag("--overlap", asked.overlap, parse_overlap)


def _plans(results: Results, asked: Asked, overlap: Overlap, passes: Fraction) -> list[ReviewPlan]:
    from caseaudit.reporting.review_workbook import ReviewPlan, check_record  # noqa: PLC0415 - openpyxl takes a while

    run = fingerprint(results)
    chosen = choose(results, run, passes=passes, everything=asked.everything)
    wanted = {case_id for case_id, _, _ in chosen.keys}
    if not wanted:
        raise UsageError("There is no finding to read", remedy="Take --all, or a greater share: --passes 100.")
    cases = _cases(results, asked, wanted)
    check_record(results, cases)
    auditors = asked.auditors or ("",)
    dealt = split(wanted, auditors, overlap, run)
    shown = "" if asked.everything else f"{float(passes * 100):g}%"
    marking = asked.marking or str(results.run.settings.get("marking") or DEFAULT_MARKING)
    plans = []
    for name in auditors:
        others = frozenset[str]().union(*(ids for other, ids in dealt.items() if other != name))
        plans.append(
            ReviewPlan(
                results=results,
                run=run,
                rubric=rubric_of(results),
                chosen=chosen,
                cases={case_id: cases[case_id] for case_id in dealt[name]},
                auditor=" ".join(name.split()),
                marking=marking,
                blind=asked.blind,
                passes=shown,
                shared=len(dealt[name] & others),
            )
        )
    return plans


def _cases(results: Results, asked: Asked, wanted: set[str]) -> dict[str, CaseFile]:
    """Read the case files that are to be read by people. Raises UsageError when some are not in the export."""
    found: dict[str, CaseFile] = {}
    reading = reading_by(asked.mapping, asked.encoding)
    if results.run.mapping is not None and reading.used is None:
        raise UsageError(
            f"The export was read through the mapping {results.run.mapping.file}",
            remedy="Give it: -m and its id or path.",
        )
    with reading.intake() as intake:
        for result in read_cases(list(asked.exports), intake):
            if isinstance(result, ReadCase) and result.case.case_id in wanted:
                found[result.case.case_id] = result.case
        inputs = intake.inputs()
    missing = sorted(wanted - found.keys())
    if missing:
        more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
        noun = "case is" if len(missing) == 1 else "cases are"
        raise UsageError(
            f"{len(missing):,} {noun} not in the export: {', '.join(missing[:_NAMED])}{more}",
            remedy="Give with --cases all of the export that was audited.",
        )
    _tell_others(results, inputs)
    return found


def _tell_others(results: Results, inputs: tuple[InputUsed, ...]) -> None:
    audited = {item.sha256 for item in results.run.inputs}
    for item in inputs:
        if item.sha256 not in audited:
            say(f"Note: {item.path} is not one of the files that were audited; the words of the evidence stand in it.")


def _names(auditors: list[str]) -> list[str]:
    """File names, each once, of letters that every system takes."""
    names: list[str] = []
    for auditor in auditors:
        plain = re.sub(r"[^\w]+", "-", auditor.casefold()).strip("-_")
        name = f"{_UNSIGNED}-{plain or 'auditor'}" if auditor else _UNSIGNED
        at = 2
        while name in names:
            name, at = f"{_UNSIGNED}-{plain or 'auditor'}-{at}", at + 1
        names.append(name)
    return names


def _make_room(folder: Path, paths: list[Path]) -> None:
    """Make the folder, and refuse to write over a workbook that somebody may have filled in."""
    there = [path.name for path in paths if path.exists()]
    if there:
        raise UsageError(
            f"{folder} holds {', '.join(there)} already, and somebody may have decided findings in it",
            remedy="Name another folder.",
        )
    try:
        folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}", remedy="Name another folder.") from None


def _write(plans: list[ReviewPlan], files: list[Output]) -> None:
    from caseaudit.reporting.review_workbook import write_review_workbook  # noqa: PLC0415

    try:
        for plan, file in zip(plans, files, strict=True):
            file.open()
            if hasattr(os, "fchmod"):
                os.fchmod(file.binary.fileno(), _OWNER_ONLY)
            try:
                write_review_workbook(plan, file.binary)
            except OSError as error:
                raise file.failed(error) from None
        for file in files:
            file.put()
    finally:
        for file in files:
            file.discard()


def _flag(flag: str, text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(f"{flag} {text}: {error}", remedy=f"Write it such as {flag} 20%.") from None
