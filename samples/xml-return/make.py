"""Write `return.xml` and `expected.json` beside this script: twelve exploitation cases of inspection-2025 as one XML return.

Same bytes every time. What is awkward in the file is listed in README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "inspection-2025"
LONDON = ZoneInfo("Europe/London")
TYPES = {
    "child_sexual_exploitation": "CSE",
    "online_child_sexual_exploitation": "CSE-ONLINE",
    "child_criminal_exploitation": "CCE",
}
# The victim needs assessment is no column of this file, and an export in one file has a column or has not.
LEFT_OUT = frozenset({"MS25-005587"})
MOST_OF_A_TYPE = 5

Record = dict[str, Any]
Lines = Iterator[str]


def when(value: str | None) -> str | None:
    """Write a time in UTC, as a service between systems sends it; a day without a time stays a day."""
    if value is None or len(value) == len("2025-05-23"):
        return value
    read = datetime.fromisoformat(value)
    return (read if read.tzinfo else read.replace(tzinfo=LONDON)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def attributes(**values: Any) -> str:
    """Write the attributes that have a value."""
    return "".join(f" {name}={quoteattr(shown(value))}" for name, value in values.items() if value not in (None, ""))


def simple(name: str, value: Any, **told: Any) -> str:
    """Write an element with a value; one without says that it is nil."""
    if value is None:
        return f'<{name}{attributes(**told)} xsi:nil="true"/>'
    return f"<{name}{attributes(**told)}>{escape(shown(value))}</{name}>"


def group(name: str, inside: Iterable[str], **told: Any) -> Lines:
    """Write an element around others, indented; an empty one closes itself."""
    lines = list(inside)
    if not lines:
        yield f"<{name}{attributes(**told)}/>"
        return
    yield f"<{name}{attributes(**told)}>"
    yield from (f"  {line}" for line in lines)
    yield f"</{name}>"


def each(wrapper: str, found: Iterable[Lines]) -> Lines:
    """Write a list: its items in an element that only wraps them."""
    yield from group(wrapper, (line for item in found for line in item))


def child(record: Record) -> Lines:
    yield from (simple("com:Name", name) for name in record["names"])
    yield simple("com:Born", record["date_of_birth"])
    yield simple("com:Age", record["age"])
    yield simple("com:Sex", record["sex"])
    yield simple("com:Language", record["language"])
    told = [
        simple("com:Ethnicity", record["ethnicity_self"], source="self"),
        simple("com:Observed", record["ethnicity_observed"]),
        simple("com:NotStatedBecause", record["ethnicity_reason"]),
        simple("com:Disability", record["disability"]),
        simple("com:DisabilityDetail", record["disability_detail"]),
        simple("com:SEN", record["sen"]),
    ]
    yield from group("com:Characteristics", told)
    yield from (simple(f"sr:{n}", record[k]) for n, k in (("LookedAfter", "looked_after"), ("SpokenTo", "spoken_to")))
    yield simple("sr:Seen", when(record["seen_at"]))
    yield simple("sr:Disclosed", when(record["disclosed_at"]))
    yield simple("sr:School", record["school"])


def person(record: Record) -> Lines:
    yield from (simple("com:Name", name) for name in record["names"])
    yield simple("com:Age", record["age"])
    yield simple("com:Sex", record["sex"])
    yield simple("com:Ethnicity", record["ethnicity_self"], source="self")
    yield simple("com:Observed", record["ethnicity_observed"])
    yield simple("sr:ContactWithChildren", record["child_contact"])


def meeting(record: Record) -> Lines:
    yield simple("sr:Held", when(record["held_at"]))
    yield simple("sr:PoliceAttended", record["police_attended"])
    yield simple("sr:PoliceRank", record["police_rank"])
    yield simple("sr:MinutesOnFile", record["outcomes_recorded"])
    done = (
        group(
            "sr:Action",
            (simple("sr:Due", when(a["due_at"])), simple("sr:Done", when(a["closed_at"]))),
            Owner=a["owner"],
        )
        for a in record["actions"]
    )
    yield from each("sr:Actions", done)


def investigation(record: Record) -> Lines:
    yield simple(
        "sr:Allocated", when(record["allocated_at"]), Team=record["allocated_team"], Role=record["allocated_role"]
    )
    times = {
        "Plan": "plan_recorded_at",
        "VictimSeen": "victim_seen_at",
        "Arrest": "arrest_at",
        "CAID": "caid_uploaded_at",
    }
    yield from (simple(f"sr:{name}", when(record[key])) for name, key in times.items())
    yield simple("sr:VictimNeedsAssessment", when(record["victim_needs_assessment_at"]))
    facts = {"ImagesRecovered": "images_recovered", "SuspectIdentified": "suspect_identified"}
    yield from (simple(f"sr:{name}", record[key]) for name, key in facts.items())
    yield simple("sr:OtherChildren", record["other_children_considered"])
    enquiries = (iter([simple("sr:Enquiry", e["description"], Status=e["status"])]) for e in record["lines_of_enquiry"])
    yield from each("sr:Enquiries", enquiries)
    devices = (
        group("sr:Device", (simple("sr:Seized", when(d["seized_at"])), simple("sr:Examined", when(d["examined_at"]))))
        for d in record["devices"]
    )
    yield from each("sr:Devices", devices)
    found = (
        iter([f"<sr:Identifier{attributes(Kind=i['kind'], Researched=when(i['researched_at']))}/>"])
        for i in record["suspect_identifiers"]
    )
    yield from each("sr:Identifiers", found)


def lists(case: Record) -> Lines:
    """Write the lists of a case."""
    roles = (
        (group("sr:Child", child(c), Id=c["child_id"], Urn=c["person_ref"], Role=c["role"])) for c in case["children"]
    )
    yield from each("sr:Children", roles)
    yield from each(
        "sr:People", (group("sr:Person", person(p), Id=p["person_id"], Role=p["role"]) for p in case["people"])
    )
    entries = (
        iter(
            [
                simple(
                    "sr:Entry",
                    e["text"],
                    Id=e["entry_id"],
                    At=when(e["recorded_at"]),
                    Kind=e["kind"],
                    By=e["author_role"],
                )
            ]
        )
        for e in case["narrative"]
    )
    yield from each("sr:Log", entries)
    times = {"Placed": "placed_at", "ReviewDue": "review_due", "Reviewed": "reviewed_at", "Removed": "removed_at"}
    flags = (
        group(
            "sr:Marker",
            (simple(f"sr:{n}", when(f[k])) for n, k in times.items()),
            Kind=f["kind"],
            Subject=f["subject_id"],
        )
        for f in case["flags"]
    )
    yield from each("sr:Markers", flags)
    referred = (
        group(
            "sr:Referral",
            (simple("sr:Made", when(r["made_at"])), simple("sr:Result", r["outcome"])),
            To=r["to"],
            Child=r["child_id"],
        )
        for r in case["referrals"]
    )
    yield from each("sr:Referrals", referred)
    held = (
        group("sr:Meeting", meeting(m), Id=f"{case['case_id']}-M{at}", Kind=m["kind"])
        for at, m in enumerate(case["meetings"], 1)
    )
    yield from each("sr:Meetings", held)
    assessed = (
        iter(
            [
                f"<sr:Assessment{attributes(Kind=r['kind'], Grade=r['grade'], Started=when(r['started_at']), Completed=when(r['completed_at']))}/>"
            ]
        )
        for r in case["risk_assessments"]
    )
    yield from each("sr:Assessments", assessed)
    reviewed = (
        iter([f"<sr:Review{attributes(Rank=r['rank'], At=when(r['reviewed_at']), PlanSet=r['plan_recorded'])}/>"])
        for r in case["reviews"]
    )
    yield from each("sr:Reviews", reviewed)


def case_file(case: Record) -> Lines:
    """Write one case: facts, then lists, then the investigation."""
    officer = case["officer_in_case"]
    yield simple("sr:Title", case["title"])
    yield simple("sr:Unit", case["team"], District=case["area"])
    yield from (
        simple(f"sr:{n}", when(case[k]))
        for n, k in (("Reported", "reported_at"), ("Opened", "opened_at"), ("Closed", "closed_at"))
    )
    yield simple("sr:Outcome", case["outcome"])
    yield simple("sr:ClosureReason", case["closure_reason"])
    yield simple("sr:ChildrenPresent", case["children_present"])
    yield simple("sr:Vulnerability", case["vulnerability_grade"])
    training = [simple("sr:Training", name) for name in officer["accreditations"]]
    who = [simple(f"sr:{n}", officer[n.lower()]) for n in ("Role", "Rank", "Team")]
    yield from group("sr:Officer", [*who, *training])
    incident = case["incident"]
    yield f"<sr:Incident{attributes(Grade=incident['grade'], Research=when(incident['research_at']))}/>"
    yield from lists(case)
    yield from group("sr:Investigation", investigation(case["investigation"]))


def document(cases: Iterable[Record]) -> Lines:
    """Write the return."""
    names = 'xmlns:sr="urn:marlshire:safeguarding-return:3" xmlns:com="urn:marlshire:common:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<sr:SafeguardingReturn {names} version="3.2">'
    header = group("sr:Header", (simple("sr:Force", "Marlshire Police"), simple("sr:Produced", "2025-05-23T17:00:00Z")))
    yield from (f"  {line}" for line in header)
    written = (group("sr:Case", case_file(case), Ref=case["case_id"], Type=TYPES[case["case_type"]]) for case in cases)
    yield from (f"  {line}" for line in each("sr:Cases", written))
    yield "</sr:SafeguardingReturn>"


def chosen() -> list[Record]:
    """Choose the cases of the return, in the order of their numbers."""
    records = [json.loads(line) for line in (SOURCE / "case-files.jsonl").read_text(encoding="utf-8").splitlines()]
    kept: list[Record] = []
    for record in records:
        alike = sum(other["case_type"] == record["case_type"] for other in kept)
        most = MOST_OF_A_TYPE - (record["case_type"] == "child_sexual_exploitation")
        if record["case_type"] in TYPES and record["case_id"] not in LEFT_OUT and alike < most:
            kept.append(record)
    return kept


def expected(cases: list[Record]) -> Record:
    """Count what the author of the cases intended each criterion to come to."""
    told = json.loads((SOURCE / "expected.json").read_text(encoding="utf-8"))
    whole = told["files"]["case-files.jsonl"]
    intents = [whole["by_case"][case["case_id"]] for case in cases]
    counts = {
        criterion: {outcome: sum(intent[criterion] == outcome for intent in intents) for outcome in outcomes}
        for criterion, outcomes in whole["criteria"].items()
    }
    return {
        "rubric": told["rubric"],
        "as_of": told["as_of"],
        "mapping": "xml-return",
        "cases": len(cases),
        "criteria": counts,
    }


def main() -> None:
    """Write the two files."""
    cases = chosen()
    (HERE / "return.xml").write_text("\n".join(document(cases)) + "\n", encoding="utf-8", newline="\n")
    text = json.dumps(expected(cases), ensure_ascii=False, indent=1) + "\n"
    (HERE / "expected.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
