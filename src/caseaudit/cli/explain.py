"""`caseaudit explain`: why a case was judged as it was."""

from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from caseaudit.checks.context import narrative_of
from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, fault_message, say
from caseaudit.cli.depth import with_depth
from caseaudit.cli.exports import reading_by
from caseaudit.cli.judging import check_known
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import LONDON, AsOf, parse_as_of
from caseaudit.engine.narratives import reader_for
from caseaudit.engine.runner import FaultLog, traces_of
from caseaudit.errors import Place, UsageError
from caseaudit.language.mention import Mention
from caseaudit.reading.case_files import ReadCase
from caseaudit.reading.intake import Account, read_cases
from caseaudit.reading.judgements import load_judgement
from caseaudit.reporting import own_lexicons
from caseaudit.rubric.model import Judgement
from caseaudit.settings import decide

_MAX_IDS = 10_000


def explain(
    exports: options.Exports,
    case: Annotated[str, typer.Option("--case", metavar="ID", help="The case to explain.", show_default=False)],
    criterion: Annotated[
        list[str] | None,
        typer.Option("--criterion", metavar="ID", help="Only this criterion. Repeatable.", show_default=False),
    ] = None,
    rubric: options.Rubrics = None,
    mapping: options.Mapping = None,
    as_of: options.AsOfDate = None,
    second_reader: options.SecondReader = None,
    thorough: options.Thorough = None,
    lexicon: options.Lexicons = None,
    encoding: options.Encoding = None,
) -> int:
    """Audit one case again and show each clause of each test, with its evidence and the cues behind it.

    Names of the people whom the case file lists are masked.
    """
    flags = {
        "rubric": rubric or None,
        "as_of": as_of,
        "second_reader": second_reader,
        "thorough": thorough,
        "lexicon": lexicon or None,
        "mapping": mapping,
        "encoding": encoding,
    }
    settings = with_depth(decide(flags, folder=Path.cwd()), exports)
    judgement = load_judgement(
        settings.rubric,
        second_reader=settings.second_reader,
        thorough=bool(settings.thorough),
        lexicons=settings.lexicon,
    )
    check_known(criterion or (), [item.id for item in judgement.criteria], "--criterion")
    if criterion:
        judgement = judgement.keeping(frozenset(criterion))
    at = parse_as_of(settings.as_of or datetime.now(LONDON).date().isoformat())
    with reading_by(settings.mapping, settings.encoding).intake() as intake:
        found = _find(exports, case, intake)
    return _show(found, judgement, at)


def _find(exports: list[str], wanted: str, intake: Account[Any]) -> CaseFile:
    """Read on until the case comes. Raises UsageError with the nearest id, or with why the record was set aside."""
    seen: list[str] = []
    for result in read_cases(exports, intake):
        if isinstance(result, ReadCase):
            if result.case.case_id == wanted:
                return result.case
            if len(seen) < _MAX_IDS:
                seen.append(result.case.case_id)
        elif result.set_aside.case_id == wanted:
            aside = result.set_aside
            field = f"column {aside.column}" if aside.column else aside.path or "the record"
            raise UsageError(
                f"Case {wanted} was set aside: {field}: {aside.reason}",
                where=Place(aside.file, sheet=aside.sheet, line=aside.line or aside.row),
                remedy="Mend the record and try again.",
            )
    nearest = get_close_matches(wanted, seen, 1, 0.6)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    raise UsageError(f"There is no case {wanted} in what was given.{hint}", remedy="Case ids are taken as written.")


def _show(case: CaseFile, judgement: Judgement, as_of: AsOf) -> int:
    from caseaudit.reporting.explanation import show_case  # noqa: PLC0415 - the console library takes a while to load
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    log = FaultLog()
    traces = list(traces_of(judgement, case, as_of, log))
    titles = {item.id: item.title for item in judgement.criteria}
    mentions: dict[tuple[str, int, int, str], Mention] = {}
    if not log.details:
        narrative = narrative_of(case, as_of, reader_for(judgement, case))
        for mention in narrative.mentions:
            mentions[f"narrative[{mention.entry}].text", mention.start, mention.end, mention.concept] = mention
    console = make_console()
    show_case(case, [(titles[trace.finding.criterion], trace) for trace in traces], mentions, console)
    for notice in own_lexicons.notices(judgement.lexicon.own):
        console.print(notice, markup=False, highlight=False)
    if not log.details:
        return ExitCode.DONE
    say(fault_message(log.details))
    return ExitCode.FAULT
