"""The sheets of the workbook as rows: header first, dates as Excel keeps them or as somebody typed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

CATEGORIES = {
    "domestic_abuse": "Domestic",
    "child_abuse_or_neglect": "Child protection",
    "child_death": "Sudden death of a child",
}
# Who writes in a log: rank and number, as logs have them.
WRITERS = {
    "response_constable": "PC 1187",
    "detective_constable": "DC 2210",
    "response_sergeant": "PS 904",
    "sergeant": "PS 871",
    "detective_sergeant": "DS 655",
    "detective_inspector": "DI 318",
    "detective_superintendent": "DSUPT 12",
}
Record = dict[str, Any]
Row = list[Any]


def when(value: str | None) -> datetime | None:
    """Give a date as Excel keeps it."""
    return None if value is None else datetime.fromisoformat(value)


def typed(value: str | None) -> str | None:
    """Give a date as somebody typed it."""
    return None if value is None else datetime.fromisoformat(value).strftime("%d/%m/%Y %H:%M")


def mixed(value: str | None, at: int) -> datetime | str | None:
    """Give a date in one of these ways: a column that some fill by hand."""
    return typed(value) if at % 3 == 1 else when(value)


def number(case: Record) -> int:
    return int(case["case_id"].rpartition("-")[2])


def yes_no(value: bool | None) -> str | None:  # noqa: FBT001
    return None if value is None else "Yes" if value else "No"


def cases_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield [
        "Case No", "Category", "Title", "Division", "Owner", "Reported", "Closed", "Result", "Reason closed", "Child present",
        "Risk", "Role", "Rank", "Team", "Training", "Requested", "Deployed", "Arrived", "Why sent", "BWV",
    ]  # fmt: skip
    for case in cases:
        officer, attended = case["officer_in_case"], case["attendances"][0]
        row: Row = [number(case), CATEGORIES[case["case_type"]], case["title"], case["area"], case["team"]]
        row += [
            when(case["reported_at"]),
            typed(case["closed_at"]) or "-",
            case["outcome"] or "-",
            case["closure_reason"],
        ]
        row += [case["children_present"], case["vulnerability_grade"].title(), officer["role"], officer["rank"]]
        row += [officer["team"], "\n".join(officer["accreditations"])]
        row += [when(attended[name]) for name in ("requested_at", "deployed_at", "arrived_at")]
        yield [*row, attended["reason"], yes_no(attended["body_worn_video"])]
    yield ["Total", len(cases)]


def children_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield [
        "Case No", "Child ID", "URN", "Known as", "Role", "Date of birth", "Age", "Sex", "Ethnicity (self)", "Ethnicity (officer)",
        "Disability", "Disability detail", "SEN", "LAC", "Language", "Seen", "Spoken to", "School",
    ]  # fmt: skip
    for case in cases:
        for at, child in enumerate(case["children"]):
            # The number stands once, in a cell merged down over brothers and sisters.
            row: Row = [
                None if at else number(case),
                child["child_id"],
                child["person_ref"],
                " / ".join(child["names"]),
            ]
            row += [child["role"], when(child["date_of_birth"]), child["age"], child["sex"], child["ethnicity_self"]]
            row += [child["ethnicity_observed"], child["disability"], child["disability_detail"], child["sen"]]
            row += [yes_no(child["looked_after"]), child["language"], mixed(child["seen_at"], number(case) + at)]
            yield [*row, yes_no(child["spoken_to"]), child["school"]]


def adults_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield [
        "Case number",
        "Person ID",
        "Known as",
        "Role",
        "Age",
        "Sex",
        "Ethnicity (self)",
        "Ethnicity (officer)",
        "Sees children",
    ]
    for case in cases:
        for person in case["people"]:
            row: Row = [
                f"{number(case):06d}",
                person["person_id"],
                " / ".join(person["names"]),
                person["role"],
                person["age"],
            ]
            row += [person["sex"], person["ethnicity_self"], person["ethnicity_observed"]]
            yield [*row, yes_no(person["child_contact"])]


def dated(case: Record, kind: str) -> str | None:
    """Write entries of a kind into one cell, one under the other, each begun with its time and its writer."""
    entries = [entry for entry in case["narrative"] if entry["kind"] == kind]
    heads = (f"{typed(e['recorded_at'])} {WRITERS.get(e['author_role'], '')}".strip() for e in entries)
    return "\n\n".join(f"{head} - {e['text']}" for head, e in zip(heads, entries, strict=True)) or None


def narrative_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield [
        "Case No",
        "Crime report",
        "Crime report made",
        "Notice text",
        "Notice written",
        "DASH text",
        "DASH made",
        "Log",
        "Minutes",
        "Supervision",
    ]
    for case in cases:
        row: Row = [number(case)]
        for kind in ("crime_report", "ppn", "dash"):
            entry: Record = next((e for e in case["narrative"] if e["kind"] == kind), {})
            row += [entry.get("text"), when(entry.get("recorded_at"))]
        yield [*row, *(dated(case, kind) for kind in ("log", "strategy_minutes", "supervision"))]


def referrals_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield ["No", "Case No", "To", "Sent", "Child ID", "Answer"]
    found = [(case, item) for case in cases for item in case["referrals"]]
    for at, (case, item) in enumerate(found, 1):
        yield [
            at,
            number(case),
            item["to"].replace("_", " ").title(),
            mixed(item["made_at"], at),
            item["child_id"],
            item["outcome"],
        ]


def meetings_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield ["Case No", "Meeting", "Date", "Time", "Police there", "Police rank", "Minutes on file"]
    for case in cases:
        for item in case["meetings"]:
            held = datetime.fromisoformat(item["held_at"])
            row: Row = [
                number(case),
                item["kind"].replace("_", " "),
                held.date(),
                held.time(),
                yes_no(item["police_attended"]),
            ]
            yield [*row, item["police_rank"], yes_no(item["outcomes_recorded"])]


def forms_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    yield [
        "Case No",
        "Form",
        "Reference",
        "Grade",
        "Started",
        "Completed or sent",
        "Second reader",
        "Checked",
        "Children",
        "Rank",
        "Plan",
    ]
    for case in cases:
        for item in case["risk_assessments"]:
            row: Row = [number(case), item["kind"].upper(), None, item["grade"]]
            yield [
                *row,
                *(when(item[name]) for name in ("started_at", "completed_at", "secondary_review_at")),
                *[None] * 4,
            ]
        for item in case["notices"]:
            row = [
                number(case),
                "PPN",
                item["ref"],
                None,
                None,
                when(item["submitted_at"]),
                None,
                when(item["supervised_at"]),
            ]
            yield [*row, " ".join(item["child_ids"]), None, None]
        for item in case["reviews"]:
            row = [number(case), "Review", None, None, None, when(item["reviewed_at"]), *[None] * 3]
            yield [*row, item["rank"], yes_no(item["plan_recorded"])]


def investigation_sheet(cases: Sequence[Record]) -> Iterator[Row]:
    names = ["allocated_at", "plan_recorded_at", "victim_seen_at", "victim_needs_assessment_at", "arrest_at"]
    yield [
        "Case No", "Team", "Role", "Allocated", "Plan", "Victim seen", "VNA", "Arrest", "Suspect known", "Images", "Others thought of",
        "Enquiry 1", "Status 1", "Enquiry 2", "Status 2", "Enquiry 3", "Status 3",
    ]  # fmt: skip
    for case in cases:
        found = case["investigation"]
        row: Row = [
            number(case),
            found["allocated_team"],
            found["allocated_role"],
            *(when(found[name]) for name in names),
        ]
        row += [yes_no(found[name]) for name in ("suspect_identified", "images_recovered", "other_children_considered")]
        enquiries = [
            cell
            for item in found["lines_of_enquiry"]
            for cell in (item["description"], item["status"].replace("_", " "))
        ]
        yield [*row, *enquiries, *[None] * (6 - len(enquiries))]
