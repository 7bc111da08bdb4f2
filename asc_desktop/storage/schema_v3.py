"""What the third released schema adds to the second, frozen once it is released."""

STATEMENTS = (
    """CREATE TABLE own_field (
  id TEXT PRIMARY KEY NOT NULL,
  record_table TEXT NOT NULL DEFAULT 'project',
  label TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'text',
  choices TEXT,
  help TEXT,
  in_pack INTEGER NOT NULL DEFAULT 0,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX own_field_unique_1
  ON own_field (record_table, label)""",
    """CREATE TABLE own_value (
  id TEXT PRIMARY KEY NOT NULL,
  own_field_id TEXT NOT NULL REFERENCES own_field (id) DEFERRABLE INITIALLY DEFERRED,
  record_table TEXT NOT NULL,
  record_id TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT""",
    """CREATE UNIQUE INDEX own_value_unique_1
  ON own_value (record_id, own_field_id)""",
    """CREATE INDEX own_value_own_field_id ON own_value (own_field_id)""",
    """CREATE TABLE import_mapping (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  headings TEXT NOT NULL,
  content TEXT NOT NULL,
  position INTEGER
) STRICT""",
    """CREATE UNIQUE INDEX import_mapping_unique_1
  ON import_mapping (name)""",
    """CREATE TABLE origin (
  id TEXT PRIMARY KEY NOT NULL,
  record_table TEXT NOT NULL,
  record_id TEXT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT,
  cell TEXT,
  cells TEXT,
  import_id TEXT
) STRICT""",
    """CREATE UNIQUE INDEX origin_unique_1
  ON origin (record_id)""",
    """CREATE TABLE contact (
  id TEXT PRIMARY KEY NOT NULL,
  role TEXT NOT NULL,
  name TEXT,
  email TEXT
) STRICT""",
    """CREATE UNIQUE INDEX contact_unique_1
  ON contact (role)""",
    """CREATE TABLE update_request (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  form TEXT NOT NULL,
  lead TEXT,
  asked_on TEXT NOT NULL,
  due_on TEXT,
  returned_on TEXT,
  accepted_on TEXT,
  in_question INTEGER,
  file TEXT,
  refused TEXT,
  content TEXT NOT NULL
) STRICT""",
    """CREATE UNIQUE INDEX update_request_unique_1
  ON update_request (form, project_id)""",
    """CREATE INDEX update_request_project_id ON update_request (project_id)""",
    """CREATE TABLE merged_copy (
  id TEXT PRIMARY KEY NOT NULL,
  file TEXT NOT NULL,
  who TEXT NOT NULL,
  replica TEXT NOT NULL,
  actions INTEGER,
  content TEXT NOT NULL
) STRICT""",
)
