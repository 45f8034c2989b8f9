"""What stands beside the cases, under pseudonyms: inputs, records set aside, expired exceptions, notices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.manifest import ExpiredException, InputUsed, SetAside
from caseaudit.privacy.key import file_reference
from caseaudit.privacy.masking import Masks, Pseudonyms

VALUE = "[value]"
"""What stands for a value that a record was set aside for: it may be anything, in any column."""

_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\u201c[^\u201d\n]*\u201d")
_OURS = re.compile(
    r"(?:\bthe key|\bthe table|\btable|\bsheet|\bin|\bDid you mean|\bmapping's table)\s\Z", re.IGNORECASE
)
_FIELD = re.compile(r"[a-z_]+(?:\[\d*\])?(?:\.[a-z_]+(?:\[\d*\])?)*")
_FIRST_IN = re.compile(r"(?<=first in )(?P<file>.+?)(?=, (?:row|record) \d| row \d| sheet ')")
_FILE = re.compile(
    r"[^\s,;:()'\"\[\]]+\.(?:csv|tsv|txt|jsonl?|xlsx?|xlsm|xlsb|ods|xml|html?|docx?|pdf|rtf|zip|gz|psv|ndjson)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?P<head>Files (?:in the folder )?that (?:were not read|the mapping does not use): )(?P<names>.+)\.\Z"
)
_VALUES = re.compile(r"\((?:'[^']*'|\"[^\"]*\")(?:, (?:'[^']*'|\"[^\"]*\"))*\)")
_NOBODY = CaseFile.read({"case_id": "-", "case_type": "other"})


def pseudonymised_input(used: InputUsed, pseudonyms: Pseudonyms) -> InputUsed:
    """Key an input's name. Its digest stays: it tells something only to who holds the file itself."""
    return replace(used, path=file_reference(used.path, pseudonyms.key))


def pseudonymised_aside(aside: SetAside, pseudonyms: Pseudonyms, files: Iterable[str] = ()) -> SetAside:
    """Key a record that was set aside. Its value is not shown, and nothing that the reason quotes but our own names.

    `files`: the names of the run's inputs, which the reason may mention.
    """
    reason = aside.reason
    for shown in (aside.value, aside.case_id):
        if shown and len(shown) > 1:
            reason = re.sub(rf"(?<!\w){re.escape(shown)}(?!\w)", VALUE.replace("\\", ""), reason)
    reason = _without_quotes(reason)
    reason = _FIRST_IN.sub(lambda match: file_reference(match["file"], pseudonyms.key), reason)
    return replace(
        aside,
        file=file_reference(aside.file, pseudonyms.key),
        case_id=pseudonyms.key.reference("case", aside.case_id.strip()) if aside.case_id else aside.case_id,
        value=VALUE if aside.value else aside.value,
        reason=_plain(_with_files(reason, (*files, aside.file), pseudonyms), pseudonyms),
    )


def pseudonymised_expired(
    expired: ExpiredException, pseudonyms: Pseudonyms, kind: Literal["child", "person"] = "child"
) -> ExpiredException:
    """Key an exception that no longer holds; `kind` says whether its criterion is about children or adults."""
    key, subject = pseudonyms.key, expired.subject
    place = subject is None or re.fullmatch(r"(?:children|people)\[\d+\]", subject)
    return replace(
        expired,
        case_id=key.reference("case", expired.case_id.strip()),
        subject=subject if place or subject is None else key.reference(kind, subject.strip()),
        author=key.reference("officer", expired.author.strip()),
    )


def pseudonymised_notices(
    notices: Iterable[str], inputs: Iterable[InputUsed], pseudonyms: Pseudonyms
) -> tuple[str, ...]:
    """Key the files that notices name, count those of a list, and leave out the values that they quote.

    `inputs` are the run's, under their own names still.
    """
    files = tuple(used.path for used in inputs)
    return tuple(_notice(notice, pseudonyms, files) for notice in notices)


def _notice(notice: str, pseudonyms: Pseudonyms, files: Iterable[str]) -> str:
    listed = _LISTED.fullmatch(notice)
    if listed:
        more = re.search(r" and ([\d,]+) more\Z", listed["names"])
        count = listed["names"].count(", ") + 1 + (int(more[1].replace(",", "")) if more else 0)
        return f"{listed['head']}{count:,}."
    notice = _with_files(notice, files, pseudonyms)
    return _plain(_VALUES.sub("(values not shown)", notice), pseudonyms)


def _without_quotes(reason: str) -> str:
    """Leave out what a reason quotes, unless it is a field of the format or a name from the mapping."""

    def shown(match: re.Match[str]) -> str:
        ours = _OURS.search(reason[max(0, match.start() - 24) : match.start()])
        field = _FIELD.fullmatch(match[0][1:-1])
        return match[0] if ours or (field and _is_field(match[0][1:-1])) else VALUE

    return _QUOTED.sub(shown, reason)


def _is_field(path: str) -> bool:
    return path.split(".", 1)[0].split("[", 1)[0] in CaseFile.model_fields


def _with_files(text: str, files: Iterable[str], pseudonyms: Pseudonyms) -> str:
    for name in sorted(set(files), key=len, reverse=True):
        if name and name != "-":
            text = text.replace(name, file_reference(name, pseudonyms.key))
    done = "file-"
    return _FILE.sub(lambda m: m[0] if m[0].startswith(done) else file_reference(m[0], pseudonyms.key), text)


def _plain(text: str, pseudonyms: Pseudonyms) -> str:
    """Mask what identifies by its shape, or is a name by the words around it; keyed files stay."""
    parts = re.split(r"(\bfile-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}[.\w]*)", text)
    masks = Masks(_NOBODY, replace(pseudonyms, dates="keep"))
    return "".join(part if at % 2 else masks.ours(part) for at, part in enumerate(parts))
