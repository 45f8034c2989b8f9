"""`caseaudit review compare`, `moderate` and `trust`: how far people agree with each other, and with the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.outputs import Output, check_targets
from caseaudit.cli.printing import finish, put
from caseaudit.domain.audit import Results
from caseaudit.errors import InputError, UsageError
from caseaudit.reading.decisions import read_all
from caseaudit.reading.draws import read_draw
from caseaudit.reporting.stored import read_results
from caseaudit.review.comparing import compare_readings
from caseaudit.review.decisions import Decision, fingerprint, rubric_of
from caseaudit.review.independent import require_one_run
from caseaudit.review.population_rates import PopulationRate, population_rates
from caseaudit.review.trust import trust
from caseaudit.settings import decide

if TYPE_CHECKING:
    from caseaudit.reporting.review_comparison_pages import Page

_KINDS = ("xlsx", "md", "json")
_ONLY_SAMPLE = "These results are of a sample: the rates are of its cases, not of the export it was drawn from."


class Format(StrEnum):
    """How the figures are printed."""

    TABLE = "table"
    JSON = "json"


class Against(StrEnum):
    """Whom the auditors are compared with."""

    PEOPLE = "people"
    MACHINE = "machine"


DecisionFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="DECISIONS", help="Files of decisions that `caseaudit review import` wrote.", show_default=False
    ),
]
OptionalResults = Annotated[
    Path | None,
    typer.Option(
        "--results",
        metavar="RESULTS",
        help="The results that were reviewed: gives titles, severities and the machine's reasons.",
        show_default=False,
    ),
]
TheResults = Annotated[
    Path, typer.Option("--results", metavar="RESULTS", help="The results that were reviewed.", show_default=False)
]
With = Annotated[
    Against, typer.Option("--against", help="Compare auditors with each other (people), or with the machine.")
]
AsFormat = Annotated[Format, typer.Option("--format", help="table, or json for other programs.")]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the figures to this file; the suffix says how: .xlsx, .md, .json. Repeatable.",
        show_default=False,
    ),
]
Draw = Annotated[
    Path | None,
    typer.Option(
        "--draw",
        metavar="DRAW",
        help="The .draw.json of the cases that people read: only these count for rates of the whole, case by case.",
        show_default=False,
    ),
]


def compare_command(
    decisions: DecisionFiles,
    results: OptionalResults = None,
    against: With = Against.PEOPLE,
    output_format: AsFormat = Format.TABLE,
    output: Files = None,
    marking: options.Marking = None,
    quiet: options.Quiet = None,
) -> int:
    """Show how far auditors agree: percent, kappa, AC1, alpha, the tables behind them, and every disagreement.

    Always of independent first readings; moderated decisions never count. Coefficients are given from 20 pairs.
    """
    given = _given(decisions, results, marking, quiet, output)
    found = compare_readings(given.decisions, results=given.results, against=against.value)
    from caseaudit.reporting.review_comparison import comparison_page  # noqa: PLC0415 - takes a while to load
    from caseaudit.reporting.review_comparison_json import comparison_json  # noqa: PLC0415

    given.deliver(comparison_page(found, marking=given.marking), comparison_json(found), output_format)
    return ExitCode.DONE


def trust_command(
    decisions: DecisionFiles,
    results: TheResults,
    draw: Draw = None,
    output_format: AsFormat = Format.TABLE,
    output: Files = None,
    marking: options.Marking = None,
    quiet: options.Quiet = None,
) -> int:
    """Show what people made of the machine's proposals: by criterion, by lexicon term, and the rates of the whole.

    Of decisions that hold: moderated, or the same by everybody who read the finding.
    """
    given = _given(decisions, results, marking, quiet, output, draw)
    assert given.results is not None
    rates, note = _rates(given.decisions, given.results, draw)
    found, run, rubric = trust(given.decisions, given.results), fingerprint(given.results), rubric_of(given.results)
    from caseaudit.reporting.review_comparison_json import trust_json  # noqa: PLC0415 - takes a while to load
    from caseaudit.reporting.review_comparison_trust import trust_page  # noqa: PLC0415

    page = trust_page(found, rates, run=run, rubric=rubric, note=note, marking=given.marking)
    given.deliver(page, trust_json(found, rates, run=run, rubric=rubric, note=note), output_format)
    return ExitCode.DONE


def moderate_command(
    decisions: DecisionFiles,
    results: TheResults,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Write the workbook to this .xlsx.", show_default=False),
    ],
    cases: Annotated[
        list[str] | None,
        typer.Option(
            "--cases",
            metavar="EXPORT",
            help="The export that was audited: puts the record to read into the workbook. Repeatable.",
            show_default=False,
        ),
    ] = None,
    mapping: options.Mapping = None,
    encoding: options.Encoding = None,
    marking: options.Marking = None,
) -> int:
    """Write a workbook of the questions on which auditors differ, for a moderator to decide with a reason.

    `caseaudit review import` reads it back. The auditors' own answers are kept, and agreement is always of these.
    """
    from caseaudit.cli.review_moderate import Asked, write_moderator_workbook  # noqa: PLC0415 - openpyxl takes a while

    (file,) = plan_files([output], ("xlsx",), inputs=[*decisions, results])
    settings = decide({"mapping": mapping, "encoding": encoding, "marking": marking}, folder=Path.cwd())
    read, stored = read_decided(decisions, results)
    assert stored is not None
    own = None if marking is not None else stored.run.settings.get("marking")
    asked = Asked(tuple(cases or ()), settings.mapping, settings.encoding, str(own or settings.marking))
    write_moderator_workbook(read, stored, asked, file)
    return ExitCode.DONE


def _rates(
    decisions: Sequence[Decision], results: Results, draw: Path | None
) -> tuple[tuple[PopulationRate, ...], str | None]:
    """Rates of the whole, and what must be known of them, or why there are none."""
    sampled = _ONLY_SAMPLE if results.run.sample else None
    if draw is None:
        return population_rates(decisions, results), sampled
    record = read_draw(draw)
    if record.method == "quota" or record.plan.allocation == "equal":
        return (), "The cases were drawn by quota or in equal shares: they give no rate of the whole, only of strata."
    drawn = {case.case_id for case in record.chosen("drawn")}
    missing = drawn - {case.case_id for case in results.cases}
    if missing:
        raise InputError(
            f"{len(missing):,} of the {len(drawn):,} drawn cases are not in these results",
            remedy="Give the draw that was made from the export which these results are of.",
        )
    return population_rates(decisions, results, drawn=drawn), sampled


@dataclass(frozen=True, slots=True)
class _Given:
    """What a command was given, read and checked."""

    decisions: tuple[Decision, ...]
    results: Results | None
    marking: str
    quiet: bool
    outputs: tuple[Output, ...]

    def deliver(self, page: "Page", as_json: str, output_format: Format) -> None:
        """Write the files, then print."""
        try:
            for file in self.outputs:
                _write(file.open(), page, as_json)
            for file in self.outputs:
                file.put()
        finally:
            for file in self.outputs:
                file.discard()
        if output_format is Format.JSON:
            put(as_json)
            finish()
        elif not self.quiet:
            from caseaudit.reporting.review_comparison_pages import show_page  # noqa: PLC0415 - takes a while to load
            from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

            show_page(page, make_console())
        for file in self.outputs:
            say(f"Wrote {file.path}")


def _given(
    decisions: Sequence[Path],
    results: Path | None,
    marking: str | None,
    quiet: bool | None,  # noqa: FBT001 - the flag as given
    output: Sequence[Path] | None,
    draw: Path | None = None,
) -> _Given:
    inputs = [*decisions, *([results] if results else []), *([draw] if draw else [])]
    outputs = plan_files(output or (), _KINDS, inputs=inputs)
    settings = decide({"marking": marking, "quiet": quiet}, folder=Path.cwd())
    read, stored = read_decided(decisions, results)
    own = stored.run.settings.get("marking") if stored and marking is None else None
    return _Given(read, stored, str(own or settings.marking), settings.quiet, outputs)


def read_decided(decisions: Sequence[Path], results: Path | None) -> tuple[tuple[Decision, ...], Results | None]:
    """Read decisions, and the results they must be of. Raises InputError for none, or for those of another run."""
    stored = read_results(results) if results else None
    read, notices = read_all(decisions)
    for notice in notices:
        say(f"caseaudit: {notice}")
    if not read:
        raise InputError("There are no decisions yet", remedy="`caseaudit review import` enters them from workbooks.")
    require_one_run(read, fingerprint(stored) if stored else None)
    return read, stored


def plan_files(names: Sequence[Path], kinds: Sequence[str], *, inputs: Sequence[Path]) -> tuple[Output, ...]:
    """Settle the format of each file by its suffix. Raises UsageError for what cannot or must not be written."""
    check_targets(names, inputs=inputs)
    outputs = []
    for path in names:
        kind = path.suffix.lower().removeprefix(".")
        if kind not in kinds:
            known = ", ".join(f".{one}" for one in kinds)
            raise UsageError(f"{path}: the suffix does not say how to write it", remedy=f"Known here: {known}.")
        outputs.append(Output(path, kind))
    return tuple(outputs)


def _write(file: Output, page: "Page", as_json: str) -> None:
    if file.kind == "json":
        file.write(as_json)
    elif file.kind == "md":
        from caseaudit.reporting.review_comparison_pages import page_markdown  # noqa: PLC0415

        file.write(page_markdown(page))
    else:
        from caseaudit.reporting.review_comparison_book import write_page_workbook  # noqa: PLC0415

        try:
            write_page_workbook(page, file.binary)
        except OSError as error:
            raise file.failed(error) from None
