"""The words that councils use in their workbooks, from the program's own resource file."""

from functools import cache

import msgspec

from asc_desktop._paths import resource_path
from asc_desktop.domain.importing.vocabulary import Vocabulary


@cache
def read_vocabulary() -> Vocabulary:
    """Return the words, read once a run. What is wrong with the file is a fault of the build and raises."""
    text = resource_path("import", "words.json").read_bytes()
    return msgspec.json.decode(text, type=Vocabulary)
