"""The rubric as data: frozen, strict, complete in itself once its includes are resolved (see `reading.rubrics`)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from caseaudit.checks.auditor import Auditor
from caseaudit.checks.exists import Where
from caseaudit.checks.registry import Clause
from caseaudit.domain.audit import Counts, RubricUsed
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.facts import fields_of
from caseaudit.domain.vocabulary import CASE_TYPE_GROUPS, CaseType, Outcome, Severity
from caseaudit.errors import NamedValueError
from caseaudit.language.lexicon import Lexicon
from caseaudit.rubric.threshold import OfCriterion

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Kebab = Annotated[str, Field(pattern=ID_PATTERN, max_length=60)]
Edition = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(\.\d+)?$")]
"""Year and month, and a number when a month has several: `2025-12`, `2025-12.2`."""
CaseTypeGroup = Literal["all", "exploitation", "safeguarding", "home_visits"]
Grade = Literal["outstanding", "good", "adequate", "requires_improvement", "inadequate"]
GRADES: tuple[Grade, ...] = ("outstanding", "good", "adequate", "requires_improvement", "inadequate")
"""Best first."""


CONFIDENCE, BLAME_CONFIDENCE = "second_reader_confidence", "second_reader_blame_confidence"
"""Settings that no criterion names: how sure the second reader must be for what it finds alone to count in an audit."""


class Strict(BaseModel):
    """Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Strict):
    """Where a criterion comes from."""

    document: str
    place: str
    """Chapter, section or paragraph."""
    checked: str
    """ISO date on which somebody last compared it with the document."""


CaseTypes = CaseType | CaseTypeGroup | tuple[CaseType | CaseTypeGroup, ...]
"""As written: one, several, or the names of groups."""


def _expand_types(value: object) -> object:
    """Expand the names of groups (`exploitation`, `safeguarding`, `home_visits`, `all`) into case types."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return value
    expanded: list[object] = []
    for item in value:
        group = CASE_TYPE_GROUPS.get(item) if isinstance(item, str) else None
        expanded.extend(sorted(group) if group else [item])
    return list(dict.fromkeys(expanded))


class BaselineFigure(Strict):
    """A published count to stand beside ours."""

    count: int = Field(ge=0)
    of: int = Field(gt=0)
    counts: Counts = "not_met"
    source: str
    among: Annotated[tuple[CaseType, ...], BeforeValidator(_expand_types, json_schema_input_type=CaseTypes)] = ()
    """The case types that the published count is about; all that the criterion applies to when left out."""

    @model_validator(mode="after")
    def _count_fits(self) -> BaselineFigure:
        if self.count > self.of:
            raise ValueError(
                f"the baseline counts {self.count} of only {self.of}: the count is part of what was looked at"
            )
        return self


class AppliesTo(Strict):
    """Which case files a criterion is about."""

    case_types: Annotated[tuple[CaseType, ...], BeforeValidator(_expand_types, json_schema_input_type=CaseTypes)] = (
        tuple(CaseType)
    )
    """Case types or groups of them."""
    has: str | None = None
    """An object or list of the case file that must be there and not empty, e.g. `investigation`."""
    asks: Literal["file", "ledger"] = "file"
    """`ledger`: a question to the record of audits, which no case file can answer; not applicable in a run."""
    when: Clause | None = None
    """A further condition; where it is unknown the criterion cannot be assessed."""

    @field_validator("has")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and value not in fields_of(CaseFile):
            nearest = next(iter(get_close_matches(value, fields_of(CaseFile), 1, 0.5)), None)
            wanted = f"Known: {', '.join(sorted(fields_of(CaseFile)))}"
            raise NamedValueError(f"the case file has no {value!r}", wanted=wanted, nearest=nearest)
        return value


class Test(Strict):
    """What decides the outcome: tried from the top, and what is unknown on the way stops it at cannot assess."""

    __test__ = False

    met: Clause
    partly_met: Clause | None = None
    not_met: Clause | None = None
    """Left out: whatever is neither met nor partly met. Given: only when this is true, else cannot assess."""


class Example(Strict):
    """A case that shows an outcome: run as a test, printed in the documentation."""

    outcome: Outcome
    case: dict[str, Any] = Field(default_factory=dict)
    """A case file; `case_id`, and `case_type` where the criterion has only one, may be left out."""
    text: str | None = None
    """Short for a narrative of one log entry."""
    as_of: str = "2025-05-23"
    why: str | None = None
    """What the example shows."""


class Criterion(Strict):
    """One question that is asked of every case file it applies to."""

    id: Kebab
    refs: tuple[str, ...] = ()
    """Ids in the catalogue of the inspection's findings."""
    area: Kebab
    title: str = Field(max_length=90)
    text: str
    """What good looks like, in full."""
    mode: Literal["machine", "cue", "auditor"]
    """Fields settle it; the text gives cues that a person confirms; only a person can judge."""
    severity: Severity = Severity.MEDIUM
    weight: float = Field(default=1.0, gt=0, le=10)
    escalate: bool = False
    """Whether not met means that a child may be unsafe now."""
    per: Literal["case", "child", "person"] = "case"
    who: Where = Field(default_factory=dict)
    """Which children or people are judged, when judged per child or person."""
    applies_to: AppliesTo = AppliesTo()
    test: Test
    reasons: dict[Outcome, str] = Field(default_factory=dict)
    """Opening words of the reason for an outcome."""
    remedy: str
    """What to do when it falls short."""
    source: Source
    baseline: BaselineFigure | None = None
    threshold: OfCriterion = None
    """The largest share of the assessed cases that may be not met before a run fails: `10%`, or `{short: 20%}`."""
    notes: str | None = None
    """For the reader of the rubric: limits, choices."""
    examples: tuple[Example, ...]

    @field_validator("test", mode="before", json_schema_input_type=Test | Clause)
    @classmethod
    def _bare_clause(cls, value: object) -> object:
        """Take a bare clause as what must hold to be met."""
        return {"met": value} if isinstance(value, dict) and "check" in value else value

    @model_validator(mode="after")
    def _subjects_fit(self) -> Criterion:
        if self.who and self.per == "case":
            raise ValueError("`who` selects children or people: add `per: child` or `per: person`")
        only_person = isinstance(self.test.met, Auditor)
        if (self.mode == "auditor") != only_person:
            raise ValueError("`mode: auditor` goes with `check: auditor`, and only with it: change one of them")
        return self


