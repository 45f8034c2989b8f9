"""What the lexicon found in each sentence, as named features of the second reader."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.language.mention import Mention


def mention_features(mentions: Sequence[Mention], starts: Sequence[int], kind: EntryKind) -> list[tuple[int, str]]:
    """Return what the lexicon found in each sentence, as named features; `starts` are the sentences' offsets."""
    of_kind = f"k:{kind.value}"
    found = [(sentence, of_kind) for sentence in range(len(starts))]
    told = ((max(0, bisect_right(starts, mention.start) - 1), mention) for mention in mentions)
    found.extend(dict.fromkeys((sentence, name) for sentence, mention in told for name in _names(mention)))
    return found


def _names(mention: Mention) -> Iterator[str]:
    family, _, rest = mention.concept.partition(".")
    if family == "victim-blaming":
        tier = mention.tier.value if mention.tier else "none"
        yield f"m:blame:{tier}"
        yield f"m:blame:{mention.status.value}:{mention.speaker.value}:{mention.stance.value}"
        yield f"m:blame:about:{mention.about.value}"
    elif family == "voice":
        yield f"m:voice:{rest}"
        yield f"m:voice:{rest}:{mention.status.value}:{mention.speaker.value}:{mention.about.value}"
    elif family == "action":
        yield f"m:action:{rest}"
        yield f"m:action:{rest}:{mention.status.value}"
        yield f"m:action:{mention.status.value}"
