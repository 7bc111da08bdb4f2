"""The first released schema, frozen. A change of the records is a new migration, never an edit here."""

STATEMENTS = (
    "CREATE TABLE file_info (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    """CREATE TABLE journal_transaction (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  clock INTEGER NOT NULL,
  replica TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT,
  kind TEXT NOT NULL,
  target TEXT,
  first_sequence INTEGER NOT NULL
) STRICT""",
    "CREATE INDEX journal_transaction_clock ON journal_transaction (clock, replica)",
    "CREATE INDEX journal_transaction_target ON journal_transaction (target, number) WHERE target IS NOT NULL",
    """CREATE TABLE journal (
  sequence INTEGER PRIMARY KEY,
  transaction_number INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  changes TEXT NOT NULL
) STRICT""",
    "CREATE INDEX journal_row_id ON journal (row_id)",
    "CREATE INDEX journal_outside ON journal (sequence) WHERE transaction_number < 0",
    "CREATE TABLE journal_context (only INTEGER PRIMARY KEY, transaction_number INTEGER NOT NULL) STRICT",
    """CREATE TABLE portfolio (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  organisation TEXT,
  green_shortfall_percent INTEGER NOT NULL DEFAULT 2,
  amber_shortfall_percent INTEGER NOT NULL DEFAULT 10,
  green_slip_days INTEGER NOT NULL DEFAULT 0,
  amber_slip_days INTEGER NOT NULL DEFAULT 30,
  low_risk_to INTEGER NOT NULL DEFAULT 4,
  medium_risk_to INTEGER NOT NULL DEFAULT 9,
  high_risk_to INTEGER NOT NULL DEFAULT 15,
  call_in_days INTEGER NOT NULL DEFAULT 5,
  measure_green_within TEXT NOT NULL DEFAULT '2',
  measure_amber_within TEXT NOT NULL DEFAULT '10',
  savings_shown_as TEXT NOT NULL DEFAULT 'positive'
) STRICT""",
    """CREATE TABLE programme (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  lead TEXT,
  description TEXT,
  first_year INTEGER NOT NULL,
  last_year INTEGER NOT NULL,
  open_period TEXT NOT NULL,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX programme_unique_1
  ON programme (name)""",
    """CREATE TABLE theme (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  lead TEXT,
  description TEXT,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX theme_unique_1
  ON theme (programme_id, name)""",
    """CREATE TABLE workstream (
  id TEXT PRIMARY KEY NOT NULL,
  theme_id TEXT NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  lead TEXT,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX workstream_unique_1
  ON workstream (theme_id, name)""",
    """CREATE TABLE source_plan (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX source_plan_unique_1
  ON source_plan (name)""",
    """CREATE TABLE delivery_status (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  rag TEXT NOT NULL DEFAULT 'grey',
  letter TEXT NOT NULL,
  shape TEXT NOT NULL DEFAULT 'dash',
  closed INTEGER NOT NULL DEFAULT 0,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX delivery_status_unique_1
  ON delivery_status (name)""",
    """CREATE TABLE project (
  id TEXT PRIMARY KEY NOT NULL,
  ref TEXT NOT NULL,
  name TEXT NOT NULL,
  theme_id TEXT NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  workstream_id TEXT REFERENCES workstream (id) DEFERRABLE INITIALLY DEFERRED,
  source_plan_id TEXT REFERENCES source_plan (id) DEFERRABLE INITIALLY DEFERRED,
  lead TEXT,
  sponsor TEXT,
  description TEXT,
  start_date TEXT,
  end_date TEXT,
  archived INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX project_unique_1
  ON project (ref)""",
    "CREATE INDEX project_theme_id ON project (theme_id)",
    "CREATE INDEX project_workstream_id ON project (workstream_id)",
    "CREATE INDEX project_source_plan_id ON project (source_plan_id)",
    """CREATE TABLE status_update (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  status_id TEXT NOT NULL REFERENCES delivery_status (id) DEFERRABLE INITIALLY DEFERRED,
  narrative TEXT,
  challenge_reason TEXT
) STRICT""",
    """CREATE UNIQUE INDEX status_update_unique_1
  ON status_update (project_id, period)""",
    "CREATE INDEX status_update_status_id ON status_update (status_id)",
    """CREATE TABLE savings_line (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'cashable',
  recurrence TEXT NOT NULL DEFAULT 'recurring',
  counts_in_theme_id TEXT REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  source TEXT
) STRICT""",
    "CREATE INDEX savings_line_project_id ON savings_line (project_id)",
    "CREATE INDEX savings_line_counts_in_theme_id ON savings_line (counts_in_theme_id)",
    """CREATE TABLE savings_target (
  id TEXT PRIMARY KEY NOT NULL,
  line_id TEXT NOT NULL REFERENCES savings_line (id) DEFERRABLE INITIALLY DEFERRED,
  year INTEGER NOT NULL,
  target_pence INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX savings_target_unique_1
  ON savings_target (line_id, year)""",
    """CREATE TABLE target_change (
  id TEXT PRIMARY KEY NOT NULL,
  line_id TEXT NOT NULL REFERENCES savings_line (id) DEFERRABLE INITIALLY DEFERRED,
  year INTEGER NOT NULL,
  change_pence INTEGER NOT NULL DEFAULT 0,
  reference TEXT NOT NULL,
  reason TEXT,
  approved_by TEXT,
  period TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'proposed'
) STRICT""",
    "CREATE INDEX target_change_line_id ON target_change (line_id)",
    """CREATE TABLE savings_position (
  id TEXT PRIMARY KEY NOT NULL,
  line_id TEXT NOT NULL REFERENCES savings_line (id) DEFERRABLE INITIALLY DEFERRED,
  year INTEGER NOT NULL,
  period TEXT NOT NULL,
  forecast_pence INTEGER NOT NULL DEFAULT 0,
  delivered_pence INTEGER NOT NULL DEFAULT 0,
  validated_pence INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX savings_position_unique_1
  ON savings_position (line_id, year, period)""",
    """CREATE TABLE movement (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL DEFAULT 'slip',
  from_line_id TEXT NOT NULL REFERENCES savings_line (id) DEFERRABLE INITIALLY DEFERRED,
  from_year INTEGER NOT NULL,
  to_line_id TEXT REFERENCES savings_line (id) DEFERRABLE INITIALLY DEFERRED,
  to_year INTEGER,
  amount_pence INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  approved_by TEXT,
  state TEXT NOT NULL DEFAULT 'proposed',
  period TEXT NOT NULL
) STRICT""",
    "CREATE INDEX movement_from_line_id ON movement (from_line_id)",
    "CREATE INDEX movement_to_line_id ON movement (to_line_id)",
    """CREATE TABLE exception (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  category TEXT NOT NULL DEFAULT 'other',
  description TEXT NOT NULL,
  amount_pence INTEGER,
  years TEXT,
  raised_period TEXT NOT NULL,
  closed_period TEXT,
  source TEXT
) STRICT""",
    "CREATE INDEX exception_project_id ON exception (project_id)",
    """CREATE TABLE mitigation (
  id TEXT PRIMARY KEY NOT NULL,
  exception_id TEXT NOT NULL REFERENCES exception (id) DEFERRABLE INITIALLY DEFERRED,
  action TEXT NOT NULL,
  owner TEXT,
  due_date TEXT,
  done_date TEXT,
  effect TEXT,
  effect_pence INTEGER,
  movement_id TEXT REFERENCES movement (id) DEFERRABLE INITIALLY DEFERRED
) STRICT""",
    "CREATE INDEX mitigation_exception_id ON mitigation (exception_id)",
    "CREATE INDEX mitigation_movement_id ON mitigation (movement_id)",
    """CREATE TABLE milestone (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  baseline_date TEXT,
  forecast_date TEXT,
  actual_date TEXT
) STRICT""",
    "CREATE INDEX milestone_project_id ON milestone (project_id)",
    """CREATE TABLE project_cost (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  year INTEGER NOT NULL,
  name TEXT NOT NULL,
  amount_pence INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    "CREATE INDEX project_cost_project_id ON project_cost (project_id)",
    """CREATE TABLE project_dependency (
  id TEXT PRIMARY KEY NOT NULL,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  needs_project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  milestone_id TEXT REFERENCES milestone (id) DEFERRABLE INITIALLY DEFERRED,
  description TEXT
) STRICT""",
    """CREATE UNIQUE INDEX project_dependency_unique_1
  ON project_dependency (project_id, needs_project_id, COALESCE(milestone_id, ''))""",
    "CREATE INDEX project_dependency_needs_project_id ON project_dependency (needs_project_id)",
    "CREATE INDEX project_dependency_milestone_id ON project_dependency (milestone_id)",
    """CREATE TABLE measure (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  strategy_theme TEXT,
  priority TEXT,
  unit TEXT,
  decimals INTEGER NOT NULL DEFAULT 0,
  polarity TEXT NOT NULL DEFAULT 'higher',
  baseline TEXT,
  green_tolerance TEXT NOT NULL DEFAULT '2',
  amber_tolerance TEXT NOT NULL DEFAULT '10',
  owner TEXT,
  position INTEGER,
  archived INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX measure_unique_1
  ON measure (programme_id, name)""",
    """CREATE TABLE measure_target (
  id TEXT PRIMARY KEY NOT NULL,
  measure_id TEXT NOT NULL REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED,
  year INTEGER NOT NULL,
  target TEXT NOT NULL,
  profile TEXT NOT NULL DEFAULT 'flat'
) STRICT""",
    """CREATE UNIQUE INDEX measure_target_unique_1
  ON measure_target (measure_id, year)""",
    """CREATE TABLE measure_profile (
  id TEXT PRIMARY KEY NOT NULL,
  measure_id TEXT NOT NULL REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  expected TEXT NOT NULL
) STRICT""",
    """CREATE UNIQUE INDEX measure_profile_unique_1
  ON measure_profile (measure_id, period)""",
    """CREATE TABLE measure_value (
  id TEXT PRIMARY KEY NOT NULL,
  measure_id TEXT NOT NULL REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  actual TEXT NOT NULL,
  override_rag TEXT,
  override_reason TEXT,
  comment TEXT
) STRICT""",
    """CREATE UNIQUE INDEX measure_value_unique_1
  ON measure_value (measure_id, period)""",
    """CREATE TABLE risk (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  ref TEXT NOT NULL,
  description TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT 'other',
  owner TEXT,
  theme_id TEXT REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  project_id TEXT REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  raised_period TEXT NOT NULL,
  closed_period TEXT,
  inherent_likelihood INTEGER NOT NULL DEFAULT 3,
  inherent_impact INTEGER NOT NULL DEFAULT 3,
  target_likelihood INTEGER,
  target_impact INTEGER,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX risk_unique_1
  ON risk (programme_id, ref)""",
    "CREATE INDEX risk_theme_id ON risk (theme_id)",
    "CREATE INDEX risk_project_id ON risk (project_id)",
    """CREATE TABLE risk_score (
  id TEXT PRIMARY KEY NOT NULL,
  risk_id TEXT NOT NULL REFERENCES risk (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  likelihood INTEGER NOT NULL DEFAULT 3,
  impact INTEGER NOT NULL DEFAULT 3,
  comment TEXT
) STRICT""",
    """CREATE UNIQUE INDEX risk_score_unique_1
  ON risk_score (risk_id, period)""",
    """CREATE TABLE risk_action (
  id TEXT PRIMARY KEY NOT NULL,
  risk_id TEXT NOT NULL REFERENCES risk (id) DEFERRABLE INITIALLY DEFERRED,
  action TEXT NOT NULL,
  owner TEXT,
  due_date TEXT,
  done_date TEXT
) STRICT""",
    "CREATE INDEX risk_action_risk_id ON risk_action (risk_id)",
    """CREATE TABLE budget_line (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  group_name TEXT NOT NULL,
  name TEXT NOT NULL,
  is_reserve INTEGER NOT NULL DEFAULT 0,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX budget_line_unique_1
  ON budget_line (programme_id, group_name, name)""",
    """CREATE TABLE budget_position (
  id TEXT PRIMARY KEY NOT NULL,
  line_id TEXT NOT NULL REFERENCES budget_line (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  budget_pence INTEGER NOT NULL DEFAULT 0,
  actual_pence INTEGER NOT NULL DEFAULT 0,
  forecast_pence INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX budget_position_unique_1
  ON budget_position (line_id, period)""",
    """CREATE TABLE budget_total (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  group_name TEXT,
  period TEXT NOT NULL,
  budget_pence INTEGER,
  actual_pence INTEGER,
  forecast_pence INTEGER,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX budget_total_unique_1
  ON budget_total (programme_id, COALESCE(group_name, ''), period)""",
    """CREATE TABLE decision (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  ref TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'officer',
  stage TEXT NOT NULL DEFAULT 'draft',
  key_decision INTEGER NOT NULL DEFAULT 0,
  forward_plan_ref TEXT,
  revenue_pence INTEGER,
  capital_pence INTEGER,
  what TEXT,
  why TEXT,
  decision_date TEXT,
  subject_to_call_in INTEGER NOT NULL DEFAULT 0,
  call_in_expires TEXT,
  start_date TEXT,
  first_spend_date TEXT,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX decision_unique_1
  ON decision (ref)""",
    "CREATE INDEX decision_programme_id ON decision (programme_id)",
    """CREATE TABLE decision_option (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  description TEXT,
  recommended INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  position INTEGER
) STRICT""",
    "CREATE INDEX decision_option_decision_id ON decision_option (decision_id)",
    """CREATE TABLE funding_source (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  year INTEGER NOT NULL,
  provision_pence INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX funding_source_unique_1
  ON funding_source (programme_id, name, year)""",
    """CREATE TABLE decision_funding (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  funding_source_id TEXT NOT NULL REFERENCES funding_source (id) DEFERRABLE INITIALLY DEFERRED,
  amount_pence INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX decision_funding_unique_1
  ON decision_funding (decision_id, funding_source_id)""",
    "CREATE INDEX decision_funding_funding_source_id ON decision_funding (funding_source_id)",
    """CREATE TABLE decision_supplier (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  supplier TEXT NOT NULL,
  award_pence INTEGER,
  award_date TEXT,
  route TEXT
) STRICT""",
    "CREATE INDEX decision_supplier_decision_id ON decision_supplier (decision_id)",
    """CREATE TABLE decision_advice (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL DEFAULT 'finance',
  author_role TEXT,
  advice_date TEXT,
  advice TEXT
) STRICT""",
    "CREATE INDEX decision_advice_decision_id ON decision_advice (decision_id)",
    """CREATE TABLE decision_implication (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  heading TEXT NOT NULL DEFAULT 'finance',
  level TEXT NOT NULL DEFAULT 'none',
  explanation TEXT,
  cleared_by TEXT,
  cleared_on TEXT
) STRICT""",
    """CREATE UNIQUE INDEX decision_implication_unique_1
  ON decision_implication (decision_id, heading)""",
    """CREATE TABLE decision_project (
  id TEXT PRIMARY KEY NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id) DEFERRABLE INITIALLY DEFERRED,
  project_id TEXT NOT NULL REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED
) STRICT""",
    """CREATE UNIQUE INDEX decision_project_unique_1
  ON decision_project (decision_id, project_id)""",
    "CREATE INDEX decision_project_project_id ON decision_project (project_id)",
    """CREATE TABLE control_total (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  published_pence INTEGER NOT NULL DEFAULT 0,
  precision_pence TEXT NOT NULL DEFAULT '100000',
  year INTEGER,
  theme_id TEXT REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  source_plan_ids TEXT,
  line_ids TEXT,
  basis TEXT NOT NULL DEFAULT 'gross_incremental',
  explained_pence INTEGER,
  explanation TEXT,
  source TEXT
) STRICT""",
    "CREATE INDEX control_total_programme_id ON control_total (programme_id)",
    "CREATE INDEX control_total_theme_id ON control_total (theme_id)",
    """CREATE TABLE published_table (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  cells TEXT NOT NULL,
  rules TEXT,
  precision_pence TEXT NOT NULL DEFAULT '100000',
  explanation TEXT,
  source TEXT
) STRICT""",
    "CREATE INDEX published_table_programme_id ON published_table (programme_id)",
    """CREATE TABLE activity (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  unit TEXT NOT NULL DEFAULT 'reviews',
  project_id TEXT REFERENCES project (id) DEFERRABLE INITIALLY DEFERRED,
  line_id TEXT REFERENCES savings_line (id) DEFERRABLE INITIALLY DEFERRED,
  planned_total INTEGER,
  unit_cost_pence INTEGER,
  funding_pence INTEGER,
  position INTEGER,
  archived INTEGER NOT NULL DEFAULT 0,
  source TEXT
) STRICT""",
    """CREATE UNIQUE INDEX activity_unique_1
  ON activity (programme_id, name)""",
    "CREATE INDEX activity_project_id ON activity (project_id)",
    "CREATE INDEX activity_line_id ON activity (line_id)",
    """CREATE TABLE activity_month (
  id TEXT PRIMARY KEY NOT NULL,
  activity_id TEXT NOT NULL REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  planned INTEGER,
  done INTEGER
) STRICT""",
    """CREATE UNIQUE INDEX activity_month_unique_1
  ON activity_month (activity_id, period)""",
    """CREATE TABLE activity_outcome (
  id TEXT PRIMARY KEY NOT NULL,
  activity_id TEXT NOT NULL REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  rate TEXT NOT NULL DEFAULT '0',
  effect_pence INTEGER,
  is_growth INTEGER NOT NULL DEFAULT 0,
  position INTEGER
) STRICT""",
    """CREATE UNIQUE INDEX activity_outcome_unique_1
  ON activity_outcome (activity_id, name)""",
    """CREATE TABLE exempt_mark (
  id TEXT PRIMARY KEY NOT NULL,
  record_table TEXT NOT NULL,
  record_id TEXT NOT NULL,
  paragraph TEXT NOT NULL DEFAULT '3',
  reason TEXT NOT NULL
) STRICT""",
    """CREATE UNIQUE INDEX exempt_mark_unique_1
  ON exempt_mark (record_id)""",
    """CREATE TABLE board (
  id TEXT PRIMARY KEY NOT NULL,
  programme_id TEXT NOT NULL REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  position INTEGER,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE UNIQUE INDEX board_unique_1
  ON board (programme_id, name)""",
    """CREATE TABLE board_meeting (
  id TEXT PRIMARY KEY NOT NULL,
  board_id TEXT NOT NULL REFERENCES board (id) DEFERRABLE INITIALLY DEFERRED,
  meeting_date TEXT NOT NULL,
  period TEXT,
  papers_due TEXT
) STRICT""",
    """CREATE UNIQUE INDEX board_meeting_unique_1
  ON board_meeting (board_id, meeting_date)""",
    """CREATE TABLE snapshot (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  programme_id TEXT REFERENCES programme (id) DEFERRABLE INITIALLY DEFERRED,
  period TEXT NOT NULL,
  board_id TEXT REFERENCES board (id) DEFERRABLE INITIALLY DEFERRED,
  meeting_date TEXT,
  frozen_on TEXT NOT NULL,
  frozen_by TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT""",
    "CREATE INDEX snapshot_programme_id ON snapshot (programme_id)",
    "CREATE INDEX snapshot_board_id ON snapshot (board_id)",
    """CREATE TABLE pack_template (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  audience TEXT NOT NULL DEFAULT 'confidential',
  sections TEXT NOT NULL,
  position INTEGER
) STRICT""",
    """CREATE UNIQUE INDEX pack_template_unique_1
  ON pack_template (name)""",
)
