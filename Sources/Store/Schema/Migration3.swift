/// The dialogs that the daemon last put into force, and an index on the conversations that run.
let migration3 = Migration(
  number: 3,
  sql: """
    CREATE TABLE dialog_in_force (
      id text PRIMARY KEY,
      hash text NOT NULL REFERENCES dialog_def,
      settled bigint NOT NULL);
    CREATE INDEX conversation_live ON conversation (id) WHERE ended_at IS NULL;
    """)
