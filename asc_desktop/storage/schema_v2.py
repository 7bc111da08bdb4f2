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
    # The migration moves the content of snapshots there.
    """CREATE TABLE frozen_report (
  id TEXT PRIMARY KEY NOT NULL,
  base TEXT,
  content BLOB NOT NULL
) STRICT""",
    """CREATE TABLE category_of_risk (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX category_of_risk_unique_1
  ON category_of_risk (name)""",
    # What was a fixed choice becomes a record under the same id, so that no risk and no line of the journal changes.
    # A file made by this version begins without a journal, and with a list of its own.
    """INSERT INTO category_of_risk (id, name, position)
SELECT column1, column2, column3 FROM (VALUES
  ('compliance', 'Compliance and regulation', 1), ('delivery', 'Service delivery', 2), ('financial', 'Financial', 3),
  ('capacity', 'Service capacity', 4), ('workforce', 'Workforce', 5), ('safeguarding', 'Safeguarding', 6),
  ('market', 'Market sustainability', 7), ('systems', 'Systems and data', 8), ('reputation', 'Reputation', 9),
  ('other', 'Other', 10))
WHERE EXISTS (SELECT 1 FROM journal)""",
    """INSERT INTO journal_transaction (id, clock, replica, at, who, action, kind, first_sequence)
SELECT '00000000-0000-7000-8000-000000000002', (SELECT max(clock) FROM journal_transaction) + 1,
  COALESCE((SELECT value FROM file_info WHERE key = 'replica'), ''), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
  'ASC Desktop', 'Keep risk categories as a list of the council’s own', 'upgrade',
  (SELECT max(sequence) FROM journal) + 1
WHERE EXISTS (SELECT 1 FROM journal)""",
    """INSERT INTO journal (transaction_number, table_name, row_id, operation, changes)
SELECT (SELECT max(number) FROM journal_transaction), 'category_of_risk', id, 'insert',
  '{"name":[null,"' || name || '"],"position":[null,' || position || '],"retired":[null,0]}'
FROM category_of_risk ORDER BY position""",
    # As SQLite says to add a reference and to drop a NOT NULL and a default: none of them changes how a row is stored.
    "PRAGMA writable_schema = ON",
    """UPDATE sqlite_schema SET sql = replace(sql, 'category TEXT NOT NULL DEFAULT ''other''',
  'category TEXT REFERENCES category_of_risk (id) DEFERRABLE INITIALLY DEFERRED')
WHERE type = 'table' AND name = 'risk'""",
    "PRAGMA writable_schema = RESET",
    "CREATE INDEX risk_category ON risk (category)",
    """CREATE TABLE issue (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  ref TEXT NOT NULL,
  description TEXT NOT NULL,
  priority TEXT NOT NULL DEFAULT 'medium',
  owner TEXT,
  project_id TEXT REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  raised_period TEXT NOT NULL,
  due_date TEXT,
  action TEXT,
  resolved_date TEXT,
  resolution TEXT,
  source TEXT
) STRICT""",
    "CREATE UNIQUE INDEX issue_unique_1\n  ON issue (programme_id, ref)",
    "CREATE INDEX issue_project_id ON issue (project_id)",
)
