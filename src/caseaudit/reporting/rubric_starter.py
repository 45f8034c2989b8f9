"""A rubric for a force to start from: extends the dip sample, changes one thing, adds one criterion, explains each."""

from __future__ import annotations

_STARTER = """\
# A rubric of our own. It takes over everything in the dip sample; below is what we do otherwise.
#   caseaudit rubric check {path}     says whether it is sound, and where not
#   caseaudit rubric test {path}      runs every example
#   caseaudit run EXPORT -r {path}    audits with it
# Once an edition has been used it stays as it is: a change is a new file beside it, named by its year and month.
rubric: {id}
edition: {edition}
title: Our own dip sample
purpose: >
  What we ask of every case file in the month's sample: the inspection's questions, and our own.
extends: {base}

# Criteria of the dip sample that we leave out, by id (`caseaudit rubric show dip-sample` lists them).
# drop: [body-worn-video-used]

# What we set otherwise in a criterion taken over: severity, weight, escalate, remedy, baseline, threshold, notes. For
# anything else, drop it and write one of our own below. `threshold: 10%`: a run fails when more are not met.
change:
  prompt-deployment:
    severity: critical

# Values that criteria use as $name. Those of the dip sample may be set otherwise here too:
#   deployment_met: 45m
#   school_closures: ["2025-10-27", "2025-10-28"]
settings:
  plan_recorded_met: 2d
  plan_recorded_partly: 5d

# Criteria of our own. `caseaudit rubric schema > rubric.schema.json` lets an editor complete the keys.
criteria:
  - id: plan-recorded-promptly
    area: investigation
    title: An investigation plan was recorded promptly
    text: The investigation plan is recorded within two days of allocation; the day of allocation is day nought.
    # machine: fields settle it. cue: the text gives cues that a person confirms. auditor: only a person can judge.
    mode: machine
    severity: medium
    applies_to:
      case_types: safeguarding
      has: investigation
    # Tried from the top: met, then partly_met; anything else is not met. What the export cannot say is cannot assess.
    test:
      met:
        check: within
        start: investigation.allocated_at
        end: investigation.plan_recorded_at
        limit: $plan_recorded_met
      partly_met:
        check: within
        start: investigation.allocated_at
        end: investigation.plan_recorded_at
        limit: $plan_recorded_partly
    remedy: Record the plan now, with its lines of enquiry and an owner for each.
    source:
      document: Our own investigation standard
      place: Name the section here
      checked: "{checked}"
    # A case for each outcome, above all at the edges: `caseaudit rubric test` runs them.
    examples:
      - outcome: met
        case:
          investigation: {{allocated_at: "2025-05-01T10:00", plan_recorded_at: "2025-05-03T23:30"}}
        why: late on day two
      - outcome: partly_met
        case:
          investigation: {{allocated_at: "2025-05-01T10:00", plan_recorded_at: "2025-05-04T00:10"}}
        why: day three
      - outcome: not_met
        case:
          investigation: {{allocated_at: "2025-05-01T10:00", plan_recorded_at: null}}
        why: never
      - outcome: not_applicable
        as_of: "2025-05-02"
        case:
          investigation: {{allocated_at: "2025-05-01T10:00", plan_recorded_at: null}}
        why: not yet due
      - outcome: cannot_assess
        case:
          investigation: {{allocated_at: "2025-05-01T10:00"}}
        why: the export does not hold the plan's time
"""


def starter(name: str, *, edition: str, base: str, checked: str, path: str) -> str:
    """Return a rubric file. `base` is the edition it extends, `checked` an ISO date, `path` where it will lie."""
    return _STARTER.format(id=name, edition=edition, base=base, checked=checked, path=path)
