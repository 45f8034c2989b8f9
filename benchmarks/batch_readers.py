"""Other ways to read the same narratives: the module `re` with the same lexicon, and medspaCy's context pipeline."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Any

from batch_running import ROOT, Bench
from batch_telling import Aims, table
from narratives import narratives

COUNT = 200
"""Narratives that are read: those of the batch's first cases."""
BEFORE = 1_000
"""Others that we read before, as in a long audit: patterns are put together when they are first wanted."""
SLOW = 10
"""The one large alternation is shown one narrative in this many: it takes its time."""
GOAL = 50
"""As many times as fast as medspaCy with its own way of finding sentences."""
PYRUSH = "medspacy_pyrush"
_PIPELINES = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
import medspacy
from medspacy.ner import TargetRule
from loguru import logger
logger.remove()
asked = json.load(sys.stdin)
found = {}
for splitter in ("medspacy_pyrush", "sentencizer"):
    nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
    if splitter != "medspacy_pyrush":
        nlp.remove_pipe("medspacy_pyrush")
        nlp.add_pipe(splitter, first=True)
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(each, "TERM") for each in asked["phrases"]])
    nlp(asked["texts"][0])
    started = time.process_time()
    count = sum(len(nlp(text).ents) for text in asked["texts"])
    found[splitter] = [time.process_time() - started, count]
print(json.dumps([medspacy.__version__, found]))
"""
"""Measures medspaCy with each way of finding sentences, in an environment that has it."""


def timed(work: Callable[[str], int], texts: Sequence[str]) -> tuple[float, int]:
    """Return seconds of CPU for a narrative, and how much was found in all."""
    started = time.process_time()
    count = sum(map(work, texts))
    return (time.process_time() - started) / len(texts), count


def ours(texts: Sequence[str]) -> dict[str, Any]:
    """Measure our own reading of narratives that it never met, after many others."""
    from caseaudit.language.reading import Text, read  # noqa: PLC0415 - other sections do not need them
    from caseaudit.reading.judgements import shipped_lexicon  # noqa: PLC0415
    from caseaudit.reading.second_reader import shipped_second_reader  # noqa: PLC0415

    found: dict[str, Any] = {}
    lexicon = shipped_lexicon()
    for name, reader in (("lexicon", lexicon), ("both", lexicon.with_second(shipped_second_reader()))):
        for text in narratives("typical", BEFORE, seed=2):
            read(reader, [Text(text)])
        found[name] = timed(lambda text, reader=reader: len(read(reader, [Text(text)])), texts)  # type: ignore[misc]
    found["quotes"] = sorted({mention.quote for text in texts for mention in read(lexicon, [Text(text)])})
    return found


def plain(texts: Sequence[str]) -> dict[str, Any]:
    """Measure `re` with the patterns of the same entries: one after the other, and all as one alternation."""
    from caseaudit.language.compiled import compile_sources  # noqa: PLC0415 - as above
    from caseaudit.reading.lexicons import lexicon_source  # noqa: PLC0415
    from caseaudit.reading.located_yaml import load_file  # noqa: PLC0415

    files = sorted((ROOT / "rubrics" / "language").glob("*.yaml"))
    terms = compile_sources([lexicon_source(load_file(path)) for path in files]).terms
    patterns = [phrases.pattern for _, phrases, _ in terms]
    single = [re.compile(pattern) for pattern in patterns]
    whole = re.compile("|".join(patterns))
    few = texts[: max(1, len(texts) // SLOW)]
    return {
        "entries": len(patterns),
        "single": timed(lambda text: sum(sum(1 for _ in one.finditer(text.lower())) for one in single), texts),
        "whole": timed(lambda text: sum(1 for _ in whole.finditer(text.lower())), few),
    }


def medspacy(python: str, texts: Sequence[str], quotes: Sequence[str]) -> Any:
    """Measure medspaCy with literal targets."""
    asked = json.dumps({"texts": texts, "phrases": quotes})
    found = subprocess.run([python, "-c", _PIPELINES], input=asked, text=True, check=True, stdout=subprocess.PIPE)
    return json.loads(found.stdout.splitlines()[-1])


def readers(bench: Bench, aims: Aims, python: str | None, case: float | None) -> None:
    """Print what a narrative costs each of them; `case`: seconds of CPU that the audit of a whole case takes."""
    texts = narratives("typical", COUNT)
    size = sum(map(len, texts)) / COUNT
    found = bench.known("our reading", lambda: ours(texts))
    others = bench.known("plain re", lambda: plain(texts))
    both = found["both"]
    rows = [
        ("caseaudit: lexicon and context", found["lexicon"]),
        ("caseaudit: and second reader", both),
        (f"`re`, {others['entries']} entries one by one, no context", others["single"]),
        ("`re`, all entries as one alternation, no context", (*others["whole"], len(texts[: max(1, COUNT // SLOW)]))),
    ]
    print("\n### Narratives alone")
    print(f"\nThe narratives of the first {COUNT} cases, {size / 1e3:.1f} kB each, read in one process.")
    if python:
        version, pipelines = bench.known("medspaCy", lambda: medspacy(python, texts, found["quotes"]))
        for name, (taken, count) in pipelines.items():
            splits = "its own PyRuSH" if name == PYRUSH else f"spaCy's {name}"
            rows.append((f"medspaCy {version}, sentences by {splits}", (taken / COUNT, count)))
    table(("reader", "a narrative", "characters a second", "found in a narrative"), (_row(size, *row) for row in rows))
    print("\n`re` looks for the same patterns in small letters; it knows no sentence, no `unless`, no context.")
    if not python:
        print("\nmedspaCy: not measured (--medspacy PYTHON, an interpreter that has it).")
        return
    print(f"medspaCy was given the {len(found['quotes'])} wordings that our lexicon finds there, as literals.")
    ways = [("reading by lexicon", found["lexicon"][0]), ("reading with the second reader", both[0])]
    ways += [("audit of a whole case", case)] if case else []
    for name, (taken, _) in pipelines.items():
        for way, cost in ways:
            figure = f"medspaCy ({name.removeprefix('medspacy_')}) against our {way}, CPU"
            if name == PYRUSH:
                aims.least(figure, taken / COUNT / cost, GOAL, " times")
            else:
                aims.told(figure, taken / COUNT / cost, " times")


def _row(size: float, name: str, taken: Sequence[float]) -> tuple[str, str, str, str]:
    cost, count, texts = (*taken, COUNT)[:3]
    return name, f"{cost * 1e3:.2f} ms", f"{size / cost:,.0f}", f"{count / texts:.1f}"
