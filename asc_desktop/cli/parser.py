"""The parser of every command: what is misspelt is answered with what was probably meant."""

import argparse
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests the nearest option or choice; its own subparsers do so too."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse the arguments; an unknown option is an error here, where the options that there are are known."""
        found, further = super().parse_known_args(args, namespace)
        for word in further:
            option = word.partition("=")[0]
            if option.startswith("-"):
                self.error(f"There is no option {option}.{did_you_mean(option, self._option_string_actions)}")
        return found, further

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = [str(choice) for choice in action.choices]
            known = ", ".join(choices)
            raise argparse.ArgumentError(
                action, f"There is no “{value}”.{did_you_mean(str(value), choices)} Choose from: {known}."
            )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that names the nearest of the known words, after a space; nothing where none is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
