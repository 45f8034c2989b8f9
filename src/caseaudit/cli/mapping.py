"""`caseaudit mapping`: from an export that nobody knows to a mapping, and what a rubric can assess with it."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.printing import write_file
from caseaudit.errors import DefinitionError, UsageError
from caseaudit.mapping.coverage import case_types, field_wanted, mapped_fields
from caseaudit.mapping.model import ExportMapping
from caseaudit.reading.judgements import DEFAULT_RUBRIC
from caseaudit.reading.mapping_trial import Trial, try_mapping
from caseaudit.reading.mappings import find_mapping, known_mappings, load_mapping, load_mapping_file, shown
from caseaudit.reading.rubrics import find_rubric, load_rubric
from caseaudit.reading.table_samples import table_samples
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.rubric.model import Rubric
from caseaudit.rubric.reach import assessable, fields_read

if TYPE_CHECKING:
    from rich.console import Console

    from caseaudit.mapping.suggestion import Suggestion
    from caseaudit.reporting.mapping_check import Fit, Judged

mapping_app = typer.Typer(
    name="mapping",
    help="Suggest a mapping for an export, and say what a rubric can assess with one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_SUFFIXES = (".yaml", ".yml")
_SUGGESTED = "suggested"


class Format(StrEnum):
    """How something is printed."""

    TABLE = "table"
    JSON = "json"


AsFormat = Annotated[Format, typer.Option("--format", help="table, or json for other programs.")]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of text files, such as cp1252. [default: found out]",
        show_default=False,
    ),
]


@mapping_app.command("suggest")
def suggest_command(
    exports: Annotated[
        list[str],
        typer.Argument(
            metavar="EXPORT", help="Files, folders or archives of one export. `-`: standard input.", show_default=False
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the mapping goes. [default: -, standard output]",
            show_default=False,
        ),
    ] = None,
    encoding: Encoding = None,
) -> int:
    """Write a commented mapping for an export: what each column is taken for, how surely, and what found no place."""
    from caseaudit.reporting.mapping_draft import draft_yaml  # noqa: PLC0415 - only where one is written
    from caseaudit.reporting.mapping_views import show_suggestion  # noqa: PLC0415 - the console library is slow to load

    path = None if output in (None, "-") else Path(str(output))
    if path is not None and path.exists():
        raise UsageError(f"{path.as_posix()} is there already", remedy="Name another file with -o, or remove it.")
    suggestion, unread = _suggested(exports, encoding, _id(path, exports))
    text = draft_yaml(suggestion, export=" ".join(exports))
    _loads(text)
    show_suggestion(suggestion, _console(stderr=path is None))
    for problem in unread:
        say(f"caseaudit: not read: {problem}")
    if path is None:
        typer.echo(text, nl=False)
        return ExitCode.DONE
    write_file(path, text)
    again = " ".join(map(_quoted, (path.as_posix(), *exports)))
    say(f"Wrote {path.as_posix()}. Read it, then: caseaudit mapping check {again}")
    return ExitCode.DONE


def _suggested(exports: Sequence[str], encoding: str | None, name: str) -> "tuple[Suggestion, list[str]]":
    from caseaudit.mapping.suggesting import suggest  # noqa: PLC0415 - only where a mapping is suggested

    samples, unread = table_samples(exports, ReadSettings(encoding=encoding))
    if not samples:
        why = f" ({'; '.join(unread[:3])})" if unread else ""
        raise UsageError(
            f"Nothing in the export can be read as a table{why}", remedy="Check the files, or give them one by one."
        )
    try:
        return suggest(samples, name), unread
    except ValueError as error:
        tables = ", ".join(sample.label for sample in samples[:6])
        raise UsageError(
            f"{error} (read: {tables})",
            remedy="Add the table that lists the cases, one row each with its reference, or write the mapping by hand.",
        ) from None


def _id(path: Path | None, exports: Sequence[str]) -> str:
    stem = path.stem if path is not None else Path(exports[0]).stem
    words = re.findall(r"[a-z0-9]+", stem.lower())
    return "-".join(words) or _SUGGESTED


def _loads(text: str) -> ExportMapping:
    """Load what was written as any mapping is loaded."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{_SUGGESTED}.yaml"
        path.write_text(text, encoding="utf-8", newline="\n")
        return load_mapping_file(path)


@mapping_app.command("check")
def check(
    arguments: Annotated[
        list[str],
        typer.Argument(
            metavar="MAPPING|EXPORT",
            help="A mapping (id or .yaml file), an export to try it on, or both. An export alone: as suggested.",
            show_default=False,
        ),
    ],
    rubric: options.Rubrics = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", "-m", metavar="MAPPING", help="The mapping: its id or a path.", show_default=False),
    ] = None,
    output: AsFormat = Format.TABLE,
    encoding: Encoding = None,
) -> int:
    """Say which criteria a rubric can assess with a mapping, and which column would settle the others.

    With an export it also says which columns of the mapping the export lacks and which values its picklists do not
    list. Exit code 1 when there are such columns, or rows that a run would set aside.
    """
    from caseaudit.reporting import mapping_check  # noqa: PLC0415 - the console library takes a while to load
    from caseaudit.reporting.rubric_views import as_json  # noqa: PLC0415

    name, loaded, exports = _given(arguments, mapping, encoding)
    rubrics = [load_rubric(find_rubric(each)) for each in rubric or [DEFAULT_RUBRIC]]
    trial = (
        try_mapping(loaded, exports, ReadSettings(encoding=encoding or loaded.encoding, delimiter=loaded.delimiter))
        if exports
        else None
    )
    judged = list(_judged(loaded, rubrics, trial))
    fit = _fit(trial) if trial is not None else None
    names = [f"{each.rubric} {each.edition}" for each in rubrics]
    if output is Format.JSON:
        typer.echo(as_json(mapping_check.check_json(name, names, judged, fit)))
    else:
        mapping_check.show_check(name, names, judged, fit, _console())
    return ExitCode.DONE if trial is None or trial.fits else ExitCode.GATE


