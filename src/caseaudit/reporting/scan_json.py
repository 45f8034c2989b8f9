"""What a scan found, for programs: one object a document (contract, section 3), and the whole as one object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from caseaudit import __version__
from caseaudit.engine.scanning import WELSH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caseaudit.domain.audit import SetAside
    from caseaudit.engine.scanning import Scanned
    from caseaudit.language.mention import Mention

SCHEMA = "caseaudit.scan/1"


def document_data(scanned: Scanned) -> dict[str, Any]:
    """Give one document as JSON data; every mention is in it, whatever its status.

    `capped` lists the terms of which only the first mentions are given, with the full count. A text in Welsh has
    `language: cy`, and null for blame and voice.
    """
    data: dict[str, Any] = {
        "document": scanned.document,
        "mentions": [_mention(mention) for mention in scanned.mentions],
        "voice": dict(scanned.voice) if scanned.voice is not None else None,
        "blame": scanned.blame,
        "actions": dict(scanned.actions),
    }
    if scanned.counted:
        listed = {term: sum(mention.term == term for mention in scanned.mentions) for term in scanned.counted}
        data["capped"] = [
            {"term": term, "listed": listed[term], "counted": count} for term, count in sorted(scanned.counted.items())
        ]
    if scanned.welsh:
        data["language"] = WELSH
    return data


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "concept": mention.concept,
        "term": mention.term,
        "status": mention.status.value,
        "speaker": mention.speaker.value,
        "basis": mention.basis.value,
        "start": mention.start,
        "end": mention.end,
        "quote": mention.quote,
        "preferred": mention.preferred,
        "why": mention.why,
        "severity": mention.severity.value if mention.severity else None,
        "tier": mention.tier.value if mention.tier else None,
        "about": mention.about.value,
        "stance": mention.stance.value,
        "confidence": mention.confidence,
    }


def document_line(scanned: Scanned) -> str:
    """Give one document as a line of JSON."""
    return json.dumps(document_data(scanned), ensure_ascii=False) + "\n"


def whole(documents: Iterable[Scanned], notices: Sequence[str], set_aside: Sequence[SetAside]) -> str:
    """Give the whole scan as one JSON object."""
    data = {
        "schema": SCHEMA,
        "tool_version": __version__,
        "documents": [document_data(scanned) for scanned in documents],
        "notices": list(notices),
        "set_aside": [{"file": one.file, "line": one.line, "reason": one.reason} for one in set_aside],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
