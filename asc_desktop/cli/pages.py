"""Draw every page into pictures."""

import argparse
import re
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError, chosen_scope, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import add_json, print_written
from asc_desktop.domain.words import number_of

HELP = "Draw every page of the window into PNG pictures, without a display."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="the folder for the pictures"
    )
    parser.add_argument(
        "--size",
        metavar="WxH",
        type=_size,
        default=(1366, 768),
        help="the window's size in pixels (default: 1366x768)",
    )
    parser.add_argument(
        "--theme",
        choices=("light", "dark", "high-contrast"),
        default="light",
        help="the colours (default: light)",
    )
    parser.add_argument("--programme", metavar="P", help="the programme's name or the beginning of it")
    parser.add_argument(
        "--only",
        metavar="PAGE",
        nargs="+",
        default=(),
        help="these pages alone, such as savings (default: all)",
    )
    add_json(parser, "written")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Draw them and name each."""
    if options.output.exists() and not options.output.is_dir():
        raise CommandError(f"“{options.output}” is a file. Name a folder for the pictures.")
    unknown = [key for key in options.only if key not in environment.page_keys()]
    if unknown:
        pages = ", ".join(environment.page_keys())
        raise CommandError(f"There is no page “{unknown[0]}”. The pages are: {pages}.")
    with opened(environment, options.file) as session:
        if options.programme is not None:
            chosen_scope(session, options.programme, None)
        drawn = environment.draw_pages(
            session,
            options.output,
            size=options.size,
            theme=options.theme,
            programme=options.programme,
            only=options.only,
        )
    print_written(options, drawn, f"Drew {number_of(len(drawn), 'page')} into {options.output}.", each=True)
    return DONE


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a size. Write it like 1366x768.")
    return int(match[1]), int(match[2])
