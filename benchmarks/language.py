"""How fast narratives are read: `python benchmarks/language.py [--quick]`. Prints tables; nothing is written.

Times are processor time of this one process; compare the ratios, for the figures themselves move with the machine.
The yardstick is a bare google-re2 Set over the same patterns: it says which occur, then each of those is searched for
its spans. It does no folding, no sentences and no context.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import re2  # noqa: E402
from narratives import SHARES, long_narrative, narratives  # noqa: E402

from caseaudit.language.automaton import Pattern  # noqa: E402
from caseaudit.language.compiled import compile_sources  # noqa: E402
from caseaudit.language.fold import prepare  # noqa: E402
from caseaudit.language.lexicon import Lexicon, assemble  # noqa: E402
from caseaudit.language.reading import Text, read  # noqa: E402
from caseaudit.language.segments import Segmented, segment  # noqa: E402
from caseaudit.reading.lexicons import lexicon_source, load_lexicons  # noqa: E402
from caseaudit.reading.located_yaml import load_file  # noqa: E402
from caseaudit.reading.second_reader import closely_reading, shipped_second_reader  # noqa: E402

LEXICONS = ROOT / "rubrics" / "language"
SET_MEMORY = 512 << 20
"""Bytes for the yardstick's automaton; with less than it wants it gives up on a text, and slowly."""
REPEATS = 3
THOROUGH_SHARE = 20
"""The thorough reader is shown one narrative in this many: it takes its time."""


class BareSet:
    """The yardstick: one automaton over all patterns, then each pattern that occurs."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Compile the automaton; the single patterns are compiled when first searched."""
        options = re2.Options()
        options.never_capture = True
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = SET_MEMORY
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(pattern.encode("ascii"))
        self._set.Compile()
        self._patterns = list(patterns)
        self._compiled: dict[int, Pattern] = {}

    def spans(self, text: bytes) -> int:
        """Return how many matches `text` holds."""
        found = 0
        for index in self._set.Match(text) or ():
            if index not in self._compiled:
                self._compiled[index] = Pattern(self._patterns[index])
            found += len(self._compiled[index].spans(text))
        return found


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the processor time of the quickest of several goes."""
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def row(name: str, texts: Sequence[str], taken: float, extra: str = "") -> None:
    """Print one line: megabytes and documents a second."""
    size = sum(len(text.encode()) for text in texts)
    print(f"  {name:<44}{size / taken / 1e6:>9.2f} MB/s {len(texts) / taken:>10.0f} documents/s  {extra}")


def segmented(text: str) -> Segmented:
    """Fold a text and find its sentences."""
    prepared = prepare(text)
    return segment(prepared.raw, prepared.text)


def each(work: Callable[[str], object], texts: Iterable[str]) -> Callable[[], None]:
    """Return a function that does `work` to every text."""

    def run() -> None:
        for text in texts:
            work(text)

    return run


def variant(lexicon: Lexicon, patterns: Sequence[str], name: str, count: int) -> None:
    """Measure one kind of narrative: first the yardstick, then our own reading, both cold and warm."""
    texts = narratives(name, count)
    marked = [segmented(text).marked for text in texts]
    bare = BareSet(patterns)
    print(f"\n{name}: {count} narratives of about 2 kB, {SHARES[name]:.0%} of the sentences from the sample")
    row("fold and segment", texts, seconds(each(segmented, texts)))

    def scan() -> None:
        for text in marked:
            bare.spans(text)

    fresh = seconds(scan, 1)
    warm = seconds(scan)
    row("bare Set with spans, first time", texts, fresh)
    row("bare Set with spans, again", texts, warm)

    def whole(text: str) -> object:
        return read(lexicon, [Text(text)])

    first = seconds(each(whole, texts), 1)
    again = seconds(each(whole, texts))
    mentions = sum(len(read(lexicon, [Text(text)])) for text in texts)
    row("read: everything, first time", texts, first, f"{fresh / first:.2f} of the bare Set's first time")
    row("read: everything, again", texts, again, f"{warm / again:.2f} of the bare Set")
    unseen(lexicon, name, count)
    print(f"  {mentions / count:.1f} mentions a narrative")


def read_each(lexicon: Lexicon, texts: Iterable[str]) -> None:
    """Read every text for itself."""
    for text in texts:
        read(lexicon, [Text(text)])


def unseen(lexicon: Lexicon, name: str, count: int) -> None:
    """Measure a lexicon that has read much on narratives that it meets for the first time, as in a long audit."""
    fresh = [narratives(name, count, seed=seed) for seed in range(2, 2 + REPEATS)]
    for kind, reader in (("alone", lexicon), ("and second reader", lexicon.with_second(shipped_second_reader()))):
        read_each(reader, narratives(name, count))
        taken = min(seconds(partial(read_each, reader, texts), 1) for texts in fresh)
        row(f"texts never met: lexicon {kind}", fresh[0], taken)
    few = [texts[: max(1, count // THOROUGH_SHARE)] for texts in fresh]
    closely = lexicon.with_second(closely_reading())
    read_each(closely, narratives(name, 2))
    row("texts never met: and thorough reader", few[0], seconds(partial(read_each, closely, few[1]), 1))


def linearity(lexicon: Lexicon, sizes: Sequence[int]) -> None:
    """Show that a text ten times as long takes ten times as long."""
    print("\none text, longer and longer")
    for size in sizes:
        text = long_narrative(size)
        repeats = 5 if size <= 100_000 else 1  # noqa: PLR2004
        taken = seconds(each(lambda one: read(lexicon, [Text(one)]), [text]), repeats)
        print(f"  {size:>11,} characters {taken * 1000:>10.1f} ms {taken / size * 1e9:>8.0f} ns a character")


def loading() -> None:
    """Show how long the lexicons take, each time in a new process: without a cache, and from one."""
    print("\nloading the lexicons (imports not counted)")
    code = (
        "import time; from caseaudit.reading.judgements import shipped_lexicon as load;"
        "started = time.process_time(); load(); print(time.process_time() - started)"
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        for name, cache, goes in (("not cached", "", 3), ("cached", folder, 4)):
            environment["CASEAUDIT_CACHE_DIR"] = cache
            taken = [
                float(
                    subprocess.run(
                        [sys.executable, "-c", code], env=environment, check=True, capture_output=True
                    ).stdout
                )
                for _ in range(goes)
            ]
            print(f"  {name:<44}{min(taken):>9.3f} s")


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer narratives and no text beyond 1 MB")
    quick = parser.parse_args().quick
    sources = [lexicon_source(load_file(path)) for path in sorted(LEXICONS.glob("*.yaml"))]
    compiled = compile_sources(sources)
    patterns = [phrases.pattern for _, phrases, _ in compiled.terms]
    print(f"{len(patterns)} terms, {len(compiled.cues)} cues, {sum(map(len, patterns)):,} characters of patterns")
    for name in SHARES:
        variant(assemble(compiled), patterns, name, 150 if quick else 600)
    linearity(load_lexicons(LEXICONS), [1_000, 10_000, 100_000, 1_000_000, *(() if quick else (10_000_000,))])
    loading()


if __name__ == "__main__":
    main()
