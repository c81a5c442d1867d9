/// Updates of people who are faster than they may be wait to be handled; and an index in which what goes to single people is found
/// without going through what waits to go to many, and the other way round.
let migration6 = Migration(
  number: 6,
  sql: """
    CREATE TABLE held_update (
      bot bigint NOT NULL,
      chat bigint NOT NULL,
      position bigint NOT NULL,
      key text NOT NULL,
      body \(SQL.bytes) NOT NULL,
      raw \(SQL.bytes) NOT NULL,
      PRIMARY KEY (bot, chat, position));

    DROP INDEX outbox_due;
    DROP INDEX outbox_bulk;
    CREATE INDEX outbox_due ON outbox (bot, lane, not_before, id) WHERE state = 'pending';
    """)
