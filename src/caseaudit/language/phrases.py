"""The phrase notation, what a policy lead writes in a lexicon: `<put> {self} [2] at (risk|harm)`.

Inflections, word classes, gaps of at most five words, alternatives. `parse` gives a tree; `patterns` turns it into RE2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_GAP = 5
MAX_PHRASE = 2000
MAX_DEPTH = 8
MIN_STAR = 3


class PhraseError(ValueError):
    """A phrase cannot be read. `position` counts characters from 0; `remedy` says what to write instead."""

    def __init__(self, message: str, *, position: int, remedy: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.remedy = remedy
        self.wanted = remedy
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written; `any_ending` for `word*`, `inflected` for `<word>`."""

    text: str
    inflected: bool = False
    any_ending: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """`{name}`: one member of a word class."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Gap:
    """`[n]`: up to n words."""

    words: int


@dataclass(frozen=True, slots=True)
class Group:
    """`(a|b c)`: alternatives, each a sequence."""

    alternatives: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`(a|b c)` with nothing but plain words, by far the commonest group: each alternative as written."""

    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What stands between two spaces of a phrase: one or more parts without space, perhaps optional."""

    parts: tuple[Part, ...]
    optional: bool = False

    @property
    def gap(self) -> int | None:
        """The number of words, when this item is a gap."""
        part = self.parts[0]
        return part.words if isinstance(part, Gap) else None


Part = Word | Class | Group | Choice | Gap
Phrase = tuple[Item, ...]

_WORDS = r"[a-z0-9][a-z0-9']*(?:-[a-z0-9']+)*(?: [a-z0-9][a-z0-9']*(?:-[a-z0-9']+)*)*"
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<inflected><[^<>]*>)|(?P<cls>\{[^{}]*\})|(?P<gap>\[[^\[\]]*\])"
    rf"|(?P<choice>\({_WORDS}(?:\|{_WORDS})*\))"
    r"|(?P<mark>[()|?*])|(?P<word>[a-z0-9][a-z0-9'/&.:,%+-]*|'[a-z]+|[&+])"
)
_PLAIN = re.compile(_WORDS)
_SEQUENCE_ENDS = frozenset({"", "|", ")"})
_PLAIN_ENDS = frozenset({"", "|", ")", "space"})
_ITEM_ENDS = frozenset({"", "|", ")", "?", "space"})
_INNER = re.compile(r"[a-z][a-z0-9'-]*(?: [a-z][a-z0-9'-]*)*")


def parse(source: str) -> Phrase:
    """Parse one phrase. Raises PhraseError."""
    if len(source) > MAX_PHRASE:
        raise PhraseError("The phrase is too long", position=MAX_PHRASE, remedy=f"At most {MAX_PHRASE:,} characters")
    if _PLAIN.fullmatch(source):
        return tuple(Item((Word(text),)) for text in source.split(" "))
    parser = _Parser(source)
    phrase = parser.sequence(depth=0)
    if parser.kind():
        raise parser.error("A bracket ')' or a '|' stands outside any '('", "Write alternatives as (a|b)")
    _require_word(phrase, source, 0)
    return phrase


def _require_word(phrase: Phrase, source: str, position: int) -> None:
    if len(phrase) == 1 and not phrase[0].optional and phrase[0].gap is None:
        return
    sure = [index for index, item in enumerate(phrase) if not item.optional and item.gap is None]
    if not sure:
        raise PhraseError(
            f"{source!r} has no word that must occur",
            position=position,
            remedy="Write at least one word without '?' outside the gaps",
        )
    if len(sure) == len(phrase):
        return
    if any(item.gap is not None and not sure[0] < index < sure[-1] for index, item in enumerate(phrase)):
        raise PhraseError(
            f"{source!r} begins or ends with a gap, or has only 'word?' beyond one",
            position=position,
            remedy="A gap [n] stands between two words that must occur",
        )


_Token = tuple[str, str, int]
"""Kind (the name of the group, or the mark itself), what stands inside, position."""


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _bad_character(source, position)
        kind = match.lastgroup or "word"
        tokens.append((match[kind] if kind == "mark" else kind, match[kind], position))
        position = match.end()
    return tokens


def _bad_character(source: str, position: int) -> PhraseError:
    char = source[position]
    if char in "<{[":
        close = {"<": ">", "{": "}", "[": "]"}[char]
        return PhraseError(f"The bracket {char!r} is not closed", position=position, remedy=f"Close it with {close!r}")
    if char in ">}]":
        return PhraseError(f"The bracket {char!r} was not opened", position=position, remedy="Remove it or open it")
    if char.isupper():
        return PhraseError(f"{char!r} is a capital", position=position, remedy="Write phrases in lower case")
    if char == "," or (char == "-" and position):
        return PhraseError(
            f"{char!r} stands alone",
            position=position,
            remedy="A gap [1] also bridges commas; glue a hyphen to its word",
        )
    return PhraseError(
        f"{char!r} cannot stand here",
        position=position,
        remedy="Use plain lower-case words, <verb>, {class}, (a|b), [n], word? and word*",
    )


class _Parser:
    """A recursive-descent parser over the tokens of one phrase."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [*_tokens(source), ("", "", len(source))]
        self.index = 0

    def kind(self) -> str:
        """Return the kind of the next token; empty at the end."""
        return self.tokens[self.index][0]

    def error(self, message: str, remedy: str) -> PhraseError:
        return PhraseError(message, position=self.tokens[self.index][2], remedy=remedy)

    def sequence(self, depth: int) -> Phrase:
        """Read items up to the end, a `|` or a `)`."""
        items: list[Item] = []
        while (kind := self.kind()) not in _SEQUENCE_ENDS:
            if kind == "space":
                self.index += 1
            else:
                items.append(self._item(depth))
        if not items:
            raise self.error("There is nothing here", "Write at least one word")
        return tuple(items)

    def _item(self, depth: int) -> Item:
        kind, text, _ = self.tokens[self.index]
        if kind == "word" and self.tokens[self.index + 1][0] in _PLAIN_ENDS and text[0] != "'":
            self.index += 1
            return Item((Word(text),))
        parts: list[Part] = []
        while self.kind() not in _ITEM_ENDS:
            parts.append(self._part(depth, first=not parts))
        if not parts:
            raise self.error("'?' has no word before it", "Write word? or (a|b)?")
        optional = self.kind() == "?"
        self.index += optional
        if (len(parts) > 1 or optional) and any(isinstance(part, Gap) for part in parts):
            raise self.error("A gap is glued to a word or marked '?'", "Put spaces around [n]; it may be empty anyway")
        if optional and self.kind() not in _ITEM_ENDS:
            raise self.error("Something is glued to '?'", "Put a space after '?'")
        return Item(tuple(parts), optional)

    def _part(self, depth: int, *, first: bool) -> Part:
        kind, text, position = self.tokens[self.index]
        self.index += 1
        if kind == "word":
            return self._word(text, position, first=first)
        if kind == "inflected":
            verb = text[1:-1].strip()
            if not _INNER.fullmatch(verb):
                raise PhraseError(f"<{verb}> is not a word", position=position, remedy="Write <put>, one plain word")
            return Word(verb, inflected=True)
        if kind == "cls":
            return Class(text[1:-1].strip(), position)
        if kind == "choice":
            return Choice(tuple(text[1:-1].split("|")))
        if kind == "gap":
            return _gap(text[1:-1].strip(), position)
        if kind == "(":
            return self._group(position, depth)
        raise PhraseError("'*' has no word before it", position=position, remedy="Write it at the end of a word")

    def _word(self, text: str, position: int, *, first: bool) -> Word:
        if text.startswith("'") and first:
            raise PhraseError(f"{text!r} begins with an apostrophe", position=position, remedy="Glue it: {child}'s")
        star = self.kind() == "*"
        if star:
            if len(text) < MIN_STAR:
                raise PhraseError(
                    f"{text}* is too short", position=position, remedy=f"At least {MIN_STAR} letters before '*'"
                )
            self.index += 1
        return Word(text, any_ending=star)

    def _group(self, position: int, depth: int) -> Group:
        if depth > MAX_DEPTH:
            raise PhraseError("Alternatives are nested too deeply", position=position, remedy="Split the phrase up")
        alternatives = [self.sequence(depth + 1)]
        while self.kind() == "|":
            self.index += 1
            alternatives.append(self.sequence(depth + 1))
        if self.kind() != ")":
            raise PhraseError("The bracket '(' is not closed", position=position, remedy="Close it with ')'")
        self.index += 1
        for alternative in alternatives:
            _require_word(alternative, self.source, position)
        return Group(tuple(alternatives))


def _gap(n: str, position: int) -> Gap:
    if not n.isdigit() or not 1 <= int(n) <= MAX_GAP:
        raise PhraseError(
            f"The gap [{n}] is not a number from 1 to {MAX_GAP}",
            position=position,
            remedy=f"Write [1] to [{MAX_GAP}]; what lies further apart belongs in the context lexicon",
        )
    return Gap(int(n))
