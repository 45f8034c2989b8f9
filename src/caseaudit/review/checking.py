"""Judges review workbooks that came back: which of their rows are decisions on these results, and what is wrong.

All problems are told at once. Nothing here is written; a caller takes all, or the sound rows alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from caseaudit.domain.audit import Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.review import form
from caseaudit.review.cells import CellError, read_day, read_outcome, read_text, read_yes, same_id
from caseaudit.review.checked import Account, Checked
from caseaudit.review.decisions import (
    Decision,
    Key,
    Reading,
    fingerprint,
    latest,
    machine_outcome,
    rubric_of,
    same_name,
    says_the_same,
)
from caseaudit.review.filled import Filled, FilledRow, FilledWorkbook, Trouble

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What a row asks: a question, read in one of three ways."""

    key: Key
    blind: bool = False
    reading: Reading = "first"


@dataclass(frozen=True, slots=True)
class Audit:
    """The results that the workbooks were made from, as their rows name them."""

    run: str
    rubric: str
    machine: Mapping[Key, Outcome | None]
    questions: Mapping[str, Question]
    """Row key -> what the row asks."""


def audit_of(results: Results) -> Audit:
    """Prepare results to be compared with."""
    run = fingerprint(results)
    machine: dict[Key, Outcome | None] = {
        (case.case_id, finding.criterion, finding.subject): machine_outcome(finding)
        for case in results.cases
        for finding in case.findings
    }
    asked: list[Question] = []
    for key in machine:
        asked += (Question(key), Question(key, blind=True), Question(key, reading="moderation"))
    questions = {form.row_key(run, one.key, blind=one.blind, reading=one.reading): one for one in asked}
    return Audit(run, rubric_of(results), machine, questions)


def check_workbooks(
    audit: Audit, workbooks: Sequence[FilledWorkbook], held: Sequence[Decision], *, today: date, revise: bool = False
) -> Checked:
    """Read every workbook's decisions. `held` is what is on file already; `revise` lets people change their minds."""
    checked = Checked()
    standing = latest(held)
    standing |= {(one.key, "", one.reading): one for one in held if one.reading == "moderation"}
    seen: dict[tuple[Key, str, Reading], str] = {}
    for workbook in workbooks:
        checked.notices += workbook.notices
        checked.troubles += workbook.troubles
        against = [*_whole(audit, workbook)]
        checked.troubles += against
        if against or any(trouble.row is None for trouble in workbook.troubles):
            continue
        _Check(audit, workbook, checked, standing, seen, today, revise).rows()
    return checked


def _whole(audit: Audit, workbook: FilledWorkbook) -> Iterator[Trouble]:
    """What stands against a workbook as a whole."""
    told = workbook.manifest
    made = told.get(form.FORM)
    if made is not None and made != form.FORM_SCHEMA:
        what = f"This is a form of kind {made}; this version reads {form.FORM_SCHEMA}"
        yield Trouble(workbook.file, form.README, what)
    elif told.get(form.RUBRIC, audit.rubric) != audit.rubric:
        what = f"The workbook is about rubric {told[form.RUBRIC]}, the results about {audit.rubric}"
        yield Trouble(workbook.file, form.README, what)
    elif told.get(form.RUN, audit.run) != audit.run:
        what = f"The workbook was made from another run ({told[form.RUN][:12]}…; these results: {audit.run[:12]}…)"
        yield Trouble(workbook.file, form.README, what)
    if workbook.auditor.formula:
        yield Trouble(workbook.file, workbook.auditor.ref, "A formula stands where the auditor's name belongs")
    elif not workbook.auditor.text:
        what = f"The auditor's name is missing: write it beside {form.AUDITOR!r}"
        yield Trouble(workbook.file, workbook.auditor.ref or form.README, what)


