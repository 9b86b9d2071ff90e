-- Every key, wrapped by the one above it. In a database of its own: keys inside ordinary backups would undo every destruction.

CREATE TABLE keks (
    epoch BIGINT PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    created BIGINT NOT NULL,
    retired BIGINT
);

CREATE TABLE keys (
    dossier TEXT PRIMARY KEY,
    epoch BIGINT NOT NULL,
    wrapped BYTEA NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX keys_by_epoch ON keys (epoch);

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    wrapped BYTEA NOT NULL
);
