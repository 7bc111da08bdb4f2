"""The words by which a line says that it is a sum, a note or a group, and a sheet that it holds no records."""

import re

from asc_desktop.domain import spellings

_KIND_OF_TOTAL = r"(grand|overall|sub|net|gross|final|combined|running|cumulative|annual|in-year)[\s-]*"
_TOTAL = re.compile(
    rf"({_KIND_OF_TOTAL})?totals?\b.*|.*\b(sub[\s-]?)?totals?|sum|net|.*\bcumulative(ly)?|cumulative\b.*",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"(control |in )?check( total| row)?s?|control totals?|variance.*|difference.*"
    r"|(over|under)\s*/?\s*\(?(over|under)\)?.*"
    r"|balance( to (find|deliver))?|remaining( to find)?|gap( to target)?|shortfall|surplus|average|mean|median|count"
    r"|(mtfs|savings?|overall|annual|budget)? ?(target|requirement)( per mtfs)?|savings? required|required savings?"
    r"|of which.*|% (of|achieved|delivered).*|percentage .*|number of .*|no\.? of .*|cumulative.*|net position|sum",
    re.IGNORECASE,
)
_MAYBE = (
    "total", "sum", "cumul", "check", "varian", "differ", "over", "balance", "remain", "gap", "short", "surplus",
    "average", "mean", "median", "count", "target", "requir", "percent", "%", "no of", "no. of", "number of", "net pos",
    "of which",
)  # fmt: skip
"""What one of is in every text that the two above match; a search for each takes a tenth of a pattern's time."""
_NET = re.compile(r"\W*net\W*")
_PURE = re.compile(
    rf"({_KIND_OF_TOTAL})?totals?( \(?£?('?000s?|m|k)?\)?)?|sum|net|cumulative( totals?)?", re.IGNORECASE
)
_GRAND = re.compile(r"\b(grand|overall|portfolio|programme|combined|all)\b", re.IGNORECASE)
_SUB = re.compile(r"\bsub[\s-]?totals?\b", re.IGNORECASE)
_CUMULATIVE = re.compile(r"\bcumulative|\brunning total|\bcum\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\*+|†|‡|n\.?b\.?\b|notes?\b|sources?\b|key\b|legend\b|colou?r (key|legend)\b|footnote|please\b|prepared by"
    r"|produced by|last updated|updated\b|as at\b|basis\b|caveat|definitions?\b|guidance\b|assumptions?:|\(\d\)|\[\d\]"
    r"|[¹²³]",
    re.IGNORECASE,
)
_LEGEND = re.compile(r".*\b(legend|key|colou?r code|rag (key|definitions?))\b.*", re.IGNORECASE)
_MARKED_GROUP = re.compile(
    r"[▶►▸▼▾◆■●➤➔→»>]+\s*\S.*|.*\S:$"
    r"|(theme|programme|workstream|directorate|service|project|phase|section|portfolio|category)\b\s*[\d:–-].*",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(lists?|look[\s-]?ups?|drop[\s-]?downs?|validations?|ref(erence)? data|config(uration)?|settings|parameters)\b",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\b(instructions?|guidance|guide|how to|read[\s-]?me|definitions?|glossary|key|legend|cover|contents|index|"
    r"versions?( control| history)?|document control|change history|help|about|notes)\b",
    re.IGNORECASE,
)
_SUMMARISING = re.compile(
    r"\b(dash[\s-]?board|summary|overview|charts?|graphs?|pivots?|heat[\s-]?map|matrix|scoring)\b",
    re.IGNORECASE,
)
_LONG_NOTE = 70
_LONGEST_LABEL = 70
_MOST_WORDS = 9


def may_be_sum(text: str) -> bool:
    """Whether a text may say that its line is a sum or worked out of others: quick, and never a no that is wrong."""
    if len(text) > _LONGEST_LABEL:
        return False
    folded = text.casefold()
    return any(word in folded for word in _MAYBE) or ("net" in folded and _NET.fullmatch(folded) is not None)


def says_total(text: str) -> bool:
    """Whether a label may be a sum's: ``Total``, ``Sub-total Adults``, ``Adults total``; a project may be called so."""
    body = spellings.plain(text).strip(" :")
    return len(body.split()) <= _MOST_WORDS and _TOTAL.fullmatch(body) is not None


def says_summary(text: str) -> bool:
    """Whether a label is that of figures worked out of others, and not of a record's: a check, a variance, a count."""
    return _SUMMARY.fullmatch(spellings.plain(text).strip(" :")) is not None


def is_pure_total(text: str) -> bool:
    """Whether a label is a sum's and nothing else's: no record is called ``Grand total``."""
    return _PURE.fullmatch(spellings.plain(text).strip(" :*")) is not None


def is_grand(text: str) -> bool:
    """Whether a sum says that it is of everything."""
    return _GRAND.search(text) is not None


def is_sub(text: str) -> bool:
    """Whether a sum says that it is of a part."""
    return _SUB.search(text) is not None


def is_cumulative(text: str) -> bool:
    """Whether a sum says that it runs on from one year or line to the next."""
    return _CUMULATIVE.search(text) is not None


def says_note(text: str) -> bool:
    """Whether a text below a table is a note: by its first word, or because it is a sentence."""
    body = spellings.plain(text)
    return _NOTE.match(body) is not None or len(body) > _LONG_NOTE or (body.endswith(".") and " " in body)


def says_legend(text: str) -> bool:
    """Whether a text begins a key to colours or words."""
    return _LEGEND.fullmatch(spellings.plain(text)) is not None


def is_marked_group(text: str) -> bool:
    """Whether a label says by a mark or a word that lines belong to it: ``▶ Project 1``, ``Theme: Prevention``."""
    return _MARKED_GROUP.fullmatch(spellings.plain(text)) is not None


def without_mark(text: str) -> str:
    """Return a group's words without the mark before them and the colon after them."""
    return spellings.plain(text).lstrip("▶►▸▼▾◆■●➤➔→»> ").rstrip(": ").strip()


def sheet_kind(name: str) -> str:
    """Return ``lists``, ``reading`` or ``summary`` where a sheet's name says that it holds no records, else nothing."""
    if _LISTS.search(name):
        return "lists"
    if _READING.search(name):
        return "reading"
    return "summary" if _SUMMARISING.search(name) else ""
