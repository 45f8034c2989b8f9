"""`caseaudit rubric`: the policy lead's bench - what is judged, whether it is sound, and how to write one."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli.boundary import ExitCode, say
from caseaudit.domain.moment import LONDON
from caseaudit.engine.examples import run_examples
from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.reading.judgements import DEFAULT_RUBRIC, concepts_of, load_judgement, shipped_lexicon
from caseaudit.reading.lexicons import lexicon_source
from caseaudit.reading.located_yaml import load_file
from caseaudit.reading.rubrics import editions, examine, find_rubric, load_rubric
from caseaudit.reading.shipped import shipped
from caseaudit.rubric.model import Rubric
from caseaudit.rubric.remark import Level

if TYPE_CHECKING:
    from rich.console import Console

rubric_app = typer.Typer(
    name="rubric",
    help="Look at, check, test, document and write rubrics.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How a list or a rubric is printed."""

    TABLE = "table"
    JSON = "json"


AsFormat = Annotated[Format, typer.Option("--format", help="table, or json for other programs.")]
OneRubric = Annotated[
    str, typer.Argument(metavar="RUBRIC", help="Its id (newest edition), id@edition, or a path.", show_default=True)
]


@rubric_app.command("list")
def list_rubrics(output: AsFormat = Format.TABLE) -> int:
    """List the rubrics that come with caseaudit, every edition."""
    from caseaudit.reporting import rubric_views  # noqa: PLC0415 - the console library takes a while to load

    found = list(_shipped())
    if output is Format.JSON:
        typer.echo(rubric_views.as_json([rubric_views.listed_rubric(one, newest=new) for one, new in found]))
    else:
        rubric_views.show_list(found, _console())
    return ExitCode.DONE


@rubric_app.command("show")
def show(rubric: OneRubric = DEFAULT_RUBRIC, output: AsFormat = Format.TABLE) -> int:
    """Show one rubric with everything it takes over from others."""
    from caseaudit.reporting import rubric_views  # noqa: PLC0415

    loaded = load_rubric(find_rubric(rubric))
    if output is Format.JSON:
        typer.echo(rubric_views.as_json(rubric_views.whole_rubric(loaded)))
    else:
        rubric_views.show_rubric(loaded, _console())
    return ExitCode.DONE


@rubric_app.command("check")
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Rubric files, or ids of rubrics.", show_default=False)
    ],
) -> int:
    """Say everything that is wrong with rubrics, each at its line. Exit code 2 when anything is."""
    from caseaudit.reporting import rubric_views  # noqa: PLC0415

    console = _console()
    concepts = concepts_of(shipped_lexicon())
    problems: dict[Problem, None] = {}
    notices: dict[Problem, None] = {}
    for path in paths:
        found, noted, rubric = _examined(path, concepts)
        problems.update(dict.fromkeys(found))
        notices.update(dict.fromkeys(noted))
        if rubric is not None and not found:
            console.print(f"{path}: sound ({rubric.rubric} {rubric.edition}, {len(rubric.criteria)} criteria).")
    rubric_views.show_problems(problems, console)
    rubric_views.show_problems(notices, console, prefix="notice: ")
    if not problems:
        return ExitCode.DONE
    say(f"caseaudit: {len(problems)} {'problem' if len(problems) == 1 else 'problems'}. Mend each line named above.")
    return ExitCode.USAGE


def _examined(path: str, concepts: frozenset[str]) -> tuple[tuple[Problem, ...], tuple[Problem, ...], Rubric | None]:
    try:
        examined = examine(find_rubric(path), concepts=concepts)
    except DefinitionError as error:
        return error.problems, (), None
    return examined.problems(Level.BROKEN, Level.UNFINISHED), examined.problems(Level.NOTICE), examined.rubric


@rubric_app.command("test")
def run_tests(
    rubrics: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RUBRIC", help="Ids or paths. [default: all that come with caseaudit]", show_default=False
        ),
    ] = None,
) -> int:
    """Run every example of every criterion. Exit code 1 when one comes out otherwise than it says."""
    from caseaudit.reporting import rubric_views  # noqa: PLC0415

    console = _console()
    failed = False
    for name in rubrics or sorted(editions()):
        judgement = load_judgement([name])
        results = list(run_examples(judgement))
        failed = failed or not all(result.holds for result in results)
        rubric_views.show_failures(judgement.rubrics[0], results, console)
    return ExitCode.GATE if failed else ExitCode.DONE


@rubric_app.command("schema")
def schema() -> int:
    """Print the JSON Schema of rubric files, for editors that complete and check YAML."""
    from caseaudit.reporting.rubric_views import as_json  # noqa: PLC0415
    from caseaudit.rubric.schema import rubric_schema  # noqa: PLC0415 - reads the sources of the models

    typer.echo(as_json(rubric_schema()))
    return ExitCode.DONE


@rubric_app.command("docs")
def docs(
    rubric: OneRubric,
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where the pages go.", show_default=False)
    ],
) -> int:
    """Write a rubric as Markdown: an index, a page a criterion, a page a lexicon."""
    from caseaudit.reporting.rubric_docs import rubric_pages  # noqa: PLC0415

    examined = examine(find_rubric(rubric), concepts=concepts_of(shipped_lexicon()))
    if examined.rubric is None:
        raise DefinitionError(examined.problems(Level.BROKEN))
    files = sorted((shipped("rubrics") / "language").glob("*.yaml"))
    lexicons = [lexicon_source(load_file(file, shown_as=file.name)).file for file in files]
    pages = rubric_pages(examined.rubric, lexicons, examined.settings_used)
    for name, text in pages.items():
        _write(folder / name, text)
    say(f"{len(pages)} pages in {folder.as_posix()}; start with index.md.")
    return ExitCode.DONE


@rubric_app.command("new")
def new(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The new rubric's id, such as our-force.", show_default=False)
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="[default: ID/EDITION.yaml; - for standard output]",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Write a rubric to start from: it extends the dip sample, and says at each step what may be changed."""
    from caseaudit.reporting.rubric_starter import starter  # noqa: PLC0415

    _check_id(name)
    today = datetime.now(LONDON).date()
    edition = f"{today:%Y-%m}"
    base = find_rubric(DEFAULT_RUBRIC)
    path = output or f"{name}/{edition}.yaml"
    shown = f"{name}.yaml" if path == "-" else path
    text = starter(name, edition=edition, base=f"{DEFAULT_RUBRIC}@{base.stem}", checked=today.isoformat(), path=shown)
    if path == "-":
        typer.echo(text, nl=False)
        return ExitCode.DONE
    if Path(path).exists():
        raise UsageError(f"{path} is there already", remedy="Name another file with -o, or remove it.")
    _write(Path(path), text)
    say(f"Wrote {path}. Next: caseaudit rubric check {path}")
    return ExitCode.DONE


def _check_id(name: str) -> None:
    words = name.split("-")
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise UsageError(
            f"{name!r} is no id for a rubric", remedy="Write lower-case words joined by hyphens: our-force."
        )
    if name in editions():
        raise UsageError(f"{name!r} comes with caseaudit already", remedy="Give yours an id of its own.")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path.as_posix()} cannot be written: {error.strerror}", remedy="Check the folder.") from None


def _shipped() -> Iterator[tuple[Rubric, bool]]:
    for files in editions().values():
        for file in files:
            yield load_rubric(file), file == files[-1]


def _console() -> "Console":
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    return make_console()
