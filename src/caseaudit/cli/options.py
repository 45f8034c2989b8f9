"""The options that several commands share, each with its help."""

from pathlib import Path
from typing import Annotated

import typer

Exports = Annotated[
    list[str],
    typer.Argument(
        metavar="EXPORT",
        help="Case files (JSON Lines, a JSON list, either compressed); with -m any export: CSV, workbooks, JSON, XML, "
        "Word, PDF, text. Files, folders, with -m ZIP archives. `-`: standard input.",
        show_default=False,
    ),
]
Mapping = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        "-m",
        metavar="MAPPING",
        help="Read the export by this mapping: its id, or a path. `caseaudit mapping suggest` writes one.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the export's text (with -m): utf-8, cp1252 ... [default: found out]",
        show_default=False,
    ),
]
Rubrics = Annotated[
    list[str] | None,
    typer.Option(
        "--rubric",
        "-r",
        metavar="RUBRIC",
        help="A rubric: its id (newest edition), id@edition, or a path. Repeatable. [default: dip-sample]",
        show_default=False,
    ),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the results to this file; the suffix says how: .xlsx, .html, .md, .csv, .parquet, .json, "
        ".jsonl, .junit.xml, .sarif. Repeatable.",
        show_default=False,
    ),
]
AsOfDate = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Audit as at the end of this day. [default: today]", show_default=False
    ),
]
SecondReader = Annotated[
    bool | None,
    typer.Option(
        "--second-reader/--no-second-reader",
        help="Let the trained second reader read along with the lexicon. [default: yes]",
        show_default=False,
    ),
]
Thorough = Annotated[
    bool | None,
    typer.Option(
        "--thorough/--quick",
        help="Read doubtful sentences again, closely, some hundred times slower; or not. "
        "[default: closely for what is no larger than 2 MB]",
        show_default=False,
    ),
]
Lexicons = Annotated[
    list[str] | None,
    typer.Option(
        "--lexicon",
        metavar="FILE",
        help="A lexicon of your own that adds, changes or silences entries. Repeatable.",
        show_default=False,
    ),
]
Quiet = Annotated[bool | None, typer.Option("--quiet/--no-quiet", "-q", help="Print no tables.", show_default=False)]
Marking = Annotated[
    str | None,
    typer.Option("--marking", metavar="TEXT", help="The protective marking.", show_default=False),
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CRITERION", help="Judge only this criterion. Repeatable.", show_default=False),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="CRITERION", help="Leave this criterion out. Repeatable.", show_default=False),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help="Exit 1 when a criterion of this severity or worse is not met: critical, high, medium, low. "
        "Accepted exceptions do not count.",
        show_default=False,
    ),
]
FailUnder = Annotated[
    str | None,
    typer.Option("--fail-under", metavar="PERCENT", help="Exit 1 when the score is lower.", show_default=False),
]
FailOnNew = Annotated[
    bool | None,
    typer.Option(
        "--fail-on-new/--no-fail-on-new",
        help="Exit 1 when there is a finding that the older results (`run`: the baseline) do not hold.",
        show_default=False,
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="RESULTS",
        help="Earlier results, .json or .jsonl: show what is new, resolved and persisting since.",
        show_default=False,
    ),
]
FailOnEscalation = Annotated[
    bool | None,
    typer.Option("--fail-on-escalation/--no-fail-on-escalation", help="Exit 5 on escalations.", show_default=False),
]
Rejects = Annotated[
    Path | None,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help="Write each record that was set aside, whole, as a line of JSON to mend and read again.",
        show_default=False,
    ),
]
AllowRejects = Annotated[
    bool | None,
    typer.Option("--allow-rejects/--no-allow-rejects", help="Do not exit 3 for records set aside.", show_default=False),
]
Jobs = Annotated[
    str | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        help="Audit in this many processes. [default: one a processor]",
        show_default=False,
    ),
]
Exceptions = Annotated[
    str | None,
    typer.Option(
        "--exceptions",
        metavar="FILE",
        help="Accepted exceptions (YAML): findings that somebody answers for until a day. They fail no gate but "
        "--fail-on-escalation; one that has expired fails the run.",
        show_default=False,
    ),
]
Pseudonymise = Annotated[
    str | None,
    typer.Option(
        "--pseudonymise",
        metavar="KEYFILE",
        help="Replace references to cases, children and officers by keyed ones, and mask names in what is quoted. "
        "`caseaudit key new` makes a key.",
        show_default=False,
    ),
]
Dates = Annotated[
    str | None,
    typer.Option(
        "--dates",
        metavar="HOW",
        help="With --pseudonymise: keep dates, shift each case's by a keyed number of days, or cut them to the month: "
        "keep, shift, month. [default: keep]",
        show_default=False,
    ),
]
Cache = Annotated[
    str | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="Keep what became of each record in this folder, and audit again only what has changed. It holds case "
        "data: choose it as you would for the results.",
        show_default=False,
    ),
]
Resume = Annotated[
    bool | None,
    typer.Option("--resume", help="Go on where an interrupted run of the same command stopped.", show_default=False),
]
Log = Annotated[
    str | None,
    typer.Option(
        "--log",
        metavar="FILE",
        help="Add a line to this log: who ran what when, what was read and written. No case data.",
        show_default=False,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="What is printed: table, or github for annotations in a pipeline's log. [default: table]",
        show_default=False,
    ),
]
