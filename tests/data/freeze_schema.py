"""Write the first schema as the records describe it now: ``python tests/data/freeze_schema.py``.

Only until version 1 is released. After that a change of the records is a new migration.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from asc_desktop.storage import schema

HEAD = (
    '"""The first released schema, frozen. A change of the records is a new migration, never an edit here."""'
)


def main() -> None:
    """Write the module."""
    lines = [HEAD, "", "STATEMENTS = ("]
    for statement in schema.schema_statements():
        quote = '"""' if "\n" in statement or '"' in statement else '"'
        lines.append(f"    {quote}{statement}{quote},")
    lines += [")", ""]
    Path(schema.__file__).with_name("schema_v1.py").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
