-- What became of every backup, for those who look after the server. Not part of a backup: a restored place has none of its own yet.

CREATE TABLE backups (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    took BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    run TEXT,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    entries BIGINT NOT NULL,
    documents BIGINT NOT NULL
);
CREATE INDEX backups_by_time ON backups (at);