def _given(arguments: Sequence[str], named: str | None, encoding: str | None) -> tuple[str, ExportMapping, list[str]]:
    """Tell the mapping from the exports; without a mapping, the one that would be suggested."""
    mappings = [each for each in arguments if _is_mapping(each)]
    exports = [each for each in arguments if each not in mappings]
    references = [*([named] if named else []), *mappings]
    if len(references) > 1:
        raise UsageError(f"Two mappings are given: {references[0]} and {references[1]}", remedy="Give one of them.")
    if references:
        loaded = load_mapping(references[0])
        return loaded.mapping, loaded, exports
    if len(arguments) == 1 and not Path(arguments[0]).exists() and arguments[0] != "-":
        find_mapping(arguments[0])
    suggestion, _ = _suggested(exports, encoding, _SUGGESTED)
    from caseaudit.reporting.mapping_draft import draft_yaml  # noqa: PLC0415

    return _SUGGESTED, _loads(draft_yaml(suggestion, export=" ".join(exports))), exports


def _is_mapping(argument: str) -> bool:
    if argument.lower().endswith(_SUFFIXES):
        return True
    return not Path(argument).exists() and argument in known_mappings()


def _judged(mapping: ExportMapping, rubrics: Sequence[Rubric], trial: Trial | None) -> "Iterator[Judged]":
    from caseaudit.reporting.mapping_check import Judged  # noqa: PLC0415

    fields = mapped_fields(mapping, trial.gone if trial is not None else ())
    types = case_types(mapping)
    seen: set[str] = set()
    for rubric in rubrics:
        areas = {area.id: area.title for area in rubric.areas}
        for criterion in rubric.criteria:
            if criterion.id in seen:
                continue
            seen.add(criterion.id)
            can = assessable(criterion, fields)
            reads = fields_read(criterion)
            yield Judged(
                criterion.title,
                areas.get(criterion.area, criterion.area),
                can,
                types is None or bool(types & set(criterion.applies_to.case_types)),
                reads,
                {path: fields[path] for path in reads if path in fields},
                tuple(map(field_wanted, can.missing)),
            )


def _fit(trial: Trial) -> "Fit":
    from caseaudit.reporting.mapping_check import Fit  # noqa: PLC0415

    return Fit(
        trial.rows,
        [(each.table, each.place, each.columns, each.fields, each.elsewhere) for each in trial.missing],
        [(e.table, e.field, e.column, e.picklist, e.policy, e.value, e.count) for e in trial.unlisted],
        [(each.table, each.column, each.reason, each.count) for each in trial.troubles],
        trial.unread,
    )


@mapping_app.command("list")
def list_mappings(output: AsFormat = Format.TABLE) -> int:
    """List the mappings in ./mappings and those that come with caseaudit."""
    from caseaudit.reporting import mapping_views  # noqa: PLC0415
    from caseaudit.reporting.rubric_views import as_json  # noqa: PLC0415

    found: list[tuple[str, str, ExportMapping]] = []
    for name, path in sorted(known_mappings().items()):
        try:
            found.append((name, shown(path), load_mapping_file(path)))
        except DefinitionError as error:
            say(f"caseaudit: {error}")
    if output is Format.JSON:
        typer.echo(as_json(mapping_views.listed(found)))
    elif found:
        mapping_views.show_list(found, _console())
    else:
        say("There is no mapping here. Write one with: caseaudit mapping suggest EXPORT -o mappings/NAME.yaml")
    return ExitCode.DONE


@mapping_app.command("show")
def show(
    mapping: Annotated[str, typer.Argument(metavar="MAPPING", help="Its id or a path.", show_default=False)],
    output: AsFormat = Format.TABLE,
) -> int:
    """Show a mapping table by table: every field with its columns."""
    from caseaudit.reporting import mapping_views  # noqa: PLC0415
    from caseaudit.reporting.rubric_views import as_json  # noqa: PLC0415

    loaded = load_mapping(mapping)
    if output is Format.JSON:
        typer.echo(as_json(loaded.model_dump(mode="json", by_alias=True, exclude_none=True)))
    else:
        mapping_views.show_mapping(loaded, _console())
    return ExitCode.DONE


@mapping_app.command("schema")
def schema() -> int:
    """Print the JSON Schema of mapping files, for editors that complete and check YAML."""
    from caseaudit.reporting.rubric_views import as_json  # noqa: PLC0415

    described = ExportMapping.model_json_schema(by_alias=True)
    typer.echo(as_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **described}))
    return ExitCode.DONE


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _console(*, stderr: bool = False) -> "Console":
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    return make_console(stderr=stderr)
