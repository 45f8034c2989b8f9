"""Lexicons as Markdown pages: a shipped one with what a force changed in it, and a force's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from caseaudit.language.lexicon_models import Change, ChangesFile, CueRule, Entry, LexiconFile, OwnFile, TermsFile
from caseaudit.reporting.markdown import code, plain

MADE = "<!-- Made by `caseaudit rubric docs` from the rubric's own files: change those, not this page. -->"
_READ = {"on": "always", "advisory": "as a note", "off": "only when switched on"}

Told = Mapping[str, Sequence[tuple[str, str, str]]]
"""Entry -> what was done to it (Changed, Silenced), by which own lexicon, and why."""


def told_of(own: Sequence[OwnFile]) -> Told:
    """Gather what own lexicons do to each entry, in the order in which they are applied."""
    told: dict[str, list[tuple[str, str, str]]] = {}
    for file in own:
        if isinstance(file, ChangesFile):
            for change in file.change:
                told.setdefault(change.entry, []).append(("Changed", file.lexicon, change.reason))
            for silence in file.silence:
                told.setdefault(silence.entry, []).append(("Silenced", file.lexicon, silence.reason))
    return told


def lexicon_page(lexicon: LexiconFile, told: Told) -> list[str]:
    """Return the page of a shipped lexicon, each entry with what the force changed in it."""
    lines = [MADE, "", f"# {plain(lexicon.title or lexicon.lexicon)}", ""]
    if lexicon.source:
        lines += [plain(lexicon.source), ""]
    if isinstance(lexicon, TermsFile):
        for concept in dict.fromkeys(entry.concept for entry in lexicon.entries):
            lines += [f"## {plain(concept)}", ""]
            for entry in lexicon.entries:
                if entry.concept == concept:
                    lines += _entry(entry, told.get(entry.id, ()))
    else:
        for cue in lexicon.cues:
            lines += _cue(cue)
    return [*lines, *_classes(lexicon.classes)]


def _classes(classes: Mapping[str, Sequence[str]]) -> list[str]:
    rows = [f"- {code('{' + name + '}')}: {', '.join(map(code, members))}" for name, members in classes.items()]
    return ["## Word classes", "", *rows] if rows else []


def own_page(file: OwnFile, homes: Mapping[str, str]) -> list[str]:
    """Return the page of a force's own lexicon. `homes` name the lexicon that each entry stands in."""
    lines = [MADE, "", f"# {plain(file.title)}", ""]
    if file.source:
        lines += [plain(file.source), ""]
    added = file.add if isinstance(file, ChangesFile) else file.entries
    if isinstance(file, ChangesFile):
        if file.silence:
            lines += ["## Silenced", ""]
            lines += [f"- {_link(one.entry, homes)}: {plain(one.reason)}" for one in file.silence]
            lines += [""]
        lines += ["## Changed", ""] if file.change else []
        for change in file.change:
            lines += _change(change, homes)
    lines += ["## Added", ""] if added else []
    for entry in added:
        lines += _entry(entry, (), concept=True)
    return [*lines, *_classes(file.classes)]


def _link(entry: str, homes: Mapping[str, str]) -> str:
    home = homes.get(entry)
    return f"[{plain(entry)}]({home}.md)" if home else plain(entry)


def _change(change: Change, homes: Mapping[str, str]) -> list[str]:
    facts = [
        ("Reason", plain(change.reason)),
        ("Tier", change.tier and change.tier.value),
        ("Read", change.default and _READ[change.default]),
        ("About", change.about and {"child": "only of a child", "any": "of anybody"}[change.about]),
        ("Better", change.preferred and plain(change.preferred)),
        ("Why", change.why and plain(change.why)),
        ("More phrases", ", ".join(map(code, change.more_phrases))),
        ("But not", ", ".join(map(code, change.more_unless))),
    ]
    more = change.more_examples
    lines = [f"### {_link(change.entry, homes)}", "", *(f"- **{name}:** {value}" for name, value in facts if value)]
    return [*lines, *_sentences(more.match, more.no_match), ""]


def _entry(entry: Entry, told: Sequence[tuple[str, str, str]], *, concept: bool = False) -> list[str]:
    lines = [f"### {plain(entry.id)}", ""]
    lines += [f"- **{what} by [{plain(own)}]({own}.md):** {plain(reason)}" for what, own, reason in told]
    facts = [
        ("Concept", plain(entry.concept) if concept else None),
        ("Tier", entry.tier.value if entry.tier else None),
        ("Read", None if entry.default == "on" else _READ[entry.default]),
        ("Better", entry.preferred and plain(entry.preferred)),
        ("Why", entry.why and plain(entry.why)),
        ("Source", entry.source and plain(entry.source)),
        ("Catalogue", entry.ref and plain(entry.ref)),
        ("Take care", entry.traps and plain(entry.traps)),
        ("Phrases", ", ".join(code(phrase) for phrase in entry.phrases)),
        ("But not", ", ".join(code(phrase) for phrase in entry.unless) or None),
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
        lines += [f"- Only for: {', '.join(code(name) for name in cue.families)}"]
    lines += [f"- **Phrases:** {', '.join(code(phrase) for phrase in cue.phrases)}"]
    return [*lines, *_sentences(cue.examples.match, cue.examples.no_match), ""]


def _sentences(found: Sequence[str], not_found: Sequence[str]) -> Iterator[str]:
    for label, sentences in (("Found in", found), ("Not found in", not_found)):
        for sentence in sentences:
            yield f"- {label}: {plain(sentence)}"
