"""The table of check kinds: what `check:` may say. A kind is added here and nowhere else."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from caseaudit.checks.auditor import Auditor
from caseaudit.checks.avoids import Avoids
from caseaudit.checks.base import Check
from caseaudit.checks.cadence import Cadence
from caseaudit.checks.combine import All, Any, AtLeast, NoneOf
from caseaudit.checks.compare import Compare
from caseaudit.checks.consistent import Consistent
from caseaudit.checks.each import Each
from caseaudit.checks.exists import Exists
from caseaudit.checks.mentions import Mentions
from caseaudit.checks.open_past import OpenPast
from caseaudit.checks.recorded import Recorded
from caseaudit.checks.within import Within

Clause = Annotated[
    Recorded
    | Exists
    | Each
    | Within
    | Cadence
    | OpenPast
    | Compare
    | Mentions
    | Avoids
    | Consistent
    | All
    | Any
    | NoneOf
    | AtLeast
    | Auditor,
    Field(discriminator="check"),
]

CHECK_KINDS: dict[str, type[Check]] = {
    "recorded": Recorded,
    "exists": Exists,
    "each": Each,
    "within": Within,
    "cadence": Cadence,
    "open_past": OpenPast,
    "compare": Compare,
    "mentions": Mentions,
    "avoids": Avoids,
    "consistent": Consistent,
    "all": All,
    "any": Any,
    "none": NoneOf,
    "at_least": AtLeast,
    "auditor": Auditor,
}

for _kind in (Each, Consistent, All, Any, NoneOf, AtLeast):
    _kind.model_rebuild(_types_namespace={"Clause": Clause})
