"""A rubric as Markdown pages: an index, a page a criterion, a page a lexicon. Whoever calls writes the files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from caseaudit.language.lexicon_models import LexiconFile, OwnFile, TermsFile
from caseaudit.reporting import words
from caseaudit.reporting.lexicon_pages import MADE, lexicon_page, own_page, told_of
from caseaudit.reporting.markdown import SPECIAL, code, plain
from caseaudit.reporting.text import one_line
from caseaudit.rubric.example_case import example_data
from caseaudit.rubric.in_words import Line, applies_words, condition_words, test_words, types_words
from caseaudit.rubric.model import Criterion, Example, Rubric


def rubric_pages(
    rubric: Rubric,
    lexicons: Sequence[LexiconFile],
    used: Mapping[str, Sequence[str]] | None = None,
    own: Sequence[OwnFile] = (),
) -> dict[str, str]:
    """Return the pages, relative path -> Markdown. `used` are the settings that each criterion draws on.

    `lexicons` are the shipped ones as the force's `own` have made them; of those each has a page too.
    """
    pages = {"index.md": _index(rubric, [*lexicons, *own])}
    for criterion in rubric.criteria:
        pages[f"criteria/{criterion.id}.md"] = _criterion(criterion, rubric, (used or {}).get(criterion.id, ()))
    told = told_of(own)
    for lexicon in lexicons:
        pages[f"language/{lexicon.lexicon}.md"] = lexicon_page(lexicon, told)
    homes = {entry.id: file.lexicon for file in lexicons if isinstance(file, TermsFile) for entry in file.entries}
    for each in own:
        pages[f"language/{each.lexicon}.md"] = own_page(each, homes)
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines.extend(f"| {' | '.join(row)} |" for row in rows)
    return [*lines, ""]


def _index(rubric: Rubric, lexicons: Sequence[LexiconFile | OwnFile]) -> list[str]:
    lines = [MADE, "", f"# {plain(rubric.title)}", "", f"Rubric {code(rubric.rubric)}, edition {rubric.edition}.", ""]
    lines += [plain(part) + "\n" for part in (rubric.purpose, rubric.source) if part]
    for area in rubric.areas:
        criteria = [criterion for criterion in rubric.criteria if criterion.area == area.id]
        if not criteria:
            continue
        lines += [f"## {plain(area.title)}", ""]
        lines += [
            f"More than {cap.not_met_rate_above:.0%} not met of [{cap.criterion}](criteria/{cap.criterion}.md) holds "
            f"the indicative grade at {words.humanise(cap.cap).lower()}.\n"
            for cap in area.caps
            if any(criterion.id == cap.criterion for criterion in rubric.criteria)
        ]
        rows = [
            [
                f"[{plain(item.title)}](criteria/{item.id}.md)",
                ", ".join(item.refs),
                words.SEVERITIES[item.severity],
                item.mode,
                "yes" if item.escalate else "",
            ]
            for item in criteria
        ]
        lines += _table(["Criterion", "Findings", "Severity", "Judged by", "Escalates"], rows)
    grades = rubric.grades.model_dump()
    lines += ["## Indicative grades", ""]
    lines += _table(
        ["Grade", "Score of at least"], [[words.humanise(name), f"{value:.0%}"] for name, value in grades.items()]
    )
    if rubric.settings:
        lines += [
            "## Settings",
            "",
            "A force may set these otherwise in a rubric of its own that extends this one.",
            "",
        ]
        lines += _table(["Setting", "Value"], [[code(k), plain(_value(v))] for k, v in sorted(rubric.settings.items())])
    lines += ["## Language", ""]
    lines += [f"- [{plain(item.title or item.lexicon)}](language/{item.lexicon}.md)" for item in lexicons]
    return lines


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "(none)"
    return str(value)


def _criterion(criterion: Criterion, rubric: Rubric, settings: Sequence[str]) -> list[str]:
    area = next((area.title for area in rubric.areas if area.id == criterion.area), criterion.area)
    lines = [MADE, "", f"# {plain(criterion.title)}", "", plain(criterion.text), ""]
    facts = [
        ("Criterion", code(criterion.id)),
        ("Findings of the inspection", ", ".join(criterion.refs) or "none"),
        ("Area", plain(area)),
        ("Severity", f"{words.SEVERITIES[criterion.severity]}, weight {criterion.weight:g}"),
        ("Judged", f"per {criterion.per}: {words.MODES[criterion.mode][:1].lower()}{words.MODES[criterion.mode][1:]}"),
        ("When not met", "escalated: a child may be unsafe now" if criterion.escalate else "reported"),
    ]
    if criterion.threshold is not None:
        facts.append(("Threshold", f"{criterion.threshold.in_words} of the assessed cases; above it a run fails"))
    lines += _table(["", ""], [[f"**{name}**", value] for name, value in facts])
    lines += ["## Applies to", "", *_bullets(applies_words(criterion.applies_to)), ""]
    if criterion.who:
        told = " and ".join(f"{code(name)} {plain(condition_words(rule))}" for name, rule in criterion.who.items())
        lines += [f"Judged for each {criterion.per} whose {told}.", ""]
    lines += ["## Outcomes", ""]
    for name, clauses in test_words(criterion):
        lines += [f"**{name[:1].upper()}{name[1:]}**", "", *_bullets(clauses), ""]
    lines += [
        "What the export or the text cannot settle is *cannot assess*; what is not yet due is *not applicable*.",
        "",
    ]
    if settings:
        lines += ["## Settings", ""]
        lines += _table(["Setting", "Value"], [[code(s), plain(_value(rubric.settings[s]))] for s in settings])
    lines += ["## What to do when it falls short", "", plain(criterion.remedy), ""]
    lines += ["## Source", "", f"{plain(criterion.source.document)}: {plain(criterion.source.place)}.", ""]
    lines += [f"Compared with the document on {plain(criterion.source.checked)}.", ""]
    lines += _baseline(criterion)
    if criterion.notes:
        lines += ["## Notes", "", plain(criterion.notes), ""]
    lines += ["## Examples", ""]
    for number, example in enumerate(criterion.examples, start=1):
        lines += _example(criterion, example, number)
    return lines


def _baseline(criterion: Criterion) -> list[str]:
    figure = criterion.baseline
    if figure is None:
        return []
    counted = "not met" if figure.counts == "not_met" else "partly met or not met"
    among = f", of {types_words(figure.among)}" if figure.among else ""
    said = f"{figure.count} of {figure.of} {counted}{among} ({plain(figure.source)})."
    return ["## The inspection's own figure", "", said, ""]


def _bullets(lines: Sequence[Line]) -> Iterator[str]:
    for depth, text in lines:
        yield f"{'  ' * depth}- {_mixed(text)}"


def _mixed(text: str) -> str:
    """Escape text, but leave what stands in ticks as code."""
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return "".join(f"`{part}`" if number % 2 else SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts))


def _example(criterion: Criterion, example: Example, number: int) -> list[str]:
    why = f": {plain(example.why)}" if example.why else ""
    data = example_data(criterion, example)
    shown = json.dumps({key: value for key, value in data.items() if key != "case_id"}, ensure_ascii=False, indent=2)
    fence = "`" * max(3, max((len(run) + 1 for run in re.findall("`+", shown)), default=0))
    outcome = words.outcome(example.outcome)
    return [
        f"### {number}. {outcome}{why}",
        "",
        f"{fence}json",
        shown,
        fence,
        "",
        f"Audited as of {example.as_of}.",
        "",
    ]
