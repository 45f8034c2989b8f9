"""What the lexicon found in each sentence, as named features of the second reader."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.language.mention import Mention


def mention_features(mentions: Sequence[Mention], starts: Sequence[int], kind: EntryKind) -> Iterator[tuple[int, str]]:
    """Yield what the lexicon found in each sentence, as named features; `starts` are the sentences' offsets."""
    of_kind = f"k:{kind.value}"
    for sentence in range(len(starts)):
        yield sentence, of_kind
    seen: set[tuple[int, str]] = set()
    for mention in mentions:
        sentence = max(0, bisect_right(starts, mention.start) - 1)
        for name in _names(mention):
            if (sentence, name) not in seen:
                seen.add((sentence, name))
                yield sentence, name


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
