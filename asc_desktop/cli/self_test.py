"""Prove that the installed program works."""

import argparse

from asc_desktop.cli.common import DONE, FOUND
from asc_desktop.cli.environment import Environment

HELP = "Prove that this installation works: open the sample in a window, visit each page, edit, undo, write a pack."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments: there are none."""
    del parser


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Run it, a line a step."""
    del options
    return DONE if environment.self_test(print) else FOUND
