"""From phrases to RE2 patterns that stay linear on any text, with the word classes at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from caseaudit.language.anchors import Ways, either, loosely, together, written
from caseaudit.language.inflection import forms, spellings
from caseaudit.language.phrases import Choice, Class, Group, Item, Part, Phrase, PhraseError, Word, parse

BREAK = "\x1e"
"""Stands in a marked text where a sentence ends; no pattern can cross it."""

# Between two neighbouring words: white space, and a quotation mark that may hug either word (in a "relationship" with).
_SPACE = r"""["'*]?\s+["'*]?"""
# In a gap: anything but letters, digits, apostrophes, a semicolon or a sentence end.
_BETWEEN = rf"[^\w';{BREAK}]+"
_WORD = r"[\w']+"
_HYPHEN = r"(?:\s*-\s*|\s+)?"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A piece of a pattern and whether it always ends with a word character (so that a word boundary may follow)."""

    pattern: str
    ends_word: bool = True
    needs: Ways = field(default=(), compare=False)
    """Words without which it matches nothing."""


class Compiler:
    """Turns phrases into RE2 patterns with the word classes at hand. Each class is rendered once."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        """Take the members of every class, each in the phrase notation."""
        self.classes = {name: tuple(members) for name, members in classes.items()}
        self._done: dict[str, Rendered] = {}
        self._open: list[str] = []
        self._rendered: dict[str, Rendered] = {}

    def compile(self, sources: Sequence[str]) -> str:
        """Return one pattern for all `sources`. Raises PhraseError for the first that cannot be read."""
        return rf"\b{_any_of([self._source(source) for source in sources], outermost=True).pattern}"

    def needs(self, sources: Sequence[str]) -> tuple[Ways, ...]:
        """Return for each source the words it cannot match without. Raises PhraseError as `compile`."""
        return tuple(self._source(source).needs for source in sources)

    def check(self, source: str) -> None:
        """Raise PhraseError when `source` cannot be read."""
        self._source(source)

    def _source(self, source: str) -> Rendered:
        rendered = self._rendered.get(source)
        if rendered is None:
            rendered = self._rendered[source] = self._sequence(parse(source))
        return rendered

    def _sequence(self, phrase: Phrase) -> Rendered:
        """Render items with their separators. `pending` is the separator that the next item needs first."""
        if len(phrase) == 1:
            return self._item(phrase[0])
        out: list[str] = []
        needs: list[Ways] = []
        pending = ""
        ends = True
        parted = True
        last_mandatory = max(index for index, item in enumerate(phrase) if not item.optional and item.gap is None)
        for index, item in enumerate(phrase):
            if item.gap is not None:
                out.append(f"'?{_BETWEEN if pending else ''}(?:{_WORD}{_BETWEEN}){{0,{item.gap}}}?'?")
                parted = parted or bool(pending)
                pending = ""
                continue
            rendered = self._item(item)
            if not item.optional:
                out.append(pending + rendered.pattern)
                needs.append(rendered.needs if parted else ())
                pending, ends = _after(rendered), rendered.ends_word
            elif index > last_mandatory:
                bound = r"\b" if ends and not rendered.ends_word else ""
                out.append(f"{bound}(?:{pending}{rendered.pattern})?")
                ends = ends and rendered.ends_word
            else:
                out.append(f"{pending}(?:{rendered.pattern}{_after(rendered)})?")
                pending = ""
            parted = rendered.ends_word and (parted or not item.optional)
        return Rendered("".join(out), ends, together(needs))

    def _item(self, item: Item) -> Rendered:
        if len(item.parts) == 1:
            return self._part(item.parts[0])
        parts = [self._part(part) for part in item.parts]
        return Rendered("".join(part.pattern for part in parts), parts[-1].ends_word, loosely(parts[0].needs))

    def _part(self, part: Part) -> Rendered:
        if isinstance(part, Word):
            return _render_word(part)
        if isinstance(part, Choice):
            return _render_choice(part)
        if isinstance(part, Class):
            return self._class(part)
        assert isinstance(part, Group)
        return _any_of([self._sequence(alternative) for alternative in part.alternatives])

    def _class(self, part: Class) -> Rendered:
        name = part.name
        if name in self._done:
            return self._done[name]
        if name not in self.classes:
            raise unknown_class(name, self.classes, part.position)
        if name in self._open:
            circle = " > ".join([*self._open[self._open.index(name) :], name])
            raise PhraseError(
                f"The class {{{name}}} contains itself ({circle})", position=part.position, remedy="Break the circle"
            )
        self._open.append(name)
        try:
            rendered = _any_of([self._source(member) for member in self.classes[name]])
        finally:
            self._open.pop()
        self._done[name] = rendered
        return rendered


def _any_of(pieces: Sequence[Rendered], *, outermost: bool = False) -> Rendered:
    """Join alternatives, the longest first: of several that fit at one place the longest wins."""
    rendered = sorted(set(pieces), key=lambda one: (-len(one.pattern), one.pattern))
    needs = either(one.needs for one in rendered)
    if all(one.ends_word for one in rendered):
        body = "|".join([one.pattern for one in rendered])
        if outermost:
            return Rendered(rf"(?:{body})\b", needs=needs)
        return Rendered(body if len(rendered) == 1 else f"(?:{body})", needs=needs)
    body = "|".join([rf"{one.pattern}\b" if one.ends_word else one.pattern for one in rendered])
    return Rendered(f"(?:{body})", ends_word=False, needs=needs)


def unknown_class(name: str, known: Mapping[str, object], position: int) -> PhraseError:
    """Return the error for a class that no lexicon defines, with the nearest name."""
    nearest = next(iter(get_close_matches(name, list(known), 1, 0.6)), None)
    hint = f"; did you mean {{{nearest}}}?" if nearest else ""
    return PhraseError(
        f"The class {{{name}}} is not known",
        position=position,
        remedy=f"Define it under `classes` in a lexicon{hint}",
        nearest=nearest,
    )


def _after(rendered: Rendered) -> str:
    """Return the separator after a piece: after a colon or comma the space may be missing."""
    return _SPACE if rendered.ends_word else r"""["'*]?\s*["'*]?"""


@lru_cache(maxsize=16384)
def _render_choice(choice: Choice) -> Rendered:
    alternatives: list[Rendered] = []
    for alternative in choice.alternatives:
        words = [_render_word(Word(word)) for word in alternative.split(" ")]
        needs = together([word.needs for word in words])
        alternatives.append(Rendered(_SPACE.join([word.pattern for word in words]), needs=needs))
    return _any_of(alternatives)


@lru_cache(maxsize=16384)
def _render_word(word: Word) -> Rendered:
    if word.inflected:
        spelt = forms(word.text)
        variants = sorted({_escape(form) for form in spelt}, key=lambda one: (-len(one), one))
    elif word.text in {"and", "&", "+"}:
        return Rendered(r"(?:and|n'|&(?:amp;)?|\+)")
    else:
        spelt = spellings(word.text)
        variants = [_escape(form) for form in spelt]
    pattern = variants[0] if len(variants) == 1 else f"(?:{'|'.join(variants)})"
    needs = either(written(form, any_ending=word.any_ending) for form in spelt)
    if word.any_ending:
        return Rendered(rf"{pattern}\w*", needs=needs)
    return Rendered(pattern, word.text[-1].isalnum(), needs)


def _escape(text: str) -> str:
    """Escape one word: a hyphen may be a hyphen, a space or nothing; an apostrophe may be missing."""
    out: list[str] = []
    for char in text:
        if char == "-":
            out.append(_HYPHEN)
        elif char == "'":
            out.append("'?")
        elif char == " ":
            out.append(r"\s+")
        elif char.isalnum():
            out.append(char)
        else:
            out.append(f"\\{char}")
    return "".join(out)
