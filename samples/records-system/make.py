"""Write `export/` and `expected.json` beside this script: the 48 case files of inspection-2025 as a records system exports them.

Same bytes every time. What is awkward in the files is listed in README.md; each awkwardness is made here on purpose.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

sys.dont_write_bytecode = True

from cases_and_people import REPORTING_PERSON, occurrences, persons  # noqa: E402
from spellings import (  # noqa: E402
    FORMS,
    GRADES,
    IDENTIFIERS,
    LOG_KINDS,
    MEETINGS,
    RANKS,
    REFERRED_TO,
    ROLES,
    STATUSES,
    Record,
    columns,
    items,
    number,
    smart,
    spell,
    when,
    yes_no,
)

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "inspection-2025"
EXPORT = HERE / "export"
NBSP = "\u00a0"

Rows = list[list[str]]

# Cases whose investigation stands on the form of the system that went before; it never asked for the victim needs assessment.
OLD_FORM = frozenset({"MS25-005587", "MS25-012388"})
# An occurrence before the period of the export: what belongs to it is an orphan.
CLOSED_LONG_AGO = "19999"
# Of every so many referrals, one came twice.
TWICE_REFERRED = 20


def log(cases: Sequence[Record]) -> Rows:
    rows: Rows = [columns("Occ No,Entry ID,Entry Date,Entry Type,Author,Entry Text")]
    for case, entry in items(cases, "narrative"):
        row = [f" {number(case):06d}{NBSP}", entry["entry_id"], when(entry["recorded_at"], "%d-%b-%Y %H:%M")]
        rows.append([*row, spell(entry["kind"], LOG_KINDS), entry["author_role"], entry["text"]])
    return rows


def markers(cases: Sequence[Record]) -> Rows:
    rows: Rows = [columns("Marker No,Occ No,Marker,Nominal ID,Placed,Review Due,Last Reviewed,Removed")]
    for case, flag in items(cases, "flags"):
        iso = "%Y-%m-%d %H:%M"
        row = [f"WM{len(rows):04d}", str(number(case)), flag["kind"].replace("_", " ").capitalize(), flag["subject_id"]]
        row += [when(flag["placed_at"], iso), when(flag["review_due"], "%d/%m/%Y")]
        rows.append([*row, when(flag["reviewed_at"], iso), when(flag["removed_at"], iso)])
    rows.append(["WM0999", CLOSED_LONG_AGO, "Missing", "19999-A", "2023-11-02 10:00", "02/05/2024", "", ""])
    return rows


def referrals(cases: Sequence[Record]) -> Rows:
    rows: Rows = [columns("Referral ID,Occurrence,Referred To,Date Referred,Nominal ID,Result")]
    for case, referral in items(cases, "referrals"):
        row = [str(len(rows)), f"{number(case):05d}", spell(referral["to"], REFERRED_TO)]
        made = when(referral["made_at"], "%d/%m/%Y %I:%M %p", "-").replace("/0", "/").lstrip("0")
        rows.append([*row, made, referral["child_id"] or "-", referral["outcome"] or "-"])
        if len(rows) % TWICE_REFERRED == 0:
            rows.append(rows[-1])
    rows.append([""] * 6)
    return rows


def meetings(cases: Sequence[Record]) -> tuple[Rows, Rows]:
    held: Rows = [columns("Meeting ID,Occ No,Type,Date,Time,Police Attended,Police Rank,Minutes On File")]
    actions: Rows = [columns("Meeting,Action No,Owner,Due,Done")]
    for case, meeting in items(cases, "meetings"):
        key = f"{len(held):04d}"
        row = [key, f"'{number(case):06d}", spell(meeting["kind"], MEETINGS)]
        row += [when(meeting["held_at"], "%d/%m/%Y"), when(meeting["held_at"], "%H:%M")]
        row += [yes_no(meeting["police_attended"]), spell(meeting["police_rank"], RANKS)]
        held.append([*row, yes_no(meeting["outcomes_recorded"])])
        for action in meeting["actions"]:
            row = [f"{len(held) - 1}.0", str(len(actions)), action["owner"], when(action["due_at"], "%d/%m/%y")]
            actions.append([*row, when(action["closed_at"], "%d/%m/%y %H:%M")])
    return held, actions


def forms(cases: Sequence[Record]) -> Rows:
    header = "Form ID,Occ No,Form Type,Form Ref,Grade,Started,Completed,Completed By,Plan Set,Second Review,Submitted,Checked,Children"
    rows: Rows = [columns(header)]
    dotted = "%d.%m.%Y %H:%M"

    def add(case: Record, kind: str, **cells: str) -> None:
        row = {"Form ID": f"F{len(rows):04d}", "Occ No": f"{number(case):08d}", "Form Type": kind} | cells
        rows.append([row.get(name, "") for name in rows[0]])

    for case in cases:
        for form in case["risk_assessments"]:
            times = {
                "Started": form["started_at"],
                "Completed": form["completed_at"],
                "Second Review": form["secondary_review_at"],
            }
            told = {name: when(value, dotted) for name, value in times.items()}
            add(case, spell(form["kind"], FORMS), Grade=form["grade"] or "-", **told)
        for notice in case["notices"]:
            told = {"Submitted": when(notice["submitted_at"], dotted), "Checked": when(notice["supervised_at"], dotted)}
            add(case, "PPN", **{"Form Ref": notice["ref"], "Children": ", ".join(notice["child_ids"])}, **told)
        for review in case["reviews"]:
            told = {"Completed By": spell(review["rank"], RANKS), "Plan Set": yes_no(review["plan_recorded"])}
            add(case, "SUPERVISOR REVIEW", Completed=when(review["reviewed_at"], dotted), **told)
    return rows


def episodes(cases: Sequence[Record]) -> Rows:
    rows: Rows = [
        columns(
            "Occ No,Episode,Episode Type,Recorded As,Whereabouts Known,Risk,Reported,Deployed,Located,Prevention Interview,RHI Offered,"
            "Philomena,System Ref"
        )
    ]
    compact = "%Y%m%d%H%M"
    for case in cases:
        missing = case.get("missing")
        if missing is None:
            continue
        key, kinds = f"{number(case):07d}", {"missing": ("MISSING",), "concern_for_safety": ("CONCERN FOR SAFETY",)}
        for at, earlier in enumerate(missing["previous_episodes"]):
            times = [when(earlier["reported_at"], compact), "", when(earlier["located_at"], compact)]
            rows.append([key, str(at + 1), "PREVIOUS", "", "", "", *times, "", "", "", ""])
        row = [key, str(len(missing["previous_episodes"]) + 1), "CURRENT", spell(missing["recorded_as"], kinds)]
        row += [yes_no(missing["whereabouts_known"]), spell(missing["risk_grade"] or None, GRADES, "-")]
        row += [
            when(missing[n], compact) for n in ("reported_at", "deployed_at", "located_at", "prevention_interview_at")
        ]
        row += [when(missing["return_interview_offered_at"], compact), yes_no(missing["philomena_used"])]
        rows.append([*row, missing["system_ref"] or "-"])
    return rows


def investigations(cases: Sequence[Record], *, old: bool) -> Rows:
    times = ["allocated_at", "plan_recorded_at", "victim_seen_at", "arrest_at", "caid_uploaded_at"]
    header = "Occ No,Allocated Team,Allocated To,Images Recovered,Suspect Identified,Other Children Considered,Allocated,Plan,Victim Seen,Arrest,CAID"
    rows: Rows = [[*columns(header), *([] if old else ["VNA Completed"])]]
    for case in cases:
        found = case.get("investigation")
        if found is None or (case["case_id"] in OLD_FORM) is not old:
            continue
        row = [f"{number(case):08d}", found["allocated_team"], spell(found["allocated_role"], ROLES)]
        row += [yes_no(found[name]) for name in ("images_recovered", "suspect_identified", "other_children_considered")]
        row += [when(found[name]) for name in times]
        rows.append(row if old else [*row, when(found["victim_needs_assessment_at"])])
    return rows


def investigation_items(cases: Sequence[Record]) -> Rows:
    rows: Rows = [columns("Item No,Occ No,Item Type,Detail,Status,Obtained,Completed")]

    def add(case: Record, kind: str, *cells: str) -> None:
        rows.append([str(1000 + len(rows)), f"{number(case)}.0", kind, *cells])

    for case in cases:
        found = case.get("investigation", {})
        for enquiry in found.get(
            "lines_of_enquiry", [{"description": "See paper file", "status": "PAPER FILE"}] if found else []
        ):
            add(case, "LINE OF ENQUIRY", smart(enquiry["description"]), spell(enquiry["status"], STATUSES), "", "")
        for device in found.get("devices", ()):
            add(case, "DEVICE", "", "", when(device["seized_at"]), when(device["examined_at"]))
        for identifier in found.get("suspect_identifiers", ()):
            add(case, "IDENTIFIER", spell(identifier["kind"], IDENTIFIERS), "", "", when(identifier["researched_at"]))
    return rows


def write(
    name: str, rows: Rows, row_id: Sequence[int], *, encoding: str = "windows-1252", delimiter: str = ","
) -> dict[str, int]:
    """Write a file with the line ends of Windows; line breaks inside cells stay as they were typed.

    Gives what must become of its rows; `row_id` are the columns by which a repeat is told.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    (EXPORT / name).write_bytes(text.getvalue().encode(encoding))
    filled = [row for row in rows[1:] if any(row)]
    counts = {"read": len(rows) - 1, "blank": len(rows) - 1 - len(filled)}
    counts["left_out"] = sum(REPORTING_PERSON in row for row in filled)
    counts["repeated"] = len(filled) - len({tuple(row[at] for at in row_id) for row in filled})
    counts["orphans"] = sum(CLOSED_LONG_AGO in row for row in filled)
    counts["rejected"] = counts["orphans"]
    counts["audited"] = counts["read"] - sum(counts[what] for what in ("blank", "left_out", "repeated", "rejected"))
    return counts


