-- Secret addresses at which other programs fetch calendars, by the digest of the secret; which of them are good stands in the record.
-- And what such a program has to be told of an appointment beside its time: a name that stays when it is moved, and a number that only grows.

CREATE TABLE feeds (
    token BYTEA PRIMARY KEY,
    staff TEXT NOT NULL,
    feed TEXT NOT NULL,
    made BIGINT NOT NULL,
    fetched BIGINT
);
CREATE INDEX feeds_by_staff ON feeds (staff);

ALTER TABLE appointments ADD COLUMN series TEXT;
ALTER TABLE appointments ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE appointments ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
