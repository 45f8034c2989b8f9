"""The options of `caseaudit sample`, each with its help."""

from pathlib import Path
from typing import Annotated

import typer

from caseaudit.engine.sampling_ledger import DEFAULT_MONTHS

Size = Annotated[
    int | None, typer.Option("--size", metavar="N", min=1, help="How many cases to draw.", show_default=False)
]
Seed = Annotated[
    str | None,
    typer.Option(
        "--seed",
        metavar="TEXT",
        help="What the draw hangs on: any words or figures, such as 2025-06. The same seed draws the same cases.",
        show_default=False,
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        help="Draw from each value of this field: case_type, area, team, officer_in_case.team ... Repeatable.",
        show_default=False,
    ),
]
Quotas = Annotated[
    list[str] | None,
    typer.Option(
        "--quota",
        metavar="VALUE=N",
        help="So many of this value of the --by field (case_type unless given): domestic_abuse=6. Repeatable.",
        show_default=False,
    ),
]
Allocation = Annotated[
    str | None,
    typer.Option(
        "--allocation",
        metavar="HOW",
        help="How --by shares the size: proportional or equal. [default: proportional]",
        show_default=False,
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="CONDITION",
        help="Only cases that fulfil it: area=North,South; team!=Response; closed_at= (blank); "
        "children[].age<10. Repeatable: all must hold.",
        show_default=False,
    ),
]
Since = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only cases from this day on.", show_default=False)
]
Until = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Only cases up to this day.", show_default=False)
]
DatedBy = Annotated[
    str | None,
    typer.Option(
        "--dated-by",
        metavar="FIELD",
        help="The date that --from and --to mean. [default: reported_at]",
        show_default=False,
    ),
]
One = Annotated[
    str | None,
    typer.Option(
        "--one-per",
        metavar="WHOM",
        help="One case for each child (children[].person_ref) or officer (officer_in_case.officer_ref).",
        show_default=False,
    ),
]
Reserve = Annotated[
    int | None,
    typer.Option(
        "--reserve",
        metavar="N",
        min=0,
        help="So many reserve cases for each stratum, should a drawn one fall out.",
        show_default=False,
    ),
]
Picks = Annotated[
    list[str] | None,
    typer.Option(
        "--pick",
        metavar="CASE_ID",
        help="Add this case by hand: marked, in a file of its own and in no rate. Repeatable.",
        show_default=False,
    ),
]
LedgerFile = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        metavar="FILE",
        help="The ledger of audits: leaves out what was audited lately or is drawn already, and enters this draw.",
        show_default=False,
    ),
]
Months = Annotated[
    int | None,
    typer.Option(
        "--exclude-audited",
        metavar="MONTHS",
        min=0,
        max=1200,
        help=f"Leave out cases that were audited in so many months. [default: {DEFAULT_MONTHS}, with --ledger]",
        show_default=False,
    ),
]
AsOfDate = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day from which the months count back, and of the entries. [default: today]",
        show_default=False,
    ),
]
Purpose = Annotated[
    str | None,
    typer.Option(
        "--purpose", metavar="TEXT", help="What the ledger says it is for. [default: dip sample]", show_default=False
    ),
]
Who = Annotated[
    str | None,
    typer.Option(
        "--who",
        metavar="NAME",
        help="Who draws, for the ledger. [default: the name you logged in by]",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="Writes OUT.jsonl (the drawn case files) and OUT.draw.json (the record of the draw).",
        show_default=False,
    ),
]
Verify = Annotated[
    Path | None,
    typer.Option(
        "--verify",
        metavar="DRAW",
        help="Draw again as this .draw.json says, from the same export, and compare.",
        show_default=False,
    ),
]