class Cap(Strict):
    """A limiting criterion: too many not met hold the area's grade down."""

    criterion: Kebab
    not_met_rate_above: float = Field(ge=0, lt=1)
    cap: Grade


class Area(Strict):
    """One of the inspection's judgements."""

    id: Kebab
    title: str
    caps: tuple[Cap, ...] = ()


class Grades(Strict):
    """The pooled score from which each grade is indicated; below the last it is inadequate."""

    outstanding: float = 0.95
    good: float = 0.85
    adequate: float = 0.7
    requires_improvement: float = 0.5

    @model_validator(mode="after")
    def _descending(self) -> Grades:
        if not 1 >= self.outstanding > self.good > self.adequate > self.requires_improvement > 0:
            raise ValueError(
                "the grades' thresholds do not fall: outstanding is the highest, requires_improvement the lowest"
            )
        return self


class Rubric(Strict):
    """One edition of a rubric with everything it includes."""

    rubric: Kebab
    edition: Edition
    title: str
    purpose: str = ""
    source: str = ""
    areas: tuple[Area, ...] = Field(min_length=1)
    grades: Grades = Grades()
    settings: dict[str, Any] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    sha256: str = ""
    """Digest over the edition's file and everything it includes."""

    @property
    def used(self) -> RubricUsed:
        """How the manifest names it."""
        return RubricUsed(self.rubric, self.edition, self.sha256, self.title)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that an audit is judged by: one or more rubrics, and the lexicons behind their text checks."""

    rubrics: tuple[Rubric, ...]
    lexicon: Lexicon

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion once, in the order of the rubrics."""
        found: dict[str, Criterion] = {}
        for rubric in self.rubrics:
            for criterion in rubric.criteria:
                found.setdefault(criterion.id, criterion)
        return tuple(found.values())

    @property
    def areas(self) -> tuple[Area, ...]:
        """Every area once."""
        found: dict[str, Area] = {}
        for rubric in self.rubrics:
            for area in rubric.areas:
                found.setdefault(area.id, area)
        return tuple(found.values())

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of all rubrics; the first named wins."""
        merged: dict[str, Any] = {}
        for rubric in reversed(self.rubrics):
            merged.update(rubric.settings)
        return merged

    def keeping(self, ids: frozenset[str]) -> Judgement:
        """Return the same judgement with only the criteria in `ids`."""
        kept = tuple(
            rubric.model_copy(update={"criteria": tuple(c for c in rubric.criteria if c.id in ids)})
            for rubric in self.rubrics
        )
        return Judgement(kept, self.lexicon)
