"""Run the program or its tests from a checkout, with nothing installed but Python 3.11 to 3.14.

    python run.py demo          open the sample portfolio
    python run.py test          run every test; further words go to pytest, as in: python run.py test -k savings
                                or: python run.py test tests/unit/test_paths.py

Both make a virtual environment in ``.venv`` and install the project into it, in place, the first time and
whenever ``pyproject.toml`` has changed. ``--venv FOLDER`` before the command names another folder: CI keeps one
for each Python.
"""

# Any Python reads this file, so that an old one can be answered in a sentence: nothing here is newer than Python 2.7.
import sys

if not (3, 11) <= sys.version_info[:2] < (3, 15):
    sys.stderr.write(
        "ASC Desktop needs Python 3.11 to 3.14; this is Python {}.{}.{}. Install a newer one from python.org (on "
        "Windows also from the Microsoft Store), then run the same line with it.\n".format(
            *sys.version_info[:3]
        )
    )
    sys.exit(2)

if __name__ == "__main__":
    from checkout import main

    sys.exit(main(sys.argv[1:], __doc__))