@dataclass(slots=True)
class _Check:
    """One workbook being judged row by row."""

    audit: Audit
    workbook: FilledWorkbook
    checked: Checked
    standing: dict[tuple[Key, str, Reading], Decision]
    seen: dict[tuple[Key, str, Reading], str]
    """Questions decided in this import, and in which workbook."""
    today: date
    revise: bool
    _troubles: list[Trouble] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _blanked: list[str] = field(default_factory=list)
    _answers: dict[str, list[str]] = field(default_factory=dict)
    """Row key -> the cells that answer it."""
    _found: set[str] = field(default_factory=set)
    _decided: int = 0

    def rows(self) -> None:
        """Judge every row and add up."""
        for row in self.workbook.rows:
            if not row.cell(form.OUTCOME).empty and not row.cell(form.KEY).empty:
                self._answers.setdefault(row.cell(form.KEY).text, []).append(row.cell(form.OUTCOME).ref)
        for row in self.workbook.rows:
            self._row(row)
        self.checked.troubles += self._troubles
        book = self.workbook
        sent = book.manifest.get(form.ROWS, "").replace(",", "")
        rows = int(sent) if sent.isdecimal() else len(self._found)
        gone = max(0, rows - len(self._found))
        self.checked.accounts.append(Account(book.file, self._auditor, self._decided, rows, gone))
        self.checked.notices += self._told()

    @property
    def _auditor(self) -> str:
        return " ".join(self.workbook.auditor.text.split())

    def _told(self) -> Iterator[str]:
        book = self.workbook
        made_for = book.manifest.get(form.MADE_FOR, "")
        if made_for and same_name(made_for) != same_name(self._auditor):
            yield f"{book.file}: made for {made_for}, signed by {self._auditor}."
        if self._notes:
            yield f"{book.file}: notes without an outcome are not entered: {_some(self._notes)}."
        if self._blanked:
            yield f"{book.file}: emptied since they were entered, and still on file: {_some(self._blanked)}."

    def _row(self, row: FilledRow) -> None:
        question = self._question(row)
        if question is None:
            return
        before = len(self._troubles)
        self._identity(row, question.key)
        decision = self._decision(row, question)
        if decision is None:
            return
        answers = self._answers[row.cell(form.KEY).text]
        if len(answers) > 1:
            ref = row.cell(form.OUTCOME).ref
            others = ", ".join(other for other in answers if other != ref)
            self._say(ref, f"The same question is decided twice in this workbook: also in {others}", row)
        if len(self._troubles) == before and self._fits(row, decision):
            self._decided += 1

    def _question(self, row: FilledRow) -> Question | None:
        cell = row.cell(form.KEY)
        if cell.empty:
            if row.filled:
                what = f"This row has lost its {form.KEY.lower()}: nobody can tell what it is about"
                self._say(row.filled[0].ref, what, row)
            return None
        found = None if cell.formula else self.audit.questions.get(cell.text)
        if found is None:
            self._say(cell.ref, "The row key was changed, or belongs to another run", row)
            return None
        self._found.add(cell.text)
        return found

    def _identity(self, row: FilledRow, key: Key) -> None:
        case_id, criterion, subject = key
        for head, wanted in ((form.CASE, case_id), (form.CRITERION_ID, criterion), (form.SUBJECT, subject or "")):
            cell = row.cells.get(head)
            if cell is not None and not same_id(cell, wanted):
                said = f"{cell.text!r} stands here" if cell.text else "the cell is empty"
                self._say(cell.ref, f"The {head.lower()} was changed: {said}, the row is about {wanted!r}", row)

    def _decision(self, row: FilledRow, question: Question) -> Decision | None:
        """Read the row's inputs; None where it is not decided, or its outcome cannot be read."""
        before, key = len(self._troubles), question.key
        outcome = self._read(read_outcome, row, form.OUTCOME)
        if outcome is None:
            if len(self._troubles) == before:
                self._undecided(row, question)
            return None
        decision = Decision(
            run=self.audit.run,
            rubric=self.audit.rubric,
            case_id=key[0],
            criterion=key[1],
            subject=key[2],
            machine=self.audit.machine[key],
            person=outcome,
            reason=self._read(read_text, row, form.REASON),
            comment=self._read(read_text, row, form.COMMENT),
            good_practice=self._read(read_text, row, form.GOOD_PRACTICE),
            action=self._read(read_text, row, form.ACTION),
            owner=self._read(read_text, row, form.OWNER),
            due=self._read(read_day, row, form.DUE),
            refer_back=bool(self._read(read_yes, row, form.REFER_BACK)),
            auditor=self._auditor,
            reading=question.reading,
            blind=question.blind,
            decided_on=self._day(row),
        )
        if row.cell(form.REASON).empty:
            self._without_reason(row, decision)
        return decision

    def _without_reason(self, row: FilledRow, decision: Decision) -> None:
        """A reader who does not see the machine's answer cannot know that they differ; a moderator always has one."""
        said = form.OUTCOMES[decision.person]
        if decision.reading == "moderation":
            what = f"A reason is missing: a moderator says why the outcome is {said}"
        elif decision.overrides and not decision.blind:
            machine = form.OUTCOMES[decision.machine] if decision.machine else "no outcome, for its check failed"
            what = f"A reason is missing: the outcome is {said}, the machine proposed {machine}"
        else:
            return
        self._say(row.cell(form.REASON).ref, what, row)

    def _day(self, row: FilledRow) -> date:
        """When it was decided: as typed, else the day on which the workbook was saved, else today."""
        typed = self._read(read_day, row, form.DECIDED_ON)
        if typed is not None and typed > self.today:
            self._say(row.cell(form.DECIDED_ON).ref, f"{typed:%d/%m/%Y} lies in the future", row)
        return typed or min(self.workbook.saved_on or self.today, self.today)

    def _undecided(self, row: FilledRow, question: Question) -> None:
        ref = row.cell(form.OUTCOME).ref
        if row.filled:
            self._notes += [cell.ref for cell in row.filled]
        who = "" if question.reading == "moderation" else same_name(self._auditor)
        if (question.key, who, question.reading) in self.standing:
            self._blanked.append(ref)

    def _fits(self, row: FilledRow, decision: Decision) -> bool:
        """Compare a decision with what the same person said before, and enter it where it is new."""
        # Of moderations one holds, whoever made it; of first readings, one of each person.
        place = (decision.key, "" if decision.reading == "moderation" else decision.who, decision.reading)
        other = self.seen.get(place)
        old = self.standing.get(place)
        ref = row.cell(form.OUTCOME).ref
        if old is not None and says_the_same(old, decision):
            self.checked.unchanged += 1
        elif other is not None and other != self.workbook.file:
            self._say(ref, f"This question is decided otherwise in {other}", row)
            return False
        elif old is not None and not self.revise:
            day = f" on {old.decided_on:%d/%m/%Y}" if old.decided_on else ""
            what = (
                f"{old.auditor} decided this question before{day}: {_said(old)}. "
                "To enter another answer and keep the first, import with --revise"
            )
            self._say(ref, what, row)
            return False
        else:
            (self.checked.new if old is None else self.checked.revised).append(decision)
            self.standing[place] = decision
        self.seen.setdefault(place, self.workbook.file)
        return True

    def _read(self, read: Callable[[Filled], T], row: FilledRow, head: str) -> T | None:
        cell = row.cell(head)
        try:
            return read(cell)
        except CellError as error:
            self._say(cell.ref, str(error), row)
            return None

    def _say(self, ref: str, what: str, row: FilledRow) -> None:
        self._troubles.append(Trouble(self.workbook.file, ref, what, row.number))


def _said(decision: Decision) -> str:
    return form.OUTCOMES[decision.person]


def _some(refs: list[str]) -> str:
    limit = 8
    more = f" and {len(refs) - limit} more" if len(refs) > limit else ""
    return ", ".join(refs[:limit]) + more
