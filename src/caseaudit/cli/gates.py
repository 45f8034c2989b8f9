"""The gates of a scheduled run: what must hold for exit code 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.cli.boundary import say
from caseaudit.domain.vocabulary import Outcome, Severity

if TYPE_CHECKING:
    from caseaudit.domain.audit import Summary
    from caseaudit.engine.differences import Differences
    from caseaudit.settings import Settings

_SHOWN = 5
_WORST_FIRST = tuple(Severity)


def failed_gates(summary: Summary, settings: Settings) -> bool:
    """Tell each gate that failed on standard error; True when one did. Without a score the gate passes, and says so."""
    return any([_fail_on(summary, settings.fail_on), _fail_under(summary.score, settings.fail_under)])


def failed_on_new(found: Differences) -> bool:
    """Tell the gate on new findings on standard error; True when there are any, in cases of both audits or new ones."""
    new = found.new
    if not new:
        return False
    worst = sum(change.finding.escalate for change in new)
    criteria = dict.fromkeys(change.finding.criterion for change in new)
    shown = ", ".join(list(criteria)[:_SHOWN])
    more = f" and {len(criteria) - _SHOWN} more" if len(criteria) > _SHOWN else ""
    noun = "new finding" if len(new) == 1 else "new findings"
    urgent = f", {worst:,} with an escalation" if worst else ""
    say(f"caseaudit: gate failed: {len(new):,} {noun}{urgent}: {shown}{more} (--fail-on-new).")
    return True


def _fail_on(summary: Summary, severity: Severity | None) -> bool:
    if severity is None:
        return False
    counted = _WORST_FIRST[: _WORST_FIRST.index(severity) + 1]
    failing = [item for item in summary.criteria if item.not_met and item.severity in counted]
    if not failing:
        return False
    shown = ", ".join(f"{item.criterion} ({item.not_met:,})" for item in failing[:_SHOWN])
    more = f" and {len(failing) - _SHOWN} more" if len(failing) > _SHOWN else ""
    words = Outcome.NOT_MET.value.replace("_", " ")
    say(f"caseaudit: gate failed: {words} at severity {severity} or worse: {shown}{more} (--fail-on {severity}).")
    return True


def _fail_under(score: float | None, percent: float | None) -> bool:
    if percent is None:
        return False
    if score is None:
        say("caseaudit: there is no score, because nothing was assessed; --fail-under passes.")
        return False
    if score * 100 >= percent:
        return False
    say(f"caseaudit: gate failed: the score is {score * 100:.1f}%, under {percent:g}% (--fail-under {percent:g}).")
    return True
