/// Surveys: who was asked when, what kind of question an answer belongs to, so that views need no dialog, and how answers were changed. What the
/// bot says of its own accord is counted by day.
let migration4 = Migration(
  number: 4,
  sql: """
    CREATE TABLE survey_invitation (
      id bigint PRIMARY KEY,
      organisation bigint NOT NULL REFERENCES organisation,
      person bigint NOT NULL REFERENCES person,
      meeting bigint REFERENCES meeting,
      dialog text NOT NULL,
      state text NOT NULL,
      conversation bigint,
      at bigint NOT NULL,
      at_local text NOT NULL,
      postponed_at bigint,
      answered_at bigint,
      reported bigint,
      changed_at bigint NOT NULL,
      changed_local text NOT NULL);
    CREATE UNIQUE INDEX survey_invitation_meeting ON survey_invitation (meeting, person) WHERE meeting IS NOT NULL;
    CREATE INDEX survey_invitation_person ON survey_invitation (person, at);
    CREATE INDEX survey_invitation_conversation ON survey_invitation (conversation) WHERE conversation IS NOT NULL;
    CREATE INDEX survey_invitation_results ON survey_invitation (organisation, dialog, state, at_local);

    CREATE TABLE question (
      dialog text NOT NULL,
      version bigint NOT NULL,
      slot text NOT NULL,
      kind text NOT NULL,
      least bigint,
      most bigint,
      PRIMARY KEY (dialog, version, slot));
    CREATE TABLE question_option (
      dialog text NOT NULL,
      version bigint NOT NULL,
      slot text NOT NULL,
      position bigint NOT NULL,
      value text NOT NULL,
      PRIMARY KEY (dialog, version, slot, position));

    ALTER TABLE answer ADD COLUMN organisation bigint REFERENCES organisation;
    ALTER TABLE answer ADD COLUMN survey bigint REFERENCES survey_invitation;
    ALTER TABLE answer ADD COLUMN asked_local text;
    ALTER TABLE answer ADD COLUMN tally text;
    ALTER TABLE answer ADD COLUMN changed_at bigint;
    ALTER TABLE answer ADD COLUMN changed_local text;
    UPDATE answer SET asked_local = at_local, tally = CASE WHEN value IS NOT NULL THEN '' END,
      organisation = (SELECT organisation FROM person WHERE person.id = answer.person);
    CREATE INDEX answer_results ON answer (organisation, dialog, slot, version, tally, asked_local);
    CREATE INDEX answer_survey ON answer (survey) WHERE survey IS NOT NULL;
    CREATE TABLE answer_change (
      id bigint PRIMARY KEY,
      answer bigint NOT NULL REFERENCES answer,
      value text,
      at bigint NOT NULL,
      at_local text NOT NULL);
    CREATE INDEX answer_change_answer ON answer_change (answer);

    ALTER TABLE outbox ADD COLUMN counted bigint NOT NULL DEFAULT 0;
    CREATE INDEX outbox_said ON outbox (bot, chat, not_before) WHERE lane > 0;
    """)
