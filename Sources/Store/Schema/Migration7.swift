/// Of what the bot says of its own accord the day counts for which it was meant, however often it has to be repeated.
let migration7 = Migration(
  number: 7,
  sql: """
    ALTER TABLE outbox ADD COLUMN planned_at bigint NOT NULL DEFAULT 0;
    UPDATE outbox SET planned_at = not_before WHERE lane > 0;
    DROP INDEX outbox_said;
    CREATE INDEX outbox_said ON outbox (bot, chat, planned_at) WHERE lane > 0;
    """)
