"""What the benchmark of batches prints: Markdown tables, and every figure beside what was aimed at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown, the first column to the left."""
    print(f"\n| {' | '.join(head)} |")
    print(f"| {' | '.join(['---', *('---:' for _ in head[1:])])} |")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def seconds(value: float) -> str:
    """Write seconds, with more places where they are few."""
    return f"{value:.2f} s" if value < 100 else f"{value:,.0f} s"  # noqa: PLR2004


def held(peak: float, workers: float = 0) -> str:
    """Write what a process held at most, and its largest worker."""
    return f"{peak:.0f} MB, a worker {workers:.0f} MB" if workers else f"{peak:.0f} MB" if peak else ""


@dataclass(slots=True)
class Aims:
    """Figures that were aimed at, with what was seen."""

    _rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def most(self, figure: str, seen: float, bound: float, better: float | None = None, unit: str = "") -> None:
        """Enter a figure that should be at most `bound`, or at most `better` still."""
        aim = f"at most {bound:g}{unit}" + (f", better {better:g}{unit}" if better is not None else "")
        self._enter(figure, aim, f"{seen:.3g}{unit}", reached=seen <= bound, better=better is None or seen <= better)

    def least(self, figure: str, seen: float, bound: float, unit: str = "") -> None:
        """Enter a figure that should be at least `bound`."""
        self._enter(figure, f"at least {bound:g}{unit}", f"{seen:.3g}{unit}", reached=seen >= bound, better=True)

    def told(self, figure: str, seen: float, unit: str = "") -> None:
        """Enter a figure that has no bound."""
        self._rows.append((figure, "-", f"{seen:.3g}{unit}", ""))

    def _enter(self, figure: str, aim: str, seen: str, *, reached: bool, better: bool) -> None:
        told = "reached" if reached else "missed"
        self._rows.append((figure, aim, seen, told if better or not reached else "reached, the better one missed"))

    def tell(self) -> None:
        """Print them."""
        if self._rows:
            print("\n### What was aimed at")
            table(("figure", "aim", "seen", ""), self._rows)
