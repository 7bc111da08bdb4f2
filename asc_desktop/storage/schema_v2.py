"""What the second released schema adds to the first, frozen once it is released."""

STATEMENTS = (
    "ALTER TABLE measure_target ADD COLUMN approved_from TEXT",
    "DROP INDEX measure_target_unique_1",
    """CREATE UNIQUE INDEX measure_target_unique_1
  ON measure_target (measure_id, year, COALESCE(approved_from, ''))""",
    """CREATE TABLE closed_version (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL,
  period TEXT NOT NULL,
  record_table TEXT NOT NULL,
  record_id TEXT NOT NULL,
  content TEXT
) STRICT""",
    """CREATE UNIQUE INDEX closed_version_unique_1
  ON closed_version (record_id, programme_id, period)""",
)
