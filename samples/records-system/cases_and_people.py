"""The two widest files of the export: occurrences, one row a case, and the people in them."""

from __future__ import annotations

from collections.abc import Sequence

from spellings import (
    CASE_TYPES,
    CHILD_ROLES,
    ETHNICITIES,
    GRADES,
    PERSON_ROLES,
    RANKS,
    ROLES,
    SEXES,
    Record,
    columns,
    number,
    smart,
    spell,
    when,
    yes_no,
)

Rows = list[list[str]]

REPORTING_PERSON = "REPORTING PERSON"
# Of every so many cases, one came in two rows from a join, or brings somebody whom the audit does not ask about.
TWO_LOGS, TWO_OFFENCES, REPORTED_BY = 9, 5, 6


def occurrences(cases: Sequence[Record]) -> Rows:
    rows: Rows = [
        columns(
            "Occ No,Occ Ref,Occ Type,Sub Type,Title,Force,District,Owning Unit,Reported,Created,Closed,Outcome,Closure Reason,Child Present?,"
            "Vulnerability,OIC Role,OIC Rank,OIC Unit,OIC Training,Response Grade,Research Recorded,Linked Occs,Att Req Date,Att Req Time,"
            "Att Deployed Date,Att Deployed Time,Att Arrived Date,Att Arrived Time,Att Reason,BWV,PP Taken,PP Ended,PP DO Rank,PP DO Time,"
            "PP Place,Incident Log,Beat,Property Value,MO Keywords"
        )
    ]
    null = "NULL"
    for at, case in enumerate(cases):
        officer, incident = case["officer_in_case"], case["incident"]
        attended = (case["attendances"] or [{}])[0]
        protection = case.get("police_protection", {})
        kind, subs = CASE_TYPES[case["case_type"]]
        row = [f"{number(case):08d}", case["case_id"], kind, spell("sub", {"sub": subs}), smart(case["title"])]
        row += [case["force"], case["area"], case["team"]]
        row += [when(case[name], blank=null) for name in ("reported_at", "opened_at", "closed_at")]
        row += [case["outcome"] or null, case["closure_reason"] or null, yes_no(case["children_present"])]
        row += [
            spell(case["vulnerability_grade"], GRADES),
            spell(officer["role"], ROLES),
            spell(officer["rank"], RANKS),
        ]
        row += [officer["team"], "; ".join(officer["accreditations"]) or "-"]
        row += [incident["grade"].upper(), when(incident["research_at"], blank=null), null]
        for name in ("requested_at", "deployed_at", "arrived_at"):
            row += [when(attended.get(name), "%d/%m/%Y"), when(attended.get(name), "%H%M")]
        row += [attended.get("reason") or "", yes_no(attended.get("body_worn_video"))]
        row += [when(protection.get("taken_at")), when(protection.get("ended_at"))]
        row += [spell(protection.get("designated_officer_rank"), RANKS), when(protection.get("designated_officer_at"))]
        row += [protection.get("place") or ""]
        unused = [
            f"{case['area'][0]}{at % 7 + 1}",
            f"\u00a3{(at * 137) % 900},{at % 10}50.00",
            "\u201cknown address\u201d",
        ]
        rows.append([*row, f"LOG {at * 31 % 977 + 12}", *unused])
        if at % TWO_LOGS == 1:  # two control-room logs on one occurrence: the join gives its row twice
            rows.append([*row, f"LOG {at * 31 % 977 + 13}", *unused])
    return rows


def persons(cases: Sequence[Record]) -> Rows:
    rows: Rows = [
        columns(
            "Occ No,Nominal ID,Person URN,Link Reason,Name(s),DOB,Age,Gender,Ethnicity 16+1,Officer Defined Eth,Reason Not Stated,"
            "Disability,Disability Type,SEN,Looked After,First Language,Disclosed,Seen By Police,Spoken To,School,Access To Children,Offence"
        )
    ]
    for at, case in enumerate(cases):
        key = f"{number(case)}.0"  # the file went through a spreadsheet
        if at % REPORTED_BY == 0:
            rows.append([key, f"{number(case)}-R", "", REPORTING_PERSON, *[""] * 17, "-"])
        for child in case["children"]:
            row = [
                key,
                child["child_id"],
                child["person_ref"],
                spell(child["role"], CHILD_ROLES),
                "; ".join(child["names"]),
            ]
            row += [when(child["date_of_birth"], "%d/%m/%Y"), str(child["age"]), spell(child["sex"], SEXES)]
            row += [spell(child["ethnicity_self"], ETHNICITIES, "NULL"), child["ethnicity_observed"] or "NULL"]
            row += [child["ethnicity_reason"] or "", "NULL" if child["disability"] is None else child["disability"]]
            row += [child["disability_detail"] or "", child["sen"] or "", yes_no(child["looked_after"])]
            row += [child["language"] or "", when(child["disclosed_at"]), when(child["seen_at"], "%d/%m/%Y %H:%M:%S")]
            row += [yes_no(child["spoken_to"]), smart(child["school"]), ""]
            rows.append([*row, "See crime"])
            if child["role"] == "victim" and at % TWO_OFFENCES == 1:  # one row an offence
                rows.append([*row, "Second offence"])
        for person in case["people"]:
            row = [key, person["person_id"], "", spell(person["role"], PERSON_ROLES), "; ".join(person["names"]), ""]
            row += [
                str(person["age"]),
                spell(person["sex"], SEXES),
                spell(person["ethnicity_self"], ETHNICITIES, "NULL"),
            ]
            row += [person["ethnicity_observed"] or "NULL", person["ethnicity_reason"] or "", *[""] * 9]
            rows.append([*row, yes_no(person["child_contact"]), "-"])
    return rows
