"""A rubric as Markdown pages: an index, a page a criterion, a page a lexicon. Whoever calls writes the files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from caseaudit.language.lexicon_models import CueRule, Entry, LexiconFile, TermsFile
from caseaudit.reporting import words
from caseaudit.reporting.text import one_line
from caseaudit.rubric.example_case import example_data
from caseaudit.rubric.in_words import Line, applies_words, condition_words, test_words, types_words
from caseaudit.rubric.model import Criterion, Example, Rubric

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
_MADE = "<!-- Made by `caseaudit rubric docs` from the rubric's own files: change those, not this page. -->"


def rubric_pages(
    rubric: Rubric, lexicons: Sequence[LexiconFile], used: Mapping[str, Sequence[str]] | None = None
) -> dict[str, str]:
    """Return the pages, relative path -> Markdown. `used` are the settings that each criterion draws on."""
    pages = {"index.md": _index(rubric, lexicons)}
    for criterion in rubric.criteria:
        pages[f"criteria/{criterion.id}.md"] = _criterion(criterion, rubric, (used or {}).get(criterion.id, ()))
    for lexicon in lexicons:
        pages[f"language/{lexicon.lexicon}.md"] = _lexicon(lexicon)
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}


def plain(text: str) -> str:
    """Text that Markdown takes as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _code(text: str) -> str:
    """Text as code, whatever ticks it holds."""
    shown = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines.extend(f"| {' | '.join(row)} |" for row in rows)
    return [*lines, ""]


def _index(rubric: Rubric, lexicons: Sequence[LexiconFile]) -> list[str]:
    lines = [_MADE, "", f"# {plain(rubric.title)}", "", f"Rubric {_code(rubric.rubric)}, edition {rubric.edition}.", ""]
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
        lines += _table(
            ["Setting", "Value"], [[_code(k), plain(_value(v))] for k, v in sorted(rubric.settings.items())]
        )
    lines += ["## Language", ""]
    lines += [f"- [{plain(item.title or item.lexicon)}](language/{item.lexicon}.md)" for item in lexicons]
    return lines


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "(none)"
    return str(value)


def _criterion(criterion: Criterion, rubric: Rubric, settings: Sequence[str]) -> list[str]:
    area = next((area.title for area in rubric.areas if area.id == criterion.area), criterion.area)
    lines = [_MADE, "", f"# {plain(criterion.title)}", "", plain(criterion.text), ""]
    facts = [
        ("Criterion", _code(criterion.id)),
        ("Findings of the inspection", ", ".join(criterion.refs) or "none"),
        ("Area", plain(area)),
        ("Severity", f"{words.SEVERITIES[criterion.severity]}, weight {criterion.weight:g}"),
        ("Judged", f"per {criterion.per}: {words.MODES[criterion.mode][:1].lower()}{words.MODES[criterion.mode][1:]}"),
        ("When not met", "escalated: a child may be unsafe now" if criterion.escalate else "reported"),
    ]
    lines += _table(["", ""], [[f"**{name}**", value] for name, value in facts])
    lines += ["## Applies to", "", *_bullets(applies_words(criterion.applies_to)), ""]
    if criterion.who:
        told = " and ".join(f"{_code(name)} {plain(condition_words(rule))}" for name, rule in criterion.who.items())
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
        lines += _table(["Setting", "Value"], [[_code(s), plain(_value(rubric.settings[s]))] for s in settings])
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
    return "".join(f"`{part}`" if number % 2 else _SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts))


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


def _lexicon(lexicon: LexiconFile) -> list[str]:
    lines = [_MADE, "", f"# {plain(lexicon.title or lexicon.lexicon)}", ""]
    if lexicon.source:
        lines += [plain(lexicon.source), ""]
    if isinstance(lexicon, TermsFile):
        for concept in dict.fromkeys(entry.concept for entry in lexicon.entries):
            lines += [f"## {plain(concept)}", ""]
            for entry in lexicon.entries:
                if entry.concept == concept:
                    lines += _entry(entry)
    else:
        for cue in lexicon.cues:
            lines += _cue(cue)
    if lexicon.classes:
        lines += ["## Word classes", ""]
        for name, members in lexicon.classes.items():
            lines += [f"- {_code('{' + name + '}')}: {', '.join(_code(member) for member in members)}"]
    return lines


def _entry(entry: Entry) -> list[str]:
    lines = [f"### {plain(entry.id)}", ""]
    facts = [
        ("Tier", entry.tier.value if entry.tier else None),
        ("Read", {"advisory": "as a note", "off": "only when switched on"}.get(entry.default)),
        ("Better", entry.preferred and plain(entry.preferred)),
        ("Why", entry.why and plain(entry.why)),
        ("Source", entry.source and plain(entry.source)),
        ("Catalogue", entry.ref and plain(entry.ref)),
        ("Take care", entry.traps and plain(entry.traps)),
        ("Phrases", ", ".join(_code(phrase) for phrase in entry.phrases)),
        ("But not", ", ".join(_code(phrase) for phrase in entry.unless) or None),
    ]
    lines += [f"- **{name}:** {value}" for name, value in facts if value]
    return [*lines, *_sentences(entry.examples.match, entry.examples.no_match), ""]


def _cue(cue: CueRule) -> list[str]:
    lines = [f"### {plain(cue.id)}", ""]
    if cue.direction in {"terminate", "pseudo"}:
        lines += [
            "- Ends the reach of other cues." if cue.direction == "terminate" else "- Looks like a cue and is none."
        ]
    else:
        where = {"forward": "after it", "backward": "before it", "both": "around it"}[cue.direction]
        lines += [f"- Makes what stands {where}, up to {cue.reach} words away, {plain(cue.value)} ({plain(cue.axis)})."]
    if cue.families:
        lines += [f"- Only for: {', '.join(_code(name) for name in cue.families)}"]
    lines += [f"- **Phrases:** {', '.join(_code(phrase) for phrase in cue.phrases)}"]
    return [*lines, *_sentences(cue.examples.match, cue.examples.no_match), ""]


def _sentences(found: Sequence[str], not_found: Sequence[str]) -> Iterator[str]:
    for label, sentences in (("Found in", found), ("Not found in", not_found)):
        for sentence in sentences:
            yield f"- {label}: {plain(sentence)}"
