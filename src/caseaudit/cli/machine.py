"""What the machine lacks when it stops a command - memory, space, permission, a disk that answers - in words."""

from __future__ import annotations

import errno

from caseaudit.errors import UsageError

_SPACE = "Make space where results and temporary files go (TMPDIR; on Windows TEMP), or name other folders."
_PERMISSION = "Check the permissions of the file and its folder, and close the file where it is open."
_FILES = "Use fewer --jobs, or raise the limit (`ulimit -n`)."
_FULL = ("the disk is full", _SPACE)
_READ_ONLY = ("the disk is read-only", "Name a folder on another disk.")
_SILENT = ("the disk or network drive does not answer as it should", "Check the drive, then run it again.")

_LACKS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: ("your share of the disk is used up", _SPACE),
    errno.EROFS: _READ_ONLY,
    errno.EACCES: ("the system does not permit it", _PERMISSION),
    errno.EPERM: ("the system does not permit it", _PERMISSION),
    errno.EIO: _SILENT,
    errno.EMFILE: ("too many files are open", _FILES),
    errno.ENFILE: ("too many files are open on this machine", _FILES),
}
_SQLITE = {"SQLITE_FULL": _FULL, "SQLITE_READONLY": _READ_ONLY, "SQLITE_IOERR": _SILENT}
"""What the database of temporary files says of the disk; longer names begin with these."""
_MEMORY = "Use fewer --jobs, write .jsonl rather than .xlsx or pages, or audit the export in parts."


def lacking(error: BaseException) -> UsageError | None:
    """Return what to say when the machine is what stopped a command; None when it was something else."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return UsageError("Memory ran out", remedy=_MEMORY)
    if isinstance(error, OSError):
        reason, remedy = _LACKS.get(error.errno or 0, ("", ""))
        where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    else:
        name = str(getattr(error, "sqlite_errorname", ""))
        reason, remedy = next((said for begins, said in _SQLITE.items() if name.startswith(begins)), ("", ""))
        where = "a temporary file: "
    return UsageError(f"{where}{reason}", remedy=remedy) if reason else None
