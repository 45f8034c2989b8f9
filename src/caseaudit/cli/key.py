"""`caseaudit key`: make the key of pseudonyms, and look up who a reference stands for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.exports import reading_by
from caseaudit.cli.outputs import check_targets
from caseaudit.domain.case_file import CaseFile
from caseaudit.errors import NothingToAuditError, UsageError
from caseaudit.privacy.key import Key, file_reference
from caseaudit.reading.case_files import Reject
from caseaudit.reading.intake import Account, read_cases
from caseaudit.reading.key_files import key_notice, read_key, write_new_key, write_private
from caseaudit.reporting.text import for_csv

key_app = typer.Typer(
    name="key",
    help="The key of pseudonyms: `caseaudit run --pseudonymise KEYFILE`. Keep it apart from the results.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

HEAD = ("reference", "kind", "case_id", "id")
"""Columns of the table of who is who."""


class Writer(Protocol):
    """A writer of rows."""

    def writerow(self, row: Iterable[Any], /) -> Any:
        """Write one row."""


KeyFile = Annotated[Path, typer.Argument(metavar="KEYFILE", help="The key's file.", show_default=False)]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="Where the new key goes.", show_default=False)]
Table = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE.csv", help="Write the table to this file.", show_default=False),
]


@key_app.command("new")
def new(file: NewFile) -> int:
    """Make a key in a file that only you may read. A file that exists is never written over."""
    key = write_new_key(file)
    say(f"The key {key.id} is in {file}. Without it nobody can tell who a reference stands for: keep a copy in a safe,")
    say("never beside the results, and give it to nobody who gets them.")
    return ExitCode.DONE


@key_app.command("show")
def show(file: KeyFile) -> int:
    """Say which key a file holds, as results name it (`run.settings.key`), and never the key itself."""
    typer.echo(read_key(file).id)
    _warn(file)
    return ExitCode.DONE


@key_app.command("table")
def table(
    file: KeyFile,
    exports: options.Exports,
    mapping: options.Mapping = None,
    output: Table = None,
    encoding: options.Encoding = None,
) -> int:
    """Write who is who: each reference that results with this key can show, and what it stands for.

    The table undoes every pseudonym of these exports: only its owner may read it, and it is never written over a file.
    """
    if output is None:
        raise UsageError("Where does the table go?", remedy="Give -o FILE.csv; it is made for your eyes only.")
    if output.suffix.lower() != ".csv":
        raise UsageError(f"{output}: the table is written as CSV", remedy="Give a name such as -o who.csv.")
    key = read_key(file)
    reading = reading_by(mapping, encoding)
    check_targets([output], inputs=[*reading.files(exports), file])
    text = io.StringIO()
    with reading.intake() as intake:
        cases, aside = _write_table(csv.writer(text, lineterminator="\r\n"), exports, intake, key)
    if not cases and not aside:
        raise NothingToAuditError("The export holds no case", remedy="Name the export that the results are of.")
    write_private(output, text.getvalue().encode("utf-8-sig"), what="table of who is who")
    say(f"Who is who in {cases:,} case{'' if cases == 1 else 's'} is in {output}, by the key {key.id}.")
    if aside:
        records = "1 record was" if aside == 1 else f"{aside:,} records were"
        say(f"caseaudit: {records} set aside; of these the table has no more than the case id.")
    _warn(file)
    return ExitCode.DONE


def _write_table(writer: Writer, exports: list[str], intake: Account[Any], key: Key) -> tuple[int, int]:
    """Write a row a reference; return how many cases there were, and how many records were set aside."""
    writer.writerow(HEAD)
    cases = aside = 0
    for read in read_cases(exports, intake):
        if isinstance(read, Reject):
            aside += 1
            found = read.set_aside.case_id
            if found:
                writer.writerow((key.reference("case", found.strip()), "case", for_csv(found), for_csv(found)))
            continue
        cases += 1
        for kind, value, reference in references_of(read.case, key):
            writer.writerow((reference, kind, for_csv(read.case.case_id), for_csv(value)))
    for used in intake.inputs():
        writer.writerow((file_reference(used.path, key), "file", "", for_csv(used.path)))
    return cases, aside


def _warn(file: Path) -> None:
    notice = key_notice(file)
    if notice:
        say(f"caseaudit: {notice}")


def references_of(case: CaseFile, key: Key) -> Iterator[tuple[str, str, str]]:
    """Yield kind, value and reference of all in a case file that results show by a reference; each once."""
    from caseaudit.privacy.known import ids_of, reference_of  # noqa: PLC0415 - its patterns take a while to compile

    seen: set[tuple[str, str]] = set()
    for kind, value in ids_of(case):
        if value.strip() and (kind, value) not in seen:
            seen.add((kind, value))
            yield kind, value, reference_of(key, kind, value, case.case_id)
