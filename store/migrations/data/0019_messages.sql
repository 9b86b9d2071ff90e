-- Messages: which reminder a message is, so that what a gateway or relay reports finds it; how each reminder stands; which job of the outbox has to be done first.

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL,
    item TEXT NOT NULL,
    starts BIGINT NOT NULL,
    hours BIGINT NOT NULL,
    means TEXT NOT NULL,
    number BYTEA,
    sent BIGINT NOT NULL
);
CREATE INDEX messages_by_number ON messages (number, sent);
CREATE INDEX messages_by_dossier ON messages (dossier);
CREATE INDEX messages_by_start ON messages (starts);

CREATE TABLE reminders (
    dossier TEXT NOT NULL,
    item TEXT NOT NULL,
    hours BIGINT NOT NULL,
    staff TEXT NOT NULL,
    starts BIGINT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    means TEXT,
    answer TEXT,
    PRIMARY KEY (dossier, item, hours)
);
CREATE INDEX reminders_by_time ON reminders (at, staff);

ALTER TABLE appointments ADD COLUMN answer TEXT;

ALTER TABLE outbox ADD COLUMN deadline BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_by_deadline ON outbox (state, deadline);
