"""Why a file of an export, or one sheet of it, cannot be read at all; the caller sets it aside and goes on."""

from __future__ import annotations

from caseaudit.errors import InputError, Place


class UnreadableExport(InputError):  # noqa: N818 - named for what it is about, not for the class of thing it is
    """A file that gives no rows. `reason` is one sentence without its full stop, `remedy` what the officer can do."""

    def __init__(self, file: str, reason: str, remedy: str | None = None, *, sheet: str | None = None) -> None:
        super().__init__(reason, where=Place(file, sheet=sheet), remedy=remedy)
        self.file = file
        self.sheet = sheet
        self.reason = reason
