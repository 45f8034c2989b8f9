"""A force's own lexicon, written in a test."""

from __future__ import annotations

from caseaudit.language.changes import OwnSource, account
from caseaudit.reading.located_yaml import load_text
from caseaudit.reading.own_lexicons import own_file

HEAD = "lexicon: ours\nkind: changes\ntitle: Our wording\n"


def ours(text: str, *, name: str = "ours.yaml", head: str = HEAD) -> OwnSource:
    located = load_text(head + text, file=name)
    file = own_file(located)
    return OwnSource(file, account(file, name=name, sha256="0" * 64), located.place)
