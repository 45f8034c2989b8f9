"""Loading what stays to the end: the garbage collector need not walk through it again and again meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading_to_stay() -> Iterator[None]:
    """Hold the collector back inside: it takes a sixth of the time, and finds next to nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
