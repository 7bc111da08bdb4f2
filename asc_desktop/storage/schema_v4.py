"""What the fourth released schema adds to the third, frozen once it is released."""

STATEMENTS = (
    """CREATE TABLE programme_commentary (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  rag TEXT,
  commentary TEXT NOT NULL
) STRICT""",
    """CREATE UNIQUE INDEX programme_commentary_unique_1
  ON programme_commentary (programme_id, period)""",
)
