"""Who is at the keyboard: for logs and ledgers only, never for results."""

from __future__ import annotations

import getpass


def login() -> str | None:
    """Return the name somebody logged in by; None on a system without accounts: nobody rather than somebody."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
