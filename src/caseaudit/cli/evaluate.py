"""`caseaudit evaluate`: how well the language engine reads records that people have labelled."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode
from caseaudit.cli.printing import finish, put
from caseaudit.engine.evaluation import evaluate
from caseaudit.engine.measures import compare
from caseaudit.engine.scanning import BOTH, SETTINGS, text_reader
from caseaudit.reading.corpora import read_corpus
from caseaudit.reading.judgements import lexicon_with
from caseaudit.reading.own_lexicons import load_own
from caseaudit.reading.second_reader import closely_reading
from caseaudit.settings import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.domain.audit import LexiconUsed
    from caseaudit.engine.measures import Comparison, Evaluation

_NAMES = ", ".join(SETTINGS)


class Format(StrEnum):
    """How the figures are printed."""

    TABLE = "table"
    JSON = "json"


def evaluate_command(
    corpus: Annotated[
        str,
        typer.Argument(
            metavar="CORPUS",
            help="Labelled documents: JSON Lines, plain or compressed (.gz), a folder of these, or `-`.",
            show_default=False,
        ),
    ],
    setting: Annotated[str, typer.Option("--setting", metavar="NAME", help=f"Which readers judge: {_NAMES}.")] = BOTH,
    compared: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="NAME NAME", help="Measure two settings against each other."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="table, or json for other programs.")] = Format.TABLE,
    misses: Annotated[
        int, typer.Option("--misses", metavar="N", min=0, help="How many misses of each family the tables list.")
    ] = 5,
    own: options.Lexicons = None,
) -> int:
    """Measure the language engine on a labelled corpus: precision, recall, F1, confusion, and the worst misses.

    The corpus holds a document a line: text, blame, blame_spans, voice, voice_spans, actions; or labelled sentences.
    """
    settings = decide({"lexicon": own or None}, folder=Path.cwd())
    lexicon = lexicon_with(load_own(settings.lexicon)).with_second(closely_reading())
    names = compared or (setting,)
    readers = [(name, text_reader(lexicon, name)) for name in names]
    read = read_corpus(corpus)
    found = [evaluate(read.documents, reader, name) for name, reader in readers]
    comparison = compare(*found) if compared else None
    if output is Format.JSON:
        from caseaudit.reporting.evaluation import as_json  # noqa: PLC0415 - only the format that is asked for

        put(as_json(read.name, read.sha256, found, comparison, lexicon.own))
        finish()
        return ExitCode.DONE
    _tables(read.name, found, (compared, comparison), lexicon.own, misses=misses)
    return ExitCode.DONE


def _tables(
    name: str,
    found: "Sequence[Evaluation]",
    against: "tuple[tuple[str, str] | None, Sequence[Comparison] | None]",
    own: "tuple[LexiconUsed, ...]",
    *,
    misses: int,
) -> None:
    from caseaudit.reporting.evaluation import (  # noqa: PLC0415 - takes a while to load
        show_comparison,
        show_evaluation,
        show_own,
    )
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    console = make_console()
    for at, one in enumerate(found):
        if at:
            console.print()
        show_evaluation(name, one, console, misses=misses)
    names, comparison = against
    if names and comparison is not None:
        show_comparison(names, comparison, console)
    show_own(own, console)
