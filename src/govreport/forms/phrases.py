"""用语: how running text names the figures of the forms (``phrases.toml``).

>>> from govreport.kinds import kind
>>> phrase = next(each for each in phrases(kind("ogi")).phrases if each.id == "complaints.total")
>>> phrase.pattern.fullmatch("有关政府信息公开的举报投诉") is not None
True
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence

import regex
from msgspec import Struct

from govreport.forms.catalogue import editions, metric_id, span
from govreport.forms.concepts import concepts
from govreport.kinds import ReportKind
from govreport.kinds.data import loaded as loaded_as
from govreport.zh.patterns import lazy_pattern, quick_pattern

__all__ = ["Noun", "Phrase", "Phrases", "phrases"]

Pattern = re.Pattern[str]
#: A pattern that nothing matches.
NEVER = r"(?!)"


class Phrase(Struct, frozen=True, kw_only=True, eq=False):
    """Words before a quantity (and ``after`` it) that make it the figure ``id``.

    ``under`` are figures one of which the paragraph must have named last; ``topic`` is a pattern
    that the titles above or the paragraph so far must hold. ``editions`` are those of the reports
    that mean this by the words, ``""`` for reports without a form; empty for all. Where ``whole``,
    the words mean this only if nothing around them names one field of information. Where
    ``partial``, they may name a part of it: 参加新闻发布会2次 beside 举办新闻发布会3次. Where
    ``none``, they name it before a 0 only: 依申请公开数为0件. Where ``again``, they name it only
    if the sentence told of the same last, be it of another organ or year: 2016年收到申请3件，
    2017年收到5件.
    """

    id: str
    dimensions: Mapping[str, str] = {}
    editions: tuple[str, ...] = ()
    units: frozenset[str]
    pattern: Pattern
    after: Pattern | None = None
    under: frozenset[str] = frozenset()
    topic: Pattern | None = None
    whole: bool = False
    partial: bool = False
    none: bool = False
    again: bool = False


class Noun(Struct, frozen=True, kw_only=True, eq=False):
    """What a statement of none may be about; ``id`` is empty where no form asks for it. ``verb`` is
    what the statement must hold besides: 未制发规范性文件, but not 未收到规范性文件."""

    id: str
    pattern: Pattern
    topic: Pattern | None = None
    verb: Pattern | None = None


class Phrases(Struct, frozen=True, kw_only=True, eq=False):
    """All phrases, with the words that may stand around them."""

    phrases: tuple[Phrase, ...]
    leads: Pattern
    tails: Pattern
    elsewhere: Pattern
    #: How a title, and how a clause, speak of one field of information.
    field_title: Pattern
    field_clause: Pattern
    nouns: tuple[Noun, ...]
    noun_leads: regex.Pattern[str]
    noun_tails: Pattern
    #: Parts of a statement that are one noun: 举报、投诉.
    together: Pattern
    #: Who had nothing to ask for: 公民、法人和其他组织提出的.
    actors: Pattern
    #: By its id, how words for a figure that a share is of (占…总数的) name it.
    totals: Mapping[str, Pattern]
    #: The group of figures by channel each of which the text may count again, by the figure.
    counts_again: Mapping[str, str]
    #: The figures that the text may count in with one.
    counts_in: Mapping[str, tuple[str, ...]]
    #: What a noun behind its number holds, if the two may name a figure: 3件政府信息公开申请.
    behind: Pattern
    #: Words that say that a number is the figure itself, and not with what came before: 新收.
    fresh: Mapping[str, Pattern]

    #: What a paragraph holds that can be about nothing but a topic.
    sure_topics: Mapping[Pattern, Pattern]
    #: By topic, a figure of another business: what its sentence says further is of that business.
    other_business: Mapping[Pattern, Pattern]

    #: How words that end so tell of a figure, by its id, be it of another organ or year.
    told: Mapping[str, Pattern]

    #: The figures that phrases stand under.
    anchors: frozenset[str]
    _by_unit: Mapping[str, _OfUnit]

    @property
    def units(self) -> Collection[str]:
        """The units of the figures that there are phrases for."""
        return self._by_unit.keys()

    def naming(self, words: str, unit: str) -> tuple[Phrase, ...]:
        """Return the phrases that words before a number of that unit may be, whole as they are."""
        return _naming(self, words, unit)

    def naming_none(self, words: str) -> tuple[Noun, ...]:
        """Return the nouns that what there was none of may be, with more and more of what leads up
        to it left away, the fullest first."""
        return _naming_none(self, words)


# Reports say the same things in the same words.
@functools.lru_cache(maxsize=8_192)
def _naming(known: Phrases, words: str, unit: str) -> tuple[Phrase, ...]:
    of_unit = known._by_unit.get(unit)
    if of_unit is None or of_unit.any.fullmatch(words) is None:
        return ()
    return tuple(each for each in of_unit.phrases if each.pattern.fullmatch(words) is not None)


@functools.lru_cache(maxsize=8_192)
def _naming_none(known: Phrases, words: str) -> tuple[Noun, ...]:
    lead = known.noun_leads.match(words)
    texts: dict[str, None] = {}
    for start in [0, *lead.ends(1)] if lead else [0]:
        bare = words[start:]
        texts |= dict.fromkeys((bare, known.noun_tails.sub("", bare)))
    return tuple(
        noun for text in texts for noun in known.nouns if noun.pattern.fullmatch(text) is not None
    )


@functools.cache
def phrases(kind: ReportKind) -> Phrases:
    """Return what the ``phrases.toml`` of a kind of report says.

    Raises:
        ValueError: it contradicts itself or the forms (a fault of the package).
    """
    return _load(kind.text("phrases.toml"), kind)


class _OfUnit(Struct, frozen=True):
    """The phrases of a unit, and one pattern of all, which most words are held against alone."""

    phrases: tuple[Phrase, ...]
    any: Pattern


def _by_unit(known: Sequence[Phrase]) -> Mapping[str, _OfUnit]:
    made = {}
    for unit in {unit for phrase in known for unit in phrase.units}:
        those = tuple(each for each in known if unit in each.units)
        either = "|".join(f"(?:{each.pattern.pattern})" for each in those)
        made[unit] = _OfUnit(those, quick_pattern(either))
    return made


# --- loading ---


class _RawPhrase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    before: str
    units: str
    after: str = ""
    dimensions: dict[str, str] = {}
    since: str | None = None
    until: str | None = None
    under: list[str] = []
    topic: str = ""
    whole: bool = False
    partial: bool = False
    none: bool = False
    again: bool = False


class _RawNoun(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    pattern: str
    topic: str = ""
    verb: str = ""


class _RawNone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    leads: str
    noun: list[_RawNoun]
    tails: str = NEVER
    together: str = NEVER
    actors: str = NEVER


class _RawElsewhere(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    titles: str
    field: str = NEVER


class _Raw(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    leads: str
    tails: str
    names: dict[str, str] = {}
    topics: dict[str, str] = {}
    sure_topics: dict[str, str] = {}
    other_business: dict[str, str] = {}
    elsewhere: _RawElsewhere
    phrase: list[_RawPhrase]
    none: _RawNone
    totals: dict[str, str] = {}
    counts_again: dict[str, str] = {}
    counts_in: dict[str, list[str]] = {}
    fresh: dict[str, str] = {}
    told: dict[str, str] = {}
    behind: str = NEVER


def _load(text: str, kind: ReportKind) -> Phrases:
    name = f"{kind.id}/phrases.toml"
    raw = loaded_as(text, _Raw, name)
    order = ("", *(edition.id for edition in editions(kind)))
    for each in raw.phrase:
        if missing := {each.since, each.until} - {None, *order}:
            raise ValueError(f"{name}: phrase of {each.id}: edition {missing.pop()} is missing")
    field = _joined(raw.elsewhere.field)
    topics = {name: quick_pattern(pattern) for name, pattern in raw.topics.items()}
    known = tuple(_phrase(each, raw.names, topics, order) for each in raw.phrase)
    loaded = Phrases(
        phrases=known,
        anchors=frozenset(id for phrase in known for id in phrase.under),
        _by_unit=_by_unit(known),
        leads=quick_pattern(f"(?:{_joined(raw.leads)})+"),
        tails=quick_pattern(f"(?:{_joined(raw.tails)})+$"),
        elsewhere=quick_pattern(raw.elsewhere.titles),
        field_title=quick_pattern(f"{field}|类(?:信息)?(?:公开|情况)*$"),
        field_clause=quick_pattern(f"(?:{field}|类)(?:政府|信息|情况|工作|公开|内容)*[，,：:]"),
        nouns=tuple(
            Noun(
                id=each.id,
                pattern=_filled(each.pattern, raw.names),
                topic=topics.get(each.topic),
                verb=quick_pattern(each.verb) if each.verb else None,
            )
            for each in raw.none.noun
        ),
        noun_leads=lazy_pattern(f"({_joined(raw.none.leads)})+"),
        sure_topics={
            topics[name]: _filled(each, raw.names) for name, each in raw.sure_topics.items()
        },
        other_business={
            topics[name]: quick_pattern(each) for name, each in raw.other_business.items()
        },
        noun_tails=quick_pattern(f"(?:{_joined(raw.none.tails)})+$"),
        together=quick_pattern(raw.none.together),
        actors=quick_pattern(f"^(?:{_joined(raw.none.actors)})"),
        totals={id: quick_pattern(pattern) for id, pattern in raw.totals.items()},
        counts_again=raw.counts_again,
        behind=quick_pattern(raw.behind),
        fresh={id: quick_pattern(pattern) for id, pattern in raw.fresh.items()},
        told={id: _filled(f"(?:{pattern})$", raw.names) for id, pattern in raw.told.items()},
        counts_in={id: tuple(others) for id, others in raw.counts_in.items()},
    )
    ids = {phrase.id for phrase in loaded.phrases} | {noun.id for noun in loaded.nouns}
    ids |= {
        *loaded.told,
        *loaded.totals,
        *loaded.counts_again,
        *loaded.counts_again.values(),
        *loaded.counts_in,
    }
    ids |= {id for others in loaded.counts_in.values() for id in others}
    if unknown := sorted(ids - _known(kind) - {""}):
        raise ValueError(f"{name}: no form has {', '.join(unknown)}")
    return loaded


def _phrase(
    raw: _RawPhrase,
    names: Mapping[str, str],
    topics: Mapping[str, Pattern],
    order: Sequence[str],
) -> Phrase:
    return Phrase(
        id=raw.id,
        dimensions=raw.dimensions,
        editions=_span(raw, order),
        units=frozenset(raw.units.split()),
        pattern=_filled(raw.before, names),
        after=_filled(raw.after, names) if raw.after else None,
        under=frozenset(raw.under),
        topic=topics[raw.topic] if raw.topic else None,
        whole=raw.whole,
        partial=raw.partial,
        none=raw.none,
        again=raw.again,
    )


def _span(raw: _RawPhrase, order: Sequence[str]) -> tuple[str, ...]:
    """The editions of a phrase; a report without a form (``""``) is as one before the first."""
    return span(raw.since, raw.until, order) if raw.since or raw.until else ()


def _filled(pattern: str, names: Mapping[str, str]) -> Pattern:
    for name, words in names.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return quick_pattern(pattern)


def _joined(pattern: str) -> str:
    return "".join(pattern.split())


def _known(kind: ReportKind) -> set[str]:
    known = {concept.id for concept in concepts(kind)}
    for edition in editions(kind):
        known |= set(edition.metric_ids())
        known |= {metric_id(row.id, "") for table in edition.tables for row in table.rows}
    return known
