"""How people and Excel spell the same thing: spaces, dashes, signs, nothing, and Excel's errors. No meaning of its own.

Money, numbers and dates are read through these, so that a spelling known to one is known to all.
"""

import re

_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What has no width: soft hyphens, joiners and the marks of direction that calendars put before a date."""
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_THOUSANDS_SPACE = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d)")
"""Spaces that only a number's own format puts between digits; a plain one may as well part two numbers."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_NOTHING = frozenset({"-", "n/a", "na", "tbc"})
_EXCEL_ERROR = re.compile(
    r"#(n/a|ref!|value!|div/0!|name\?|null!|num!|spill!|calc!|field!|blocked!|connect!|busy!|unknown!|getting_data)",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile(r"#{2,}")


def plain(text: str) -> str:
    """Return a text with every kind of space as a space, every kind of dash as ``-``, and nothing at its ends."""
    if text.isascii():
        # None of them is ASCII, and most texts are: an import asks this of every cell.
        return text.strip()
    return _DASHES.sub("-", _SPACES.sub(" ", _INVISIBLE.sub("", text))).strip()


def same_name(name: str) -> str:
    """Return what two spellings of a name have in common: neither case, spaces and points nor Ltd make a difference."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    return " ".join("limited" if word == "ltd" else word for word in words)


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing: empty, a dash, ``n/a``, ``na`` or ``tbc``."""
    body = plain(text)
    return not body or body.casefold() in _NOTHING


def excel_error(text: str) -> str:
    """Return the sentence that refuses one of Excel's errors as a value; nothing for any other text."""
    body = plain(text)
    if _EXCEL_ERROR.fullmatch(body):
        return f"“{body}” is an error in Excel, not a value. Put it right there and copy again, or leave it empty."
    if _TOO_NARROW.fullmatch(body):
        return f"“{body}” is what Excel shows where a column is too narrow. Widen the column there and copy again."
    return ""


def parted_sign(text: str) -> tuple[str, str]:
    """Return a number's signs, ``(`` for brackets, and the number without them, its pound sign in front.

    A sign may be before or after the pound sign, at the end (``1,234-``) or be brackets round either; whoever reads
    the number refuses more than one.
    """
    body, signs, pound = plain(_THOUSANDS_SPACE.sub(",", text)), "", ""
    while body:
        if body[0] in "+-":
            signs, body = signs + body[0], body[1:].strip()
        elif body[0] == "£" and not pound:
            pound, body = "£", body[1:].strip()
        elif body[0] == "(" and body[-1] == ")":
            signs, body = signs + "(", body[1:-1].strip()
        elif body[-1] == "-":
            signs, body = signs + "-", body[:-1].strip()
        else:
            break
    return signs, pound + body


def is_grouped(number: str) -> bool:
    """Whether a number has no commas, or has them in the thousands' places alone: never ``98,8``, nor ``0,123``."""
    return "," not in number or _GROUPED.fullmatch(number) is not None
