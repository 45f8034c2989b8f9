"""Builders for the objects of a case file. They write every key, so that a blank is a key that was there to fill."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from content.intent import intended

Record = dict[str, Any]

FORCE = "Marlshire Police"
_REVIEW_TIMES = ("09:20", "14:05", "11:40", "16:15", "08:50", "13:25")


def at(when: str | None) -> str | None:
    """`2025-01-25 22:14` as ISO 8601, seconds added; a trailing Z stays. None stays None (a blank)."""
    if not when:
        return when
    zone = "Z" if when.endswith("Z") else ""
    day, _, clock = when.removesuffix("Z").partition(" ")
    return f"{day}T{clock}:00{zone}"


def child(
    child_id: str,
    name: str,
    born: str | None,
    sex: str,
    role: str,
    ethnicity: Any,
    disability: Any,
    *,
    seen: str | None = None,
    age: int | None = None,
    aka: tuple[str, ...] = (),
    observed: str | None = None,
    reason: str | None = None,
    detail: str | None = None,
    sen: Any = None,
    looked_after: bool = False,
    language: str | None = "English",
    spoken_to: bool | None = True,
    school: str | None = None,
    ref: str | None = None,
    one_column: bool = False,
) -> Record:
    """A child with every key present. `one_column`: the force keeps one ethnicity with its source."""
    record: Record = {
        "child_id": child_id,
        "person_ref": ref or f"NOM-{child_id}",
        "names": [name, *aka],
        "role": role,
        "date_of_birth": born,
        "age": age,
        "sex": sex,
    }
    if one_column:
        record |= {"ethnicity": ethnicity, "ethnicity_source": "self_defined", "ethnicity_reason": reason}
    else:
        record |= {"ethnicity_self": ethnicity, "ethnicity_observed": observed, "ethnicity_reason": reason}
    return record | {
        "disability": disability,
        "disability_detail": detail,
        "sen": sen,
        "looked_after": looked_after,
        "language": language,
        "disclosed_at": None,
        "seen_at": at(seen),
        "spoken_to": spoken_to,
        "school": school,
    }


def person(
    person_id: str,
    name: str,
    role: str,
    age: int | None,
    sex: str,
    ethnicity: str | None = None,
    *,
    contact: bool = False,
    observed: str | None = None,
) -> Record:
    """An adult of the case; `contact` says whether they have contact with children."""
    return {
        "person_id": person_id,
        "names": [name],
        "role": role,
        "age": age,
        "sex": sex,
        "ethnicity_self": ethnicity,
        "ethnicity_observed": observed,
        "ethnicity_reason": None,
        "child_contact": contact,
    }


def entry(when: str, kind: str, author: str, text: str) -> Record:
    """A dated entry of the narrative; its id is given by `case`."""
    return {"recorded_at": at(when), "kind": kind, "author_role": author, "text": text.strip("\n")}


def flag(
    kind: str,
    subject: str,
    placed: str,
    *,
    due: str | None = None,
    reviewed: str | None = None,
    removed: str | None = None,
) -> Record:
    """A warning flag on a child or a person."""
    return {
        "kind": kind,
        "subject_id": subject,
        "placed_at": at(placed),
        "review_due": due,
        "reviewed_at": at(reviewed),
        "removed_at": at(removed),
    }


def referral(to: str, made: str, child_id: str | None, outcome: str | None) -> Record:
    """A referral for one child."""
    return {"to": to, "made_at": at(made), "child_id": child_id, "outcome": outcome}


def meeting(kind: str, held: str, outcome: bool = True, actions: tuple[Record, ...] = ()) -> Record:  # noqa: FBT001, FBT002
    """A meeting that police attended."""
    return {
        "kind": kind,
        "held_at": at(held),
        "police_attended": True,
        "police_rank": "detective_sergeant",
        "outcomes_recorded": outcome,
        "actions": list(actions),
    }


def action(owner: str, due: str, closed: str | None) -> Record:
    """An action from a meeting."""
    return {"owner": owner, "due_at": due, "closed_at": closed}


def assessed(kind: str, grade: str | None, started: str, completed: str | None, second: str | None = None) -> Record:
    """A risk assessment."""
    return {
        "kind": kind,
        "grade": grade,
        "started_at": at(started),
        "completed_at": at(completed),
        "secondary_review_at": at(second),
    }


def notice(ref: str, submitted: str, child_ids: list[str], supervised: str | None = None) -> Record:
    """A public protection notice."""
    return {
        "kind": "ppn",
        "ref": ref,
        "submitted_at": at(submitted),
        "child_ids": child_ids,
        "supervised_at": at(supervised),
    }


def reviews(start: str, days: str, rank: str = "sergeant") -> list[Record]:
    """Supervisors' reviews on the given days after `start`; a day ending in `i` is a detective inspector's."""
    found = []
    for number, word in enumerate(days.split()):
        day = date.fromisoformat(start) + timedelta(days=int(word.rstrip("i")))
        clock = _REVIEW_TIMES[number % len(_REVIEW_TIMES)]
        found.append(
            {
                "rank": "detective_inspector" if word.endswith("i") else rank,
                "reviewed_at": f"{day.isoformat()}T{clock}:00",
                "plan_recorded": True,
            }
        )
    return found


def attended(
    requested: str,
    deployed: str | None,
    arrived: str | None,
    reason: str,
    video: bool | None = None,  # noqa: FBT001
) -> Record:
    """An attendance: when it was asked for, sent and there."""
    return {
        "requested_at": at(requested),
        "deployed_at": at(deployed),
        "arrived_at": at(arrived),
        "reason": reason,
        "body_worn_video": video,
    }


def line(description: str, status: str = "completed") -> Record:
    """A line of enquiry."""
    return {"description": description, "status": status}


def identifier(kind: str, researched: str | None) -> Record:
    """Something that may identify a suspect."""
    return {"kind": kind, "researched_at": at(researched)}


def device(seized: str | None, examined: str | None = None) -> Record:
    """A device that may hold evidence."""
    return {"seized_at": at(seized), "examined_at": at(examined)}


def investigation(
    team: str,
    role: str,
    allocated: str,
    *,
    plan: str | None = None,
    seen: str | None = None,
    needs: str | None = None,
    arrest: str | None = None,
    lines: tuple[Record, ...] = (),
    devices: tuple[Record, ...] = (),
    images: bool | None = False,
    caid: str | None = None,
    suspect: bool = True,
    identifiers: tuple[Record, ...] = (),
    others: bool | None = None,
    without: tuple[str, ...] = (),
) -> Record:
    """An investigation with every key present but those named in `without` (columns that this export never had)."""
    record: Record = {
        "allocated_team": team,
        "allocated_role": role,
        "allocated_at": at(allocated),
        "plan_recorded_at": at(plan),
        "victim_seen_at": at(seen),
        "victim_needs_assessment_at": at(needs),
        "arrest_at": at(arrest),
        "lines_of_enquiry": list(lines),
        "devices": list(devices),
        "images_recovered": images,
        "caid_uploaded_at": at(caid),
        "suspect_identified": suspect,
        "suspect_identifiers": list(identifiers),
        "other_children_considered": others,
    }
    return {key: value for key, value in record.items() if key not in without}


def officer(role: str, rank: str, team: str, *accreditations: str) -> Record:
    """The officer in the case."""
    return {"role": role, "rank": rank, "team": team, "accreditations": list(accreditations)}


def _with_age(record: Record, reported: str) -> Record:
    born = record["date_of_birth"]
    if born is None:
        return record
    birth, today = date.fromisoformat(born), date.fromisoformat(reported[:10])
    return record | {"age": today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))}


def case(
    case_id: str,
    case_type: str,
    title: str,
    reported: str,
    *,
    area: str,
    team: str,
    oic: Record,
    children: list[Record],
    narrative: list[Record],
    intent: str = "",
    opened: str | None = None,
    closed: str | None = None,
    outcome: str | None = None,
    closure: str | None = None,
    grade: str | None = None,
    call: str = "prompt",
    research: str | None = None,
    linked: tuple[str, ...] = (),
    present: bool = True,
    people: tuple[Record, ...] = (),
    flags: tuple[Record, ...] = (),
    referrals: tuple[Record, ...] = (),
    meetings: tuple[Record, ...] = (),
    assessments: tuple[Record, ...] = (),
    notices: tuple[Record, ...] = (),
    reviewed: list[Record] | None = None,
    attendances: tuple[Record, ...] = (),
    **objects: Record,
) -> tuple[Record, dict[str, str]]:
    """A case file and the outcomes its author intends. `objects`: missing, police_protection, investigation."""
    entries = [{"entry_id": f"{case_id}/{number}", **item} for number, item in enumerate(narrative, 1)]
    record = {
        "case_id": case_id,
        "case_type": case_type,
        "title": title,
        "force": FORCE,
        "area": area,
        "team": team,
        "reported_at": at(reported),
        "opened_at": at(opened or reported),
        "closed_at": at(closed),
        "outcome": outcome,
        "closure_reason": closure,
        "children_present": present,
        "vulnerability_grade": grade,
        "officer_in_case": oic,
        "incident": {"grade": call, "research_at": at(research), "linked": list(linked)},
        "children": [_with_age(item, reported) for item in children],
        "people": list(people),
        "narrative": entries,
        "flags": list(flags),
        "referrals": list(referrals),
        "meetings": list(meetings),
        "risk_assessments": list(assessments),
        "notices": list(notices),
        "reviews": reviewed or [],
        "attendances": list(attendances),
        **objects,
    }
    return record, intended(case_type, intent)
