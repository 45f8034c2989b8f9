"""The gates of a scheduled run: what must hold for exit code 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.cli.boundary import say
from caseaudit.domain.percent import percent_words
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.engine.thresholds import Weighed, limits_in_force, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.domain.audit import ExceptionsUsed, ExpiredException, Run, Summary
    from caseaudit.engine.differences_counts import Arrivals
    from caseaudit.rubric.model import Judgement
    from caseaudit.settings import Settings

_SHOWN = 5
_WORST_FIRST = tuple(Severity)
_DECIMALS = (1, 2, 4)
_FAILED = "caseaudit: gate failed:"


def failed_gates(summary: Summary, run: Run, settings: Settings, judgement: Judgement) -> bool:
    """Tell each gate that failed on standard error; True when one did.

    What was not assessed passes, and that is said. An exception accepts a finding for `--fail-on` and the thresholds;
    one that has expired is a failed gate itself.
    """
    return any(
        [
            _expired(run.exceptions),
            _fail_on(summary, settings.fail_on),
            _thresholds(summary, settings, judgement),
            _fail_under(summary.score, settings.fail_under),
        ]
    )


def failed_on_new(new: Arrivals) -> bool:
    """Tell the gate on new findings on standard error; True when there are any, in cases of both audits or new ones.

    Those that an exception accepts do not count.
    """
    if not new.findings:
        return False
    noun = "new finding" if new.findings == 1 else "new findings"
    urgent = f", {new.escalations:,} with an escalation" if new.escalations else ""
    beside = f"; {new.accepted:,} more accepted" if new.accepted else ""
    say(f"{_FAILED} {new.findings:,} {noun}{urgent}: {_listed(new.criteria)}{beside} (--fail-on-new).")
    return True


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _expired(used: ExceptionsUsed | None) -> bool:
    if used is None or not used.expired:
        return False
    count = len(used.expired)
    have, each = ("exception has", "it") if count == 1 else ("exceptions have", "each")
    say(f"{_FAILED} {count:,} {have} expired in {used.file}; renew {each} or take it out:")
    for one in used.expired[:_SHOWN]:
        say(f"  {_expired_words(one)}")
    if count > _SHOWN:
        say(f"  and {count - _SHOWN:,} more, all listed in the results.")
    return True


def _expired_words(one: ExpiredException) -> str:
    subject = f", {one.subject}" if one.subject else ""
    return f"{one.case_id}{subject}: {one.criterion} (accepted by {one.author} until {one.expires})"


def _fail_on(summary: Summary, severity: Severity | None) -> bool:
    if severity is None:
        return False
    counted = _WORST_FIRST[: _WORST_FIRST.index(severity) + 1]
    left = [(item, item.not_met - item.accepted_not_met) for item in summary.criteria if item.severity in counted]
    failing = [f"{item.criterion} ({count:,})" for item, count in left if count]
    if not failing:
        return False
    words = Outcome.NOT_MET.value.replace("_", " ")
    accepted = sum(item.accepted_not_met for item, _ in left)
    beside = f"; {accepted:,} more accepted" if accepted else ""
    say(f"{_FAILED} {words} at severity {severity} or worse: {_listed(failing)}{beside} (--fail-on {severity}).")
    return True


def _thresholds(summary: Summary, settings: Settings, judgement: Judgement) -> bool:
    weighed = list(weigh(summary, limits_in_force(judgement, settings.thresholds)))
    silent = list(dict.fromkeys(one.limit.criterion for one in weighed if not one.assessed))
    if silent:
        passes = "its threshold passes" if len(silent) == 1 else "their thresholds pass"
        say(f"caseaudit: no case was assessed for {_listed(silent)}; {passes}.")
    exceeded = [one for one in weighed if one.exceeded]
    for one in exceeded:
        say(f"{_FAILED} {_exceeded_words(one)}")
    return bool(exceeded)


def _exceeded_words(one: Weighed) -> str:
    """Say what was found and what may be."""
    limit = one.limit
    falls = "is not met" if limit.counts == "not_met" else "falls short"
    beside = f"; {one.accepted:,} more accepted" if one.accepted else ""
    origin = "settings file" if limit.own else "rubric"
    share = _share(one.count / one.assessed * 100, limit.percent)
    cases = "case" if one.assessed == 1 else "cases"
    return (
        f"{limit.criterion} {falls} in {one.count:,} of {one.assessed:,} {cases} assessed ({share}{beside}); "
        f"the threshold is {percent_words(limit.percent)} ({origin})."
    )


def _share(percent: float, limit: float) -> str:
    """Show a share to one decimal, or to as many as tell it from its threshold."""
    shown = [f"{percent:.{digits}f}" for digits in _DECIMALS]
    return next((text for text in shown if float(text) > limit), shown[-1]) + "%"


def _fail_under(score: float | None, percent: float | None) -> bool:
    if percent is None:
        return False
    if score is None:
        say("caseaudit: there is no score, because nothing was assessed; --fail-under passes.")
        return False
    if score * 100 >= percent:
        return False
    say(f"{_FAILED} the score is {score * 100:.1f}%, under {percent:g}% (--fail-under {percent:g}).")
    return True
