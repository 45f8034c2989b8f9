"""What a scan found, for a person: the text with its mentions marked in place, then each with why and what instead.

Marks stand in the text itself, so that they survive a pipe and need no colours: «phrase»[1] is explained under 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseaudit.domain.vocabulary import About, Stance, Tier
from caseaudit.engine.scanning import is_blame
from caseaudit.reporting import words
from caseaudit.reporting.explanation import Masker
from caseaudit.reporting.scan_summary import in_words
from caseaudit.reporting.text import clean, one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console

    from caseaudit.domain.case_file import CaseFile
    from caseaudit.engine.scanning import Scanned
    from caseaudit.language.mention import Mention

WHOLE = 4_000
"""Characters up to which a text is shown whole; of a longer one what stands around its mentions."""
AROUND = 120
MAX_PLACES = 10
MAX_GROUPS = 20
MAX_QUOTES = 3
MAX_QUOTE = 160
OPEN, CLOSE = "\u00ab", "\u00bb"

_STYLES: dict[Tier | None, str] = {Tier.RED: "bold red", Tier.AMBER: "bold yellow", Tier.NOTE: "bold", None: "bold"}
_TIERS = {
    Tier.RED: "nearly always a fault",
    Tier.AMBER: "a fault unless the context says otherwise",
    Tier.NOTE: "to note: style, or contested",
}
_ABOUT = {
    About.CHILD: "about the child",
    About.OTHER_CHILD: "about another child",
    About.ADULT: "about an adult",
    About.SUSPECT: "about the suspect",
    About.UNKNOWN: "",
}
_VERDICTS = {
    "blaming": "The record's own voice blames a child.",
    "attributed": "Somebody else's words blame a child, and the record does not challenge them.",
}


@dataclass(slots=True)
class Group:
    """Mentions of one term that were read alike."""

    number: int
    mentions: list[Mention] = field(default_factory=list)

    @property
    def first(self) -> Mention:
        """The first of them in the text."""
        return self.mentions[0]


def groups_of(mentions: Sequence[Mention]) -> list[Group]:
    """Put mentions of one term that were read alike together, in the order of the text, numbered from 1."""
    found: dict[tuple[object, ...], Group] = {}
    for mention in mentions:
        key = (mention.concept, mention.term, mention.status, mention.speaker, mention.about, mention.stance)
        if key not in found:
            found[key] = Group(len(found) + 1)
        found[key].mentions.append(mention)
    return list(found.values())


def show_document(scanned: Scanned, mentions: Sequence[Mention], case: CaseFile | None, console: Console) -> None:
    """Print one document: its text, the given mentions, and what it comes to."""
    mask: Callable[[str], str] = Masker(case) if case else str
    name = "Standard input" if scanned.document == "-" else one_line(scanned.document)
    console.print(Text(name, style="bold"))
    groups = groups_of(mentions)
    if groups:
        for part in marked(scanned.text, groups, mask):
            console.print()
            console.print(Padding(part, (0, 0, 0, 2)))
        console.print()
    for group in groups[:MAX_GROUPS]:
        _show_group(group, scanned, mask, console)
    if len(groups) > MAX_GROUPS:
        more = f"and {len(groups) - MAX_GROUPS:,} more: --format json lists them all"
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
    console.print(_verdict(scanned, mentions))
    console.print()


def show_end(lines: Iterable[str], console: Console) -> None:
    """Print what was found in all, and what could not be judged."""
    for line in lines:
        console.print(Text(one_line(line)))


def marked(text: str, groups: Sequence[Group], mask: Callable[[str], str]) -> list[Text]:
    """Give the text with its mentions marked, whole when it is short, else the places around the mentions."""
    regions = _regions(groups)
    if len(text) <= WHOLE:
        return [_marked_part(text, 0, len(text), regions, mask)]
    places = _places(text, regions)
    parts = [_marked_part(text, start, end, regions, mask) for start, end in places[:MAX_PLACES]]
    if len(places) > MAX_PLACES:
        parts.append(Text(f"and {len(places) - MAX_PLACES:,} more places", style="dim"))
    return parts


@dataclass(slots=True)
class _Region:
    """A stretch of text that one mention covers, or several that overlap."""

    start: int
    end: int
    sentence: tuple[int, int]
    numbers: list[int]
    style: str


def _regions(groups: Sequence[Group]) -> list[_Region]:
    pairs = [(mention, group.number) for group in groups for mention in group.mentions]
    pairs.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[1]))
    regions: list[_Region] = []
    for mention, number in pairs:
        style = _STYLES[mention.tier]
        if regions and mention.start < regions[-1].end:
            last = regions[-1]
            last.end = max(last.end, mention.end)
            if number not in last.numbers:
                last.numbers.append(number)
            continue
        regions.append(_Region(mention.start, mention.end, mention.sentence, [number], style))
    return regions


def _places(text: str, regions: Sequence[_Region]) -> list[tuple[int, int]]:
    """Give the sentence around each region, at most AROUND characters to either side; near ones are joined."""
    places: list[tuple[int, int]] = []
    for region in regions:
        left, right = region.sentence if region.sentence != (0, 0) else (0, len(text))
        start = max(min(left, region.start), region.start - AROUND)
        end = min(max(right, region.end), region.end + AROUND)
        if places and start <= places[-1][1] and places[-1][1] - places[-1][0] < WHOLE // MAX_PLACES:
            places[-1] = (places[-1][0], max(places[-1][1], end))
        else:
            places.append((max(start, places[-1][1]) if places else start, end))
    return places


def _marked_part(text: str, start: int, end: int, regions: Sequence[_Region], mask: Callable[[str], str]) -> Text:
    part = Text("\u2026" if start > 0 else "", overflow="fold")
    at = start
    for region in regions:
        if region.end <= start or region.start >= end:
            continue
        part.append(clean(mask(text[at : region.start])))
        part.append(f"{OPEN}{clean(mask(text[region.start : region.end]))}{CLOSE}", style=region.style)
        part.append(f"[{','.join(map(str, region.numbers))}]", style="dim")
        at = region.end
    part.append(clean(mask(text[at:end])))
    if end < len(text):
        part.append("\u2026")
    part.rstrip()
    return part


def _show_group(group: Group, scanned: Scanned, mask: Callable[[str], str], console: Console) -> None:
    mention = group.first
    quotes = list(dict.fromkeys(shorten(mask(one_line(one.quote)), MAX_QUOTE) for one in group.mentions))
    head = Text()
    head.append(", ".join(f"\u201c{quote}\u201d" for quote in quotes[:MAX_QUOTES]), style=_STYLES[mention.tier])
    if len(quotes) > MAX_QUOTES:
        head.append(f" and {len(quotes) - MAX_QUOTES} more wordings")
    if (told := _times(group, scanned)) is not None:
        head.append(f" ({told})")
    lines = [head]
    if mention.why:
        lines.append(_line("Why it harms" if is_blame(mention) else "Why", mention.why))
    if mention.preferred:
        lines.append(_line("Write instead", mention.preferred))
    lines.append(_line("Read as", _read_as(mention)))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", width=3)
    grid.add_column(overflow="fold")
    for at, line in enumerate(lines):
        grid.add_row(Text(str(group.number) if at == 0 else "", style="bold"), line)
    console.print(grid)
    console.print()


def _times(group: Group, scanned: Scanned) -> str | None:
    """Say how often, in full where only the first are listed."""
    listed = len(group.mentions)
    counted = scanned.counted.get(group.first.term)
    if counted is None:
        return f"{listed:,} times" if listed > 1 else None
    of_term = sum(mention.term == group.first.term for mention in scanned.mentions)
    if listed == of_term:
        return f"{counted:,} times; the first {listed:,} are listed"
    return f"{listed:,} of the first {of_term:,}; {counted:,} times in all"


def _line(label: str, text: str) -> Text:
    line = Text(f"{label}: ", style="dim", overflow="fold")
    line.append(one_line(text), style="not dim")
    return line


def _read_as(mention: Mention) -> str:
    parts = [words.STATUSES[mention.status].lower(), words.SPEAKERS[mention.speaker].lower(), _ABOUT[mention.about]]
    if mention.stance is Stance.CHALLENGED:
        parts.append("challenged")
    told = ", ".join(part for part in parts if part)
    if not is_blame(mention):
        told = f"{words.humanise(mention.concept)}; {told}"
    if mention.tier:
        told += f"; {mention.tier.value}, {_TIERS[mention.tier]}"
    if mention.confidence is not None:
        told += f"; {words.BASES[mention.basis].lower()}, confidence {mention.confidence:.0%}"
    return f"{told}."


def _verdict(scanned: Scanned, mentions: Sequence[Mention]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    if scanned.voice is None:
        grid.add_row(Text("Welsh"), Text("The English lexicons do not cover this text: a person must read it."))
    else:
        grid.add_row(Text("Blame"), Text(_blame(scanned, mentions)))
        found = [in_words(name) for name, there in scanned.voice.items() if there]
        absent = [in_words(name) for name, there in scanned.voice.items() if not there]
        told = [f"recorded: {', '.join(found)}"] if found else []
        told += [f"not found: {', '.join(absent)}"] if absent else []
        grid.add_row(Text("Voice of the child"), Text("; ".join(told)))
    if scanned.actions:
        told = [f"{in_words(name)} {value.replace('_', ' ')}" for name, value in scanned.actions.items()]
        grid.add_row(Text("Actions"), Text(", ".join(told)))
    return grid


def _blame(scanned: Scanned, mentions: Iterable[Mention]) -> str:
    if scanned.blame in _VERDICTS:
        return _VERDICTS[scanned.blame]
    if any(is_blame(mention) and mention.tier is Tier.NOTE for mention in mentions):
        return "Only terms to note."
    if any(map(is_blame, scanned.mentions)):
        return "No listed term counts: denied, challenged, guidance, or not about the child (--all shows them)."
    return "No listed term found."
