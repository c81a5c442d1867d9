/// What people decide about themselves (their language, zone and quiet hours, and that they are forgotten), the dialogs that the daemon last put into
/// force, and an index on the conversations that run.
let migration2 = Migration(
  number: 2,
  sql: """
    ALTER TABLE person ADD COLUMN chosen_language text;
    ALTER TABLE person ADD COLUMN time_zone text;
    ALTER TABLE person ADD COLUMN quiet_from text;
    ALTER TABLE person ADD COLUMN quiet_to text;
    ALTER TABLE person ADD COLUMN forgotten_at bigint;
    ALTER TABLE person ADD COLUMN forgotten_local text;
    CREATE TABLE dialog_in_force (
      id text PRIMARY KEY,
      hash text NOT NULL REFERENCES dialog_def,
      settled bigint NOT NULL);
    CREATE INDEX conversation_live ON conversation (id) WHERE ended_at IS NULL;
    """)
