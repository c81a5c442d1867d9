/// The first schema: people, consents and codes; what the loop needs (bots, inbox, conversations, timers, outbox); help requests and answers; the journal.
///
/// One SQL for SQLite and PostgreSQL: instants are `bigint` milliseconds UTC, and a fact carries its local time as ISO text beside (`…_local`),
/// so that views need no date functions.
let migration1 = Migration(
  number: 1,
  sql: """
    CREATE TABLE counter (name text PRIMARY KEY, next bigint NOT NULL);
    INSERT INTO counter VALUES ('row', 1);
    CREATE TABLE secret (name text PRIMARY KEY, value \(SQL.bytes) NOT NULL);

    CREATE TABLE organisation (id bigint PRIMARY KEY, name text NOT NULL UNIQUE);
    CREATE TABLE person (
      id bigint PRIMARY KEY,
      organisation bigint NOT NULL REFERENCES organisation,
      external_id text NOT NULL,
      last_name text NOT NULL,
      first_name text NOT NULL,
      patronymic text,
      birth_date text,
      position text,
      language text,
      created_at bigint NOT NULL,
      created_local text NOT NULL,
      changed_at bigint NOT NULL,
      UNIQUE (organisation, external_id));
    CREATE TABLE participation (
      id bigint PRIMARY KEY,
      person bigint NOT NULL REFERENCES person,
      role text NOT NULL,
      form text,
      since_local text NOT NULL,
      until_local text);
    CREATE UNIQUE INDEX participation_active ON participation (person, role) WHERE until_local IS NULL;
    CREATE INDEX participation_role ON participation (role) WHERE until_local IS NULL;
    CREATE TABLE family (
      parent bigint NOT NULL REFERENCES person,
      child bigint NOT NULL REFERENCES person,
      PRIMARY KEY (parent, child));
    CREATE TABLE pair (
      id bigint PRIMARY KEY,
      mentor bigint NOT NULL REFERENCES person,
      mentee bigint NOT NULL REFERENCES person,
      since_local text NOT NULL,
      until_local text);
    CREATE UNIQUE INDEX pair_active ON pair (mentee, mentor) WHERE until_local IS NULL;
    CREATE INDEX pair_mentor ON pair (mentor) WHERE until_local IS NULL;
    CREATE TABLE consent (
      id bigint PRIMARY KEY,
      person bigint NOT NULL REFERENCES person,
      purpose text NOT NULL,
      channel text NOT NULL,
      text_version text,
      given_at bigint NOT NULL,
      given_local text NOT NULL,
      withdrawn_at bigint,
      withdrawn_local text);
    CREATE INDEX consent_person ON consent (person);
    CREATE TABLE invite (
      hash text PRIMARY KEY,
      person bigint NOT NULL REFERENCES person,
      created_at bigint NOT NULL,
      expires_at bigint NOT NULL,
      used_at bigint,
      revoked_at bigint);
    CREATE INDEX invite_person ON invite (person);

    CREATE TABLE bot (
      id bigint PRIMARY KEY,
      name text NOT NULL UNIQUE,
      platform text NOT NULL,
      username text,
      cursor text,
      epoch bigint NOT NULL,
      holder text,
      last_poll_at bigint);
    CREATE TABLE account (
      id bigint PRIMARY KEY,
      bot bigint NOT NULL REFERENCES bot,
      chat bigint NOT NULL,
      person bigint REFERENCES person,
      language text,
      created_at bigint NOT NULL,
      joined_at bigint,
      joined_local text,
      stopped_at bigint,
      unreachable_at bigint,
      UNIQUE (bot, chat));
    CREATE INDEX account_person ON account (person) WHERE person IS NOT NULL;

    CREATE TABLE inbox (
      bot bigint NOT NULL,
      key text NOT NULL,
      chat bigint,
      received_at bigint NOT NULL,
      outcome text,
      PRIMARY KEY (bot, key));
    CREATE INDEX inbox_outcome ON inbox (bot, chat, outcome, received_at) WHERE outcome IS NOT NULL;
    CREATE TABLE trial (bot bigint NOT NULL, key text NOT NULL, attempts bigint NOT NULL, PRIMARY KEY (bot, key));
    CREATE TABLE quarantine (
      id bigint PRIMARY KEY,
      bot bigint NOT NULL,
      kind text NOT NULL,
      key text NOT NULL,
      chat bigint,
      raw \(SQL.bytes),
      error text NOT NULL,
      at bigint NOT NULL,
      at_local text NOT NULL);

    CREATE TABLE dialog_def (
      hash text PRIMARY KEY,
      id text NOT NULL,
      version bigint NOT NULL,
      structure text NOT NULL,
      body text NOT NULL,
      stored_at bigint NOT NULL);
    CREATE TABLE conversation (
      id bigint PRIMARY KEY,
      account bigint NOT NULL REFERENCES account,
      dialog text NOT NULL,
      subject text,
      state text NOT NULL,
      touched bigint NOT NULL,
      last_prompt bigint,
      started_at bigint NOT NULL,
      updated_at bigint NOT NULL,
      ended_at bigint);
    CREATE INDEX conversation_open ON conversation (account, touched) WHERE ended_at IS NULL;
    CREATE TABLE timer (
      key text PRIMARY KEY,
      bot bigint,
      due_at bigint NOT NULL,
      useful_until bigint,
      kind text NOT NULL,
      subject bigint NOT NULL,
      revision bigint NOT NULL,
      detail text,
      attempts bigint NOT NULL);
    CREATE INDEX timer_due ON timer (due_at);

    CREATE TABLE outbox (
      id bigint PRIMARY KEY,
      bot bigint NOT NULL,
      chat bigint NOT NULL,
      lane bigint NOT NULL,
      kind text NOT NULL,
      class text NOT NULL,
      conversation bigint,
      method text NOT NULL,
      body \(SQL.bytes),
      edits bigint,
      state text NOT NULL,
      attempt bigint NOT NULL,
      maybe_doubled bigint NOT NULL,
      not_before bigint NOT NULL,
      deadline bigint NOT NULL,
      epoch bigint,
      started_at bigint,
      finished_at bigint,
      platform_id text,
      error text,
      created_at bigint NOT NULL);
    CREATE INDEX outbox_live ON outbox (bot, chat, id) WHERE state IN ('pending', 'sending');
    CREATE INDEX outbox_due ON outbox (bot, not_before, lane, id) WHERE state = 'pending';

    CREATE TABLE help_request (
      id bigint PRIMARY KEY,
      mentee bigint NOT NULL REFERENCES person,
      topic text NOT NULL,
      urgency text NOT NULL,
      text text NOT NULL,
      status text NOT NULL,
      opened_at bigint NOT NULL,
      opened_local text NOT NULL,
      due_at bigint,
      due_local text,
      taken_by bigint REFERENCES person,
      taken_at bigint,
      taken_local text,
      closed_by bigint REFERENCES person,
      closed_at bigint,
      closed_local text,
      rating bigint);
    CREATE INDEX help_request_open ON help_request (mentee) WHERE status IN ('waiting', 'taken');
    CREATE TABLE help_asked (
      request bigint NOT NULL REFERENCES help_request,
      position bigint NOT NULL,
      person bigint NOT NULL REFERENCES person,
      role text NOT NULL,
      at bigint NOT NULL,
      PRIMARY KEY (request, position));
    CREATE INDEX help_asked_person ON help_asked (person);
    CREATE TABLE help_history (
      id bigint PRIMARY KEY,
      request bigint NOT NULL REFERENCES help_request,
      at bigint NOT NULL,
      at_local text NOT NULL,
      kind text NOT NULL,
      actor bigint REFERENCES person,
      subject bigint REFERENCES person,
      detail text);
    CREATE INDEX help_history_request ON help_history (request);

    CREATE TABLE answer (
      id bigint PRIMARY KEY,
      bot bigint NOT NULL REFERENCES bot,
      account bigint NOT NULL REFERENCES account,
      person bigint REFERENCES person,
      dialog text NOT NULL,
      version bigint NOT NULL,
      conversation bigint NOT NULL,
      slot text NOT NULL,
      value text,
      at bigint NOT NULL,
      at_local text NOT NULL,
      UNIQUE (conversation, slot));

    CREATE TABLE journal (
      id bigint PRIMARY KEY,
      at bigint NOT NULL,
      at_local text NOT NULL,
      actor bigint,
      door text NOT NULL,
      action text NOT NULL,
      subject text,
      detail text);
    CREATE TABLE incident (
      id bigint PRIMARY KEY,
      at bigint NOT NULL,
      at_local text NOT NULL,
      bot bigint,
      kind text NOT NULL,
      subject text,
      detail text);
    """)
