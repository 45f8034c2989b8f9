"""How well auditors agree on their independent first readings: the table, and coefficients with their intervals.

Beneath twenty units that two people marked, the coefficients are withheld: "too few". An interval is the published one
where each case gives one unit; where a case gives several, whole cases are drawn again (bootstrap), since the marks of
one case hang together. The formulas are in `coefficients`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

from caseaudit.domain.audit import Interval
from caseaudit.engine.coefficients import (
    Matrix,
    cohen_kappa,
    coincidences,
    gwet,
    gwet_value,
    identity_weights,
    krippendorff_alpha,
    linear_weights,
    student_quantile,
    unit_agreement,
)
from caseaudit.engine.resampling import bootstrap
from caseaudit.engine.statistics import DECIMALS, LEVEL, wilson

TOO_FEW = 20
SEED = "caseaudit.agreement/1"
LOPSIDED = 0.8
"""Share of one answer from which kappa is known to fall far below the agreement seen."""
GAP = 0.3

Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """The answers that auditors gave on one unit (a criterion of a case, say); who gave none is left out."""

    case: str
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One figure of agreement; `note` says why there is no value or no interval."""

    name: str
    """`percent`, `kappa`, `ac1`, `alpha_nominal`, and where ordered `kappa_linear`, `ac2_linear`, `alpha_ordinal`."""
    value: float | None
    interval: Interval | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a set of auditors agreed."""

    auditors: tuple[str, ...]
    categories: tuple[str, ...]
    units: int
    """Units marked by two auditors or more: what every figure rests on."""
    single: int
    """Units marked by one auditor only."""
    set_aside: int
    """Marks outside the categories (not applicable, cannot assess): in no figure."""
    table: tuple[tuple[int, ...], ...] | None
    """First auditor's answers down, second's across; None unless there are just two auditors."""
    coefficients: tuple[Coefficient, ...]
    too_few: bool
    note: str | None = None

    def named(self, name: str) -> Coefficient:
        """Return the coefficient of that name; raises KeyError."""
        for coefficient in self.coefficients:
            if coefficient.name == name:
                return coefficient
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class _Case:
    """The marks of one case: counts by category per unit, and index pairs where there are just two auditors."""

    counts: tuple[Counts, ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Settings:
    size: int
    auditors: int
    seed: str
    level: float


def agree(
    marks: Sequence[Marked],
    categories: Sequence[str],
    *,
    ordered: bool,
    auditors: Sequence[str] | None = None,
    seed: str = SEED,
    level: float = LEVEL,
) -> Agreement:
    """Measure the agreement of all auditors together, or of those named.

    `categories` are the answers that count, worst to best where `ordered`; other answers are set aside and counted.
    `seed` decides the drawing of the bootstrap: the same seed gives the same interval on any machine and Python. Raises
    ValueError for fewer than two or repeated categories or auditors.
    """
    names = tuple(sorted({name for unit in marks for name in unit.marks}) if auditors is None else auditors)
    if len(set(categories)) != len(categories) or len(categories) < 2:  # noqa: PLR2004
        raise ValueError("agreement needs two or more different categories")
    if len(set(names)) != len(names):
        raise ValueError("an auditor is named twice")
    cases, aside = _cases(marks, names, categories)
    doubles = sum(sum(counts) > 1 for case in cases for counts in case.counts)
    table = _table(cases, len(categories)) if len(names) == 2 else None  # noqa: PLR2004
    settings = _Settings(len(categories), len(names), seed, level)
    kinds: tuple[str, ...] = ("percent", "kappa", "ac1", "alpha_nominal")
    if ordered and len(categories) > 2:  # noqa: PLR2004 - of two categories the weighted figures are the same
        kinds += ("kappa_linear", "ac2_linear", "alpha_ordinal")
    figures = tuple(_figure(kind, cases, doubles, settings) for kind in kinds)
    return Agreement(
        auditors=names,
        categories=tuple(categories),
        units=doubles,
        single=sum(sum(counts) == 1 for case in cases for counts in case.counts),
        set_aside=aside,
        table=table,
        coefficients=figures,
        too_few=doubles < TOO_FEW,
        note=_note(cases, categories, doubles, figures),
    )


def pairwise(
    marks: Sequence[Marked], categories: Sequence[str], *, ordered: bool, seed: str = SEED, level: float = LEVEL
) -> tuple[Agreement, ...]:
    """Measure the agreement of each pair of auditors, in order of their names; see `agree`."""
    names = sorted({name for unit in marks for name in unit.marks})
    return tuple(
        agree(marks, categories, ordered=ordered, auditors=pair, seed=seed, level=level)
        for pair in combinations(names, 2)
    )


def _cases(marks: Sequence[Marked], names: Sequence[str], categories: Sequence[str]) -> tuple[tuple[_Case, ...], int]:
    index = {category: number for number, category in enumerate(categories)}
    units: dict[str, list[dict[str, int]]] = {}
    aside = 0
    for unit in marks:
        answers = {name: unit.marks[name] for name in names if name in unit.marks}
        known = {name: index[answer] for name, answer in answers.items() if answer in index}
        aside += len(answers) - len(known)
        if known:
            units.setdefault(unit.case, []).append(known)
    cases = []
    for case in sorted(units):
        counts = tuple(
            tuple(list(known.values()).count(number) for number in range(len(categories))) for known in units[case]
        )
        both = [known for known in units[case] if len(names) == 2 and len(known) == 2]  # noqa: PLR2004
        cases.append(_Case(counts, tuple((known[names[0]], known[names[1]]) for known in both)))
    return tuple(cases), aside


def _table(cases: Sequence[_Case], size: int) -> tuple[tuple[int, ...], ...]:
    found = Counter(pair for case in cases for pair in case.pairs)
    return tuple(tuple(found[row, column] for column in range(size)) for row in range(size))


def _figure(kind: str, cases: Sequence[_Case], doubles: int, settings: _Settings) -> Coefficient:
    withheld = _withheld(kind, doubles, settings.auditors)
    if withheld:
        return Coefficient(kind, None, note=withheld)
    parts = [_parts(kind, case, settings.size) for case in cases]
    value = _value(kind, [sum(column) for column in zip(*parts, strict=True)], settings.size)
    if value is None:
        return Coefficient(kind, None, note="every mark was the same: the figure cannot be computed")
    value = round(value, DECIMALS) + 0.0  # adding nought keeps a minus sign off it
    if value == 1 and kind != "percent":
        return Coefficient(kind, value, note="all agree: the marks show no spread to make an interval from")
    interval = _published(kind, value, cases, settings)
    if interval is None and doubles < TOO_FEW:
        return Coefficient(kind, value, note="too few for an interval")
    if interval is None:
        interval = bootstrap(
            parts, lambda sums: _value(kind, sums, settings.size), seed=settings.seed, level=settings.level
        )
    return Coefficient(
        kind, value, interval, None if interval else "the marks show too little spread to make an interval from"
    )


def _withheld(kind: str, doubles: int, auditors: int) -> str | None:
    """Return why a figure is not given at all."""
    if not doubles:
        return "no unit was marked by two auditors"
    if kind.startswith("kappa") and auditors > 2:  # noqa: PLR2004
        return "kappa is for two auditors: see each pair"
    return "too few" if doubles < TOO_FEW and kind != "percent" else None


def _weights(kind: str, size: int) -> Matrix:
    return linear_weights(size) if kind.endswith("_linear") else identity_weights(size)


def _parts(kind: str, case: _Case, size: int) -> tuple[float, ...]:
    """Return what one case adds to the sums that `_value` reads."""
    if kind.startswith("kappa"):
        return tuple(float(count) for row in _table((case,), size) for count in row)
    if kind.startswith("alpha"):
        matrices = [coincidences(counts) for counts in case.counts]
        return tuple(sum(matrix[row][column] for matrix in matrices) for row in range(size) for column in range(size))
    weights = _weights(kind, size)
    agreeing = [unit_agreement(counts, weights) for counts in case.counts if sum(counts) > 1]
    shares = [sum(counts[index] / sum(counts) for counts in case.counts) for index in range(size)]
    return (float(len(agreeing)), sum(agreeing), float(len(case.counts)), *shares)


def _value(kind: str, sums: Sequence[float], size: int) -> float | None:
    if kind.startswith(("kappa", "alpha")):
        matrix = [sums[row * size : (row + 1) * size] for row in range(size)]
        if kind.startswith("kappa"):
            return cohen_kappa(matrix, _weights(kind, size)).value
        return krippendorff_alpha(matrix, ordinal=kind == "alpha_ordinal")
    doubles, agreeing, marked, *shares = sums
    if not doubles:
        return None
    if kind == "percent":
        return agreeing / doubles
    return gwet_value(agreeing / doubles, [share / marked for share in shares], _weights(kind, size))[0]


def _published(kind: str, value: float, cases: Sequence[_Case], settings: _Settings) -> Interval | None:
    """Return the interval that the literature gives, where it holds: one unit to a case, so that units are alone."""
    alone = all(len(case.counts) == 1 for case in cases)
    if kind == "percent":
        paired = [case for case in cases if any(sum(counts) > 1 for counts in case.counts)]
        if value in {0, 1}:
            # Drawing again would show no spread at all. Counting each case once is the cautious reading.
            return wilson(len(paired) if value else 0, len(paired), level=settings.level)
        if alone and settings.auditors == 2:  # noqa: PLR2004
            return wilson(round(value * len(paired)), len(paired), level=settings.level)
        return None
    if not alone or kind.startswith("alpha"):
        return None
    weights = _weights(kind, settings.size)
    if kind.startswith("kappa"):
        error = cohen_kappa(_table(cases, settings.size), weights).error
        times, method = NormalDist().inv_cdf((1 + settings.level) / 2), "Fleiss, Cohen and Everitt 1969"
    else:
        error = gwet([counts for case in cases for counts in case.counts], weights).error
        times, method = student_quantile(settings.level, max(1, len(cases) - 1)), "Gwet 2008"
    if error is None or round(error, DECIMALS) == 0:
        return None  # no error at all is not knowledge: the answers only happen to lie so
    low, high = max(-1.0, value - times * error), min(1.0, value + times * error)
    return Interval(settings.level, round(low, DECIMALS), round(high, DECIMALS), method)


def _note(
    cases: Sequence[_Case], categories: Sequence[str], doubles: int, figures: Sequence[Coefficient]
) -> str | None:
    """Say what a reader must know before quoting a figure."""
    if not doubles:
        return "No unit was marked by two auditors: there is nothing to compare."
    if doubles < TOO_FEW:
        return f"Too few: {doubles} marked by two auditors; coefficients are given from {TOO_FEW}."
    totals = [sum(counts[index] for case in cases for counts in case.counts) for index in range(len(categories))]
    share = max(totals) / sum(totals)
    values = {figure.name: figure.value for figure in figures}
    percent, kappa = values["percent"], values["kappa"]
    if percent is not None and kappa is not None and share >= LOPSIDED and percent - kappa >= GAP:
        most = categories[totals.index(max(totals))]
        return (
            f"{share:.0%} of the marks are {most}: when one answer is this common kappa falls far below the agreement "
            "seen. Read it beside AC1 and the table."
        )
    return None
