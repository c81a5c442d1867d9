/// What people decide about themselves: their language, zone and quiet hours, and that they are forgotten.
let migration2 = Migration(
  number: 2,
  sql: """
    ALTER TABLE person ADD COLUMN chosen_language text;
    ALTER TABLE person ADD COLUMN time_zone text;
    ALTER TABLE person ADD COLUMN quiet_from text;
    ALTER TABLE person ADD COLUMN quiet_to text;
    ALTER TABLE person ADD COLUMN forgotten_at bigint;
    ALTER TABLE person ADD COLUMN forgotten_local text;
    """)
