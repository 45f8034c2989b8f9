"""`caseaudit rubric`: the policy lead's bench - what is judged, whether it is sound, and how to write one."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.printing import write_file
from caseaudit.domain.moment import LONDON
from caseaudit.engine.examples import run_examples
from caseaudit.errors import DefinitionError, Problem, UsageError
from caseaudit.language.changes import with_own
from caseaudit.language.lexicon import Lexicon
from caseaudit.reading.judgements import DEFAULT_RUBRIC, concepts_of, lexicon_with, load_judgement
from caseaudit.reading.lexicon_check import Checked, check_lexicons, is_lexicon
from caseaudit.reading.lexicons import lexicon_files, read_sources
from caseaudit.reading.own_lexicons import load_own
from caseaudit.reading.rubrics import editions, examine, find_rubric, load_rubric
from caseaudit.reading.shipped import shipped
from caseaudit.rubric.model import Rubric
from caseaudit.rubric.remark import Level
from caseaudit.settings import decide

if TYPE_CHECKING:
    from rich.console import Console

rubric_app = typer.Typer(
    name="rubric",
    help="Look at, check, test, document and write rubrics; check lexicons.",
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
def list_rubrics(output: AsFormat = Format.TABLE, lexicon: options.Lexicons = None) -> int:
    """List the rubrics that come with caseaudit, every edition; then what your own lexicons change, and why."""
    from caseaudit.reporting import rubric_views  # noqa: PLC0415 - the console library takes a while to load

    found = list(_shipped())
    if output is Format.JSON:
        typer.echo(rubric_views.as_json([rubric_views.listed_rubric(one, newest=new) for one, new in found]))
    else:
        console = _console()
        rubric_views.show_list(found, console)
        rubric_views.show_own(_lexicon(lexicon).own, console)
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
        list[str],
        typer.Argument(metavar="PATH", help="Rubric files, ids of rubrics, or lexicon files.", show_default=False),
    ],
    lexicon: options.Lexicons = None,
) -> int:
    """Say everything that is wrong with rubrics or lexicons, each at its line. Exit code 2 when anything is.

    Of a lexicon it also says whether each entry finds what its examples say.
    """
    from caseaudit.reporting import rubric_views  # noqa: PLC0415

    console = _console()
    own = _own(lexicon)
    files = [Path(path) for path in paths if is_lexicon(Path(path))]
    rubrics = [path for path in paths if Path(path) not in files]
    problems: dict[Problem, None] = {}
    notices: dict[Problem, None] = {}
    if files:
        report = check_lexicons(files, own)
        for sound in report.sound:
            console.print(_sound(sound), markup=False, highlight=False, soft_wrap=True)
        problems.update(dict.fromkeys(report.problems))
        notices.update(dict.fromkeys(report.notices))
    concepts = concepts_of(lexicon_with(load_own(own))) if rubrics else frozenset()
    for path in rubrics:
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


def _sound(lexicon: Checked) -> str:
    noun = "example" if lexicon.examples == 1 else "examples"
    told = f"; {lexicon.examples:,} {noun}, all as they say" if lexicon.examples else ""
    return f"{lexicon.path.as_posix()}: sound (lexicon {lexicon.lexicon}: {lexicon.holds}{told})."


def _own(given: list[str] | None) -> tuple[str, ...]:
    """Return the paths of the own lexicons: as given, else as the environment or the settings file names them."""
    return decide({"lexicon": given or None}, folder=Path.cwd()).lexicon


def _lexicon(given: list[str] | None) -> Lexicon:
    return lexicon_with(load_own(_own(given)))


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
    lexicon: options.Lexicons = None,
) -> int:
    """Run every example of every criterion. Exit code 1 when one comes out otherwise than it says."""
    from caseaudit.reporting import rubric_views  # noqa: PLC0415

    console = _console()
    failed = False
    own = _own(lexicon)
    for name in rubrics or sorted(editions()):
        judgement = load_judgement([name], lexicons=own)
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
    lexicon: options.Lexicons = None,
) -> int:
    """Write a rubric as Markdown: an index, a page a criterion, a page a lexicon, your own among them."""
    from caseaudit.reporting.rubric_docs import rubric_pages  # noqa: PLC0415

    own = load_own(_own(lexicon))
    examined = examine(find_rubric(rubric), concepts=concepts_of(lexicon_with(own)))
    if examined.rubric is None:
        raise DefinitionError(examined.problems(Level.BROKEN))
    folder_of_lexicons = shipped("rubrics") / "language"
    sources = read_sources(lexicon_files(folder_of_lexicons), base=folder_of_lexicons)
    changed = [source.file for source in with_own(sources, own)[0]][: len(sources)]
    pages = rubric_pages(examined.rubric, changed, examined.settings_used, [one.file for one in own])
    for name, text in pages.items():
        write_file(folder / name, text)
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
    write_file(Path(path), text)
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


def _shipped() -> Iterator[tuple[Rubric, bool]]:
    for files in editions().values():
        for file in files:
            yield load_rubric(file), file == files[-1]


def _console() -> "Console":
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    return make_console()
