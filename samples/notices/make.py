"""Write `forms/` and `expected.json` beside this script: ten public protection notices on seven forms. Same bytes every time.

What the notices say, and what each criterion is meant to come to, is written by hand in `content.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

sys.dont_write_bytecode = True

import pdf  # noqa: E402
import word  # noqa: E402
from content import CRITERIA, NOTICES, OUTCOMES, Notice  # noqa: E402

HERE = Path(__file__).resolve().parent
FORMS: dict[str, Callable[[Notice], bytes]] = {
    "docx-table": word.table_form,
    "docx-labels": word.labels_form,
    "docx-ticks": word.ticks_form,
    "docx-children": word.children_form,
    "pdf-lines": pdf.lines_form,
    "pdf-table": pdf.table_form,
    "pdf-children": pdf.children_form,
}


def expected() -> dict[str, object]:
    """Count what the notices were written to come to."""
    intents = {n.ref: {c: OUTCOMES[letter] for c, letter in zip(CRITERIA, n.intent, strict=True)} for n in NOTICES}
    counts = {
        c: {outcome: sum(i[c] == outcome for i in intents.values()) for outcome in OUTCOMES.values()} for c in CRITERIA
    }
    told = {"rubric": "ppn", "as_of": "2025-05-31", "mapping": "notices", "cases": len(NOTICES)}
    return {**told, "criteria": counts, "by_case": intents}


def main() -> None:
    """Write the notices and what their audit must give."""
    folder = HERE / "forms"
    folder.mkdir(exist_ok=True)
    for notice in NOTICES:
        suffix = notice.form.partition("-")[0]
        (folder / f"{notice.ref}.{suffix}").write_bytes(FORMS[notice.form](notice))
    text = json.dumps(expected(), ensure_ascii=False, indent=1) + "\n"
    (HERE / "expected.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
