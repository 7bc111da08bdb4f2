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
    # Nobody has assessed a heading that is only added; what is stored keeps its meaning.
    "DROP INDEX decision_implication_unique_1",
    "ALTER TABLE decision_implication RENAME TO decision_implication_1",
    """CREATE TABLE decision_implication (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  heading TEXT NOT NULL DEFAULT 'finance',
  level TEXT NOT NULL DEFAULT 'not_assessed',
  explanation TEXT,
  cleared_by TEXT,
  cleared_on TEXT
) STRICT""",
    "INSERT INTO decision_implication SELECT * FROM decision_implication_1",
    "DROP TABLE decision_implication_1",
    """CREATE UNIQUE INDEX decision_implication_unique_1
  ON decision_implication (decision_id, heading)""",
)
