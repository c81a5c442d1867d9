/// Meetings with the times that were offered and what happened to them.
///
/// A time that people agree on is kept as they said it, local date and time with the zone, beside its instant; `starts_local` and the like are
/// the instant by the school's clock.
let migration3 = Migration(
  number: 3,
  sql: """
    CREATE TABLE meeting (
      id bigint PRIMARY KEY,
      mentor bigint NOT NULL REFERENCES person,
      mentee bigint NOT NULL REFERENCES person,
      proposer bigint NOT NULL REFERENCES person,
      format text NOT NULL,
      minutes bigint NOT NULL,
      place text,
      status text NOT NULL,
      sequence bigint NOT NULL,
      proposed_at bigint NOT NULL,
      proposed_local text NOT NULL,
      starts_at bigint,
      starts_local text,
      ends_at bigint,
      date text,
      time text,
      zone text,
      change_asker bigint REFERENCES person,
      change_at bigint,
      change_local text,
      change_date text,
      change_time text,
      change_zone text,
      change_reason text,
      mentor_said text,
      mentee_said text,
      mentor_absent bigint NOT NULL,
      mentee_absent bigint NOT NULL,
      ended_at bigint,
      ended_local text);
    CREATE INDEX meeting_mentor ON meeting (mentor, starts_at);
    CREATE INDEX meeting_mentee ON meeting (mentee, starts_at);
    CREATE TABLE meeting_offer (
      meeting bigint NOT NULL REFERENCES meeting,
      round bigint NOT NULL,
      position bigint NOT NULL,
      proposer bigint NOT NULL REFERENCES person,
      starts_at bigint NOT NULL,
      starts_local text NOT NULL,
      date text NOT NULL,
      time text NOT NULL,
      zone text NOT NULL,
      PRIMARY KEY (meeting, round, position));
    CREATE TABLE meeting_history (
      id bigint PRIMARY KEY,
      meeting bigint NOT NULL REFERENCES meeting,
      at bigint NOT NULL,
      at_local text NOT NULL,
      kind text NOT NULL,
      actor bigint REFERENCES person,
      detail text,
      words text,
      starts_at bigint,
      starts_local text);
    CREATE INDEX meeting_history_meeting ON meeting_history (meeting);
    CREATE INDEX meeting_history_actor ON meeting_history (actor) WHERE words IS NOT NULL;
    """)