def main() -> None:
    """Write the export and what its audit must give."""
    cases = [json.loads(line) for line in (SOURCE / "case-files.jsonl").read_text(encoding="utf-8").splitlines()]
    EXPORT.mkdir(exist_ok=True)
    held, actions = meetings(cases)
    read = {
        "Forms.csv": write("Forms.csv", forms(cases), [0]),
        "Investigation Items.csv": write("Investigation Items.csv", investigation_items(cases), [0]),
        "Investigations (old form).csv": write("Investigations (old form).csv", investigations(cases, old=True), [0]),
        "Investigations.csv": write("Investigations.csv", investigations(cases, old=False), [0]),
        "Involved Persons.csv": write("Involved Persons.csv", persons(cases), [1]),
        "Log Entries.csv": write("Log Entries.csv", log(cases), [1]),
        "Meeting Actions.csv": write("Meeting Actions.csv", actions, [1]),
        "Meetings.csv": write("Meetings.csv", held, [0]),
        "Missing Episodes.csv": write("Missing Episodes.csv", episodes(cases), [0, 1]),
        "Occurrences.csv": write("Occurrences.csv", occurrences(cases), [0]),
        "Referrals.csv": write("Referrals.csv", referrals(cases), [0], delimiter=";"),
        "Warning Markers.csv": write("Warning Markers.csv", markers(cases), [0], encoding="utf-8-sig"),
    }
    told = json.loads((SOURCE / "expected.json").read_text(encoding="utf-8"))
    wanted = told["files"]["case-files.jsonl"]
    expected = {"rubric": told["rubric"], "as_of": told["as_of"], "mapping": "records-system", "rows": read}
    expected |= {name: wanted[name] for name in ("cases", "case_types", "escalations", "criteria")}
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (HERE / "expected.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
