"""From what was typed to the plan of a draw, and from the plan to what is looked at in each case file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from caseaudit.domain.blank import is_blank
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import parse_moment
from caseaudit.engine.sampling import Candidate
from caseaudit.engine.sampling_fields import (
    ABSENT,
    Condition,
    Field,
    as_text,
    condition,
    date_field,
    folded,
    stratum_field,
)
from caseaudit.engine.sampling_plan import Allocation, OnePer, Plan, Quota
from caseaudit.engine.sampling_record import missing_picks
from caseaudit.errors import UsageError

DATED_BY = "reported_at"
_QUOTA_BY = "case_type"
_REF = {"child": "children[].person_ref", "officer": "officer_in_case.officer_ref"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, None or empty where nothing was."""

    size: int | None
    seed: str | None
    by: Sequence[str]
    quotas: Sequence[str]
    allocation: str | None
    where: Sequence[str]
    since: str | None
    until: str | None
    dated_by: str | None
    one_per: str | None
    reserve: int | None
    picks: Sequence[str]

    def given(self) -> Iterator[str]:
        """Name the flags that were given."""
        flags = {
            "--size": self.size,
            "--seed": self.seed,
            "--by": self.by,
            "--quota": self.quotas,
            "--allocation": self.allocation,
            "--where": self.where,
            "--from": self.since,
            "--to": self.until,
            "--dated-by": self.dated_by,
            "--one-per": self.one_per,
            "--reserve": self.reserve,
            "--pick": self.picks,
        }
        yield from (flag for flag, value in flags.items() if value not in (None, [], ()))


def plan_of(asked: Asked) -> Plan:
    """Settle the plan. Raises UsageError for what is missing, contradicts itself or is not known."""
    seed = (asked.seed or "").strip()
    if not seed or "\0" in seed:
        raise UsageError(
            "A draw needs a seed",
            remedy="Give --seed, such as the month: --seed 2025-06. Write it into the audit's terms.",
        )
    by = tuple(stratum_field(name).text for name in asked.by) or ((_QUOTA_BY,) if asked.quotas else ())
    if len(set(by)) < len(by):
        raise UsageError("--by names a field twice", remedy="Name each field once.")
    quotas = _quotas(asked.quotas, by)
    size = _size(asked.size, quotas)
    since, until = (_day(value, flag) for value, flag in ((asked.since, "--from"), (asked.until, "--to")))
    if since and until and since > until:
        raise UsageError(f"--from {since} lies after --to {until}", remedy="Give the first day and the last.")
    if asked.dated_by and not (since or until):
        raise UsageError("--dated-by says which date --from and --to mean; neither is given", remedy="Give the period.")
    return Plan(
        seed=seed,
        size=size,
        by=by,
        allocation=_allocation(asked.allocation, by, quotas),
        quotas=quotas,
        reserve=asked.reserve or 0,
        one_per=_one_per(asked.one_per),
        where=tuple(dict.fromkeys(condition(text).text for text in asked.where)),
        since=since,
        until=until,
        dated_by=date_field(asked.dated_by or DATED_BY).text if since or until else None,
        picks=tuple(sorted({one.strip() for one in asked.picks if one.strip()})),
    )


def _size(size: int | None, quotas: Sequence[Quota]) -> int:
    total = sum(quota.cases for quota in quotas)
    if size is None and not quotas:
        raise UsageError("How many cases?", remedy="Give --size, or --quota for each stratum.")
    if size is not None and quotas and size != total:
        raise UsageError(
            f"--size {size} and the quotas, {total} together, contradict each other", remedy="Leave --size out."
        )
    return size if size is not None else total


def _quotas(texts: Sequence[str], by: tuple[str, ...]) -> tuple[Quota, ...]:
    if texts and len(by) > 1:
        raise UsageError("Quotas are of one field, and --by names several", remedy="Give one --by.")
    found: dict[str, int] = {}
    for text in texts:
        name, sign, number = text.rpartition("=")
        if (
            not sign
            or not name.strip()
            or not (number.strip().isascii() and number.strip().isdigit())
            or not int(number)
        ):
            raise UsageError(f"--quota {text}: this is no quota", remedy="Write VALUE=N: --quota domestic_abuse=6.")
        value = _value(name, stratum_field(by[0]), text)
        if value in found:
            raise UsageError(f"--quota {text}: {value} has a quota already", remedy="Give each value one quota.")
        found[value] = int(number)
    return tuple(Quota(value, found[value]) for value in sorted(found))


def _value(name: str, by: Field, text: str) -> str:
    """Return a value as the field has it, where its list of values is closed."""
    if not by.options:
        return as_text(name)
    known = {folded(option): option for option in by.options}
    if folded(name) in known:
        return known[folded(name)]
    nearest = get_close_matches(folded(name), known, 1, 0.6)
    hint = f" Did you mean {known[nearest[0]]}?" if nearest else ""
    raise UsageError(
        f"--quota {text}: {by.text} is never {name.strip()!r}.{hint}", remedy=f"Its values: {', '.join(by.options)}."
    )


