-- Reminders: what was reminded of a slot; the links in reminders by which clients answer.

ALTER TABLE appointments ADD COLUMN reminded BIGINT;

CREATE TABLE answer_links (
    token BYTEA PRIMARY KEY,
    dossier TEXT NOT NULL,
    item TEXT NOT NULL,
    starts BIGINT NOT NULL,
    used BIGINT
);
CREATE INDEX answer_links_by_dossier ON answer_links (dossier);
