"""`caseaudit scan`: what texts and case files say of a child, and how."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say, worst
from caseaudit.cli.depth import with_depth
from caseaudit.cli.exports import reading_by
from caseaudit.cli.printing import finish, put
from caseaudit.domain.audit import LexiconUsed
from caseaudit.engine.scanning import Narrative, Scanned, TextReader, matters, scan, text_reader
from caseaudit.language.mention import Mention
from caseaudit.reading.byte_sources import STDIN
from caseaudit.reading.case_files import Reject
from caseaudit.reading.documents import Documents
from caseaudit.reading.judgements import load_judgement
from caseaudit.reporting import own_lexicons
from caseaudit.reporting.scan_summary import Tally
from caseaudit.settings import Settings, decide

if TYPE_CHECKING:
    from caseaudit.reporting.scan_annotations import Annotation


class Format(StrEnum):
    """How what was found is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    GITHUB = "github"
    SARIF = "sarif"


def scan_command(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE...|-]",
            help='Text files, lines of {"id", "text"}, case files, folders of these; with -m any export. `-` or '
            "nothing: standard input.",
            show_default=False,
        ),
    ] = None,
    rubric: options.Rubrics = None,
    mapping: options.Mapping = None,
    output: Annotated[
        Format,
        typer.Option("--format", help="table; json, jsonl: every mention; github, sarif: annotations."),
    ] = Format.TABLE,
    everything: Annotated[  # noqa: FBT002 - a flag of the command line
        bool,
        typer.Option("--all", help="Show every mention with its status, not only blame of a child."),
    ] = False,
    allow_rejects: options.AllowRejects = None,
    second_reader: options.SecondReader = None,
    thorough: options.Thorough = None,
    lexicon: options.Lexicons = None,
    encoding: options.Encoding = None,
) -> int:
    """Show wording that blames a child, why it harms and what to write instead; the child's voice; what was done.

    Exit codes: 0 done; 2 wrong usage; 3 done, but records were set aside; 4 nothing to read.
    """
    flags = {
        "rubric": rubric or None,
        "allow_rejects": allow_rejects,
        "second_reader": second_reader,
        "thorough": thorough,
        "lexicon": lexicon or None,
        "encoding": encoding,
    }
    given = files or [STDIN]
    settings = with_depth(decide(flags, folder=Path.cwd()), given, pasted=True)
    documents = Documents()
    # A mapping of the settings is not meant here: a scan is mostly of a text that somebody is writing.
    intake = reading_by(mapping, settings.encoding).intake() if mapping is not None else None
    if intake is not None:
        with intake:
            return _scan(settings, documents, documents.of_cases(given, intake), given, output, everything=everything)
    return _scan(settings, documents, documents.narratives(given), given, output, everything=everything)


def _scan(
    settings: Settings,
    documents: Documents,
    narratives: Iterator[Narrative | Reject],
    given: list[str],
    output: Format,
    *,
    everything: bool,
) -> int:
    judgement = load_judgement(
        settings.rubric,
        second_reader=settings.second_reader,
        thorough=bool(settings.thorough),
        lexicons=settings.lexicon,
    )
    if STDIN in given and sys.stdin.isatty():
        say("Paste the text, then press Ctrl-D on a line of its own (on Windows Ctrl-Z and Enter).")
    reader = text_reader(judgement.lexicon)
    work = _Scan(documents, narratives, reader, everything=everything, own=judgement.lexicon.own)
    work.show(output)
    finish()
    return _exit_code(work, output, allow_rejects=settings.allow_rejects)


@dataclass(slots=True)
class _Scan:
    """A scan under way: documents are read as they are shown."""

    documents: Documents
    narratives: Iterator[Narrative | Reject]
    reader: TextReader
    everything: bool
    own: tuple[LexiconUsed, ...] = ()
    tally: Tally = field(default_factory=Tally)

    def found(self) -> Iterator[tuple[Narrative, Scanned, list[Mention]]]:
        """Read on: each document with the mentions to show of it."""
        for narrative in self.narratives:
            if isinstance(narrative, Reject):
                self.tally.set_aside.append(narrative.set_aside)
                continue
            for scanned in scan(narrative, self.reader):
                self.tally.add(scanned)
                yield narrative, scanned, [one for one in scanned.mentions if self.everything or matters(one)]

    def show(self, output: Format) -> None:
        """Print everything in one format."""
        if output is Format.TABLE:
            self._table()
        elif output is Format.JSON or output is Format.JSONL:
            self._data(lines=output is Format.JSONL)
        else:
            self._annotations(sarif_log=output is Format.SARIF)

    def notices(self) -> list[str]:
        """Say what the reader should know, once everything has been read."""
        return [*self.tally.notices(), *self.documents.notices, *own_lexicons.notices(self.own)]

    def _table(self) -> None:
        from caseaudit.reporting.scan_table import show_document, show_end  # noqa: PLC0415 - takes a while to load
        from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

        console = make_console()
        for narrative, scanned, mentions in self.found():
            # A text by itself is somebody's draft and always answered; of many records only those with a mention.
            if mentions or (narrative.own_file and scanned.text.strip()):
                show_document(scanned, mentions, narrative.case, console)
        show_end([self.tally.summary(), *self.notices()], console)

    def _data(self, *, lines: bool) -> None:
        from caseaudit.reporting.scan_json import document_line, whole  # noqa: PLC0415 - only the format asked for

        found = (scanned for _, scanned, _ in self.found())
        if not lines:
            every = list(found)
            put(whole(every, self.notices(), self.tally.set_aside))
            return
        for scanned in found:
            put(document_line(scanned))

    def _annotations(self, *, sarif_log: bool) -> None:
        from caseaudit.reporting.scan_annotations import github_line, sarif  # noqa: PLC0415

        if sarif_log:
            put(sarif(list(self._placed())))
            return
        for one in self._placed():
            put(github_line(one))

    def _placed(self) -> "Iterator[Annotation]":
        from caseaudit.reporting.scan_annotations import place_mentions  # noqa: PLC0415

        for narrative, scanned, mentions in self.found():
            yield from place_mentions(narrative, scanned, mentions)


def _exit_code(work: _Scan, output: Format, *, allow_rejects: bool) -> int:
    """Say on standard error what the output itself does not, and return the exit code."""
    tally = work.tally
    told = [] if output is Format.TABLE else work.notices()
    if output is Format.GITHUB:
        told.append(tally.summary())
    codes = []
    if tally.narratives == tally.empty:
        told.append("there is nothing to read: the input holds no text.")
        codes.append(ExitCode.NO_CASE)
    if tally.set_aside and not allow_rejects:
        codes.append(ExitCode.SET_ASIDE)
    for notice in told:
        say(f"caseaudit: {notice}")
    aside = tally.told_aside()
    if aside:
        say("caseaudit: " + "\n".join(aside))
    return worst(codes)
