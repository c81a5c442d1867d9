/// Announcements, the people on their lists, what these answered, and which themes they can do without; and an index that finds the
/// calls of an announcement without going through them all.
let migration5 = Migration(
  number: 5,
  sql: """
    CREATE TABLE broadcast (
      id bigint PRIMARY KEY,
      organisation bigint NOT NULL REFERENCES organisation,
      author bigint NOT NULL REFERENCES person,
      reminds bigint REFERENCES broadcast,
      whom text NOT NULL,
      form text,
      position text,
      pairing text,
      text text NOT NULL,
      answers text NOT NULL,
      theme text NOT NULL,
      obligatory bigint NOT NULL,
      status text NOT NULL,
      created_at bigint NOT NULL,
      created_local text NOT NULL,
      send_at bigint NOT NULL,
      send_local text NOT NULL,
      begun_at bigint,
      begun_local text,
      ended_at bigint,
      ended_local text,
      cancelled_by bigint REFERENCES person);
    CREATE INDEX broadcast_open ON broadcast (organisation) WHERE ended_at IS NULL;
    CREATE INDEX broadcast_reminds ON broadcast (reminds) WHERE reminds IS NOT NULL;
    CREATE TABLE broadcast_recipient (
      broadcast bigint NOT NULL REFERENCES broadcast,
      person bigint NOT NULL REFERENCES person,
      state text NOT NULL,
      reason text,
      outbox bigint,
      settled_at bigint,
      settled_local text,
      response text,
      responded_at bigint,
      responded_local text,
      PRIMARY KEY (broadcast, person));
    CREATE INDEX broadcast_recipient_state ON broadcast_recipient (broadcast, state, reason, response);
    CREATE INDEX broadcast_recipient_person ON broadcast_recipient (person);
    CREATE INDEX broadcast_recipient_outbox ON broadcast_recipient (outbox) WHERE state = 'queued';
    CREATE TABLE broadcast_response (
      id bigint PRIMARY KEY,
      broadcast bigint NOT NULL REFERENCES broadcast,
      person bigint NOT NULL REFERENCES person,
      response text NOT NULL,
      at bigint NOT NULL,
      at_local text NOT NULL);
    CREATE INDEX broadcast_response_person ON broadcast_response (person);
    CREATE TABLE broadcast_muted (
      person bigint NOT NULL REFERENCES person,
      theme text NOT NULL,
      at bigint NOT NULL,
      at_local text NOT NULL,
      PRIMARY KEY (person, theme));
    CREATE INDEX consent_held ON consent (person, purpose) WHERE withdrawn_at IS NULL;
    CREATE INDEX outbox_bulk ON outbox (bot, id) WHERE state = 'pending' AND lane = 2;
    """)
