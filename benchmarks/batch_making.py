"""The synthetic batch: case files with the fields of the shipped sample's and narratives of their own, always the same.

The fields stand blank, late or missing as often as the inspection found them; every time of a case is moved by the same
number of days. A narrative is composed sentence by sentence for each case, spread over as many entries as the sample's
case has. None is a copy of another; about a sixth of the sentences are the sample's and come again and again.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from narratives import SAMPLES, SIZE, narratives

AT_ONCE = 500
"""Cases whose narratives are composed at a time."""
SHIFT = 45
"""Every case is moved by up to this many days, all its times together."""
SEEN = 1_000
"""Cases of which the distinct sentences are counted."""
OWN_ENTRIES = 400
"""Entries of the own lexicon that the growth with the lexicon is measured by."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?")
_END = re.compile(r"(?<=[.!?])\s")
_NOUNS = ("ledger", "torch", "bollard", "kettle", "hoarding", "trellis", "pallet", "gantry", "skip", "awning")
_MADE = ("painted", "moved", "counted", "covered", "labelled", "mended", "swept", "stacked")
_PLACES = ("yard", "annexe", "cellar", "loading bay", "boiler room")


def moved(value: Any, days: int) -> Any:
    """Return `value` with every date and time in it moved by `days`, dates of birth left alone."""
    if isinstance(value, dict):
        return {key: moved(part, days) for key, part in value.items() if key != "date_of_birth"} | {
            key: value[key] for key in ("date_of_birth",) if key in value
        }
    if isinstance(value, list):
        return [moved(part, days) for part in value]
    if isinstance(value, str) and _TIME.fullmatch(value):
        whole = (datetime.fromisoformat(value) + timedelta(days=days)).isoformat()
        return whole[: len(value)]
    return value


def spread(text: str, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each entry its share of `text`, cut where a sentence ends."""
    pieces = _END.split(text)
    each = -(-len(pieces) // len(entries))
    texts = (" ".join(pieces[each * number : each * (number + 1)]) for number in range(len(entries)))
    return [{**entry, "text": share or pieces[-1]} for entry, share in zip(entries, texts, strict=True)]


def batch(count: int, size: int = SIZE) -> Iterator[dict[str, Any]]:
    """Give case files with narratives of about `size` characters; the first are the same however many are wanted."""
    lines = (SAMPLES / "case-files.jsonl").read_text(encoding="utf-8").splitlines()
    sample = [json.loads(line) for line in lines]
    luck = random.Random(6)  # noqa: S311 - the same batch every time

    @cache
    def fields(number: int, days: int) -> Any:
        return moved(sample[number], days)

    for start in range(0, count, AT_ONCE):
        texts = narratives("typical", min(AT_ONCE, count - start), seed=start + 1, size=size)
        for number, text in enumerate(texts, start):
            case = fields(luck.choice(range(len(sample))), luck.randint(-SHIFT, SHIFT))
            narrative = [
                {**entry, "entry_id": f"B{number:07}/{place}"}
                for place, entry in enumerate(spread(text, case["narrative"]), 1)
            ]
            yield {**case, "case_id": f"B{number:07}", "narrative": narrative}


def make(folder: Path, count: int, size: int = SIZE) -> Path:
    """Write a batch into `folder`, unless it is there already: whole, or not under this name."""
    path = folder / f"cases-{count}-{size}.jsonl"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(case)}\n" for case in batch(count, size))
        part.replace(path)
    return path


def first(path: Path, count: int, name: str | None = None) -> Path:
    """Write the first `count` cases of a batch to a file beside it, by the name given or one that tells the number."""
    cut = path.with_name(name or f"first-{count}-of-{path.name}")
    if name or not cut.exists():
        part = cut.with_suffix(".part")
        with path.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
            out.writelines(islice(lines, count))
        part.replace(cut)
    return cut


def sentences(path: Path) -> tuple[int, int]:
    """Return how many sentences the narratives of the first thousand cases have, and how many different ones."""
    found: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, SEEN):
            found += [piece for entry in json.loads(line)["narrative"] for piece in _END.split(entry["text"]) if piece]
    return len(found), len(set(found))


def own_lexicon(path: Path) -> Path:
    """Write a lexicon of a force's own: entries of made-up wording, no two alike."""
    told = ["lexicon: bench-force", "kind: terms", "title: Made-up wording", "source: The benchmark", "entries:"]
    wordings = ((noun, made, place) for noun in _NOUNS for made in _MADE for place in _PLACES)
    for number, (noun, made, place) in enumerate(islice(wordings, OWN_ENTRIES), 1):
        told += [
            f"  - id: bench-{number}",
            "    concept: victim-blaming.missing",
            "    tier: amber",
            f'    phrases: ["<be> {made} with (a|the) {noun} [2] in (a|the) {place}", "{noun} {made} for the {place}"]',
            '    preferred: "say what was seen"',
            '    why: "Made up, so that there is more to look for."',
            "    examples:",
            f'      match: ["It was {made} with a {noun} left in the {place}."]',
            f'      no_match: ["The {noun} stood by itself."]',
        ]
    path.write_text("\n".join([*told, ""]), encoding="utf-8")
    return path