def _allocation(text: str | None, by: Sequence[str], quotas: Sequence[Quota]) -> Allocation | None:
    if text is None:
        return "quota" if quotas else "proportional" if by else None
    if quotas or not by:
        why = "the quotas share it already" if quotas else "there is no --by to share it by"
        raise UsageError(f"--allocation says how the size is shared, and {why}", remedy="Leave --allocation out.")
    word = text.strip().lower()
    if word == "proportional":
        return "proportional"
    if word == "equal":
        return "equal"
    raise UsageError(f"--allocation {text}: there is no such way", remedy="Write proportional or equal.")


def _one_per(text: str | None) -> OnePer | None:
    if text is None:
        return None
    word = text.strip().lower()
    if word == "child":
        return "child"
    if word == "officer":
        return "officer"
    raise UsageError(f"--one-per {text}: one case for each whom?", remedy="Write child or officer.")


def _day(text: str | None, flag: str) -> str | None:
    if text is None:
        return None
    try:
        return parse_moment(text).local_date.isoformat()
    except ValueError as error:
        raise UsageError(f"{flag} {text}: {error}", remedy="Write a date such as 2025-05-01.") from None


@dataclass(slots=True)
class Look:
    """Looks at each case file of the export and keeps what the plan asks of it."""

    plan: Plan
    candidates: list[Candidate] = field(default_factory=list)
    strata: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Case id -> the values that make its stratum."""
    _by: tuple[Field, ...] = ()
    _where: tuple[Condition, ...] = ()
    _dated_by: Field | None = None
    _known: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Values -> the same, so that memory holds each stratum once."""

    def __post_init__(self) -> None:
        """Find the fields. Raises UsageError for a plan that somebody wrote by hand."""
        self._by = tuple(map(stratum_field, self.plan.by))
        self._where = tuple(map(condition, self.plan.where))
        self._dated_by = date_field(self.plan.dated_by) if self.plan.dated_by else None

    def __call__(self, case: CaseFile) -> None:
        """Look at one case file."""
        values = tuple(by.value(case) for by in self._by)
        values = self._known.setdefault(values, values)
        self.strata[case.case_id] = values
        refs = tuple(_refs(case, self.plan.one_per))
        self.candidates.append(Candidate(case.case_id, values, refs, self._barred(case)))

    def _barred(self, case: CaseFile) -> str | None:
        if self._dated_by is not None:
            day = self._dated_by.day(case)
            if day is None:
                return f"without a date in {self._dated_by.text}"
            if not self._since <= day <= self._until:
                return "outside the period"
        broken = next((one for one in self._where if not one.holds(case)), None)
        return f"not {broken.text}" if broken else None

    @property
    def _since(self) -> date:
        return date.fromisoformat(self.plan.since) if self.plan.since else date.min

    @property
    def _until(self) -> date:
        return date.fromisoformat(self.plan.until) if self.plan.until else date.max

    def check(self) -> None:
        """Refuse what the export cannot give. Raises UsageError with what it lacks."""
        for at, name in enumerate(self.plan.by):
            if self.candidates and all(one.stratum[at] == ABSENT for one in self.candidates):
                raise UsageError(
                    f"--by {name}: no case file of the export has it", remedy="Map it from the export, or leave it out."
                )
        whom = self.plan.one_per
        if whom and self.candidates and not any(one.refs for one in self.candidates):
            raise UsageError(
                f"--one-per {whom}: no case file of the export has {_REF[whom]}",
                remedy="Map it from the export, or leave --one-per out.",
            )
        self._check_quotas()
        for one, nearest in missing_picks(self.plan.picks, list(self.strata)):
            hint = f" Did you mean {nearest}?" if nearest else ""
            raise UsageError(
                f"--pick {one}: the export has no such case.{hint}", remedy="Case ids are taken as written."
            )

    def _check_quotas(self) -> None:
        """A value that no case has, but for its spelling, is a slip; any other is a stratum without cases."""
        if not self._by or self._by[0].options:
            return
        known = sorted({values[0] for values in self._known})
        for quota in self.plan.quotas:
            close = {folded(value): value for value in known}
            nearest = get_close_matches(folded(quota.value), close, 1, 0.8)
            if quota.value not in known and nearest:
                raise UsageError(
                    f"--quota {quota.value}={quota.cases}: no case has this {self.plan.by[0]}. "
                    f"Did you mean {close[nearest[0]]}?",
                    remedy="Values are taken as the export writes them.",
                )

    def known_picks(self) -> Plan:
        """Return the plan without what was picked and is no longer in the export."""
        return replace(self.plan, picks=tuple(one for one in self.plan.picks if one in self.strata))


def _refs(case: CaseFile, one_per: OnePer | None) -> Iterator[str]:
    if one_per == "child":
        found: list[object] = [child.person_ref for child in case.children or ()]
    elif one_per == "officer":
        # The officer's reference is no field of the format yet; an export may have it, and unknown keys are kept.
        found = [getattr(case.officer_in_case, "officer_ref", None)]
    else:
        return
    yield from sorted({str(one).strip() for one in found if not is_blank(one)})
