-- The record: who we are, the dossiers, their entries, and the ledger over both.

CREATE TABLE installation (
    one BIGINT PRIMARY KEY,
    id TEXT NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE dossiers (
    dossier TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    entries BIGINT NOT NULL,
    head BYTEA NOT NULL,
    last_at BIGINT NOT NULL,
    derived BYTEA NOT NULL
);

CREATE TABLE entries (
    dossier TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    level BIGINT NOT NULL,
    author TEXT NOT NULL,
    happened BIGINT NOT NULL,
    signed BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (dossier, number)
);

CREATE TABLE lines (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    dossier TEXT,
    entry BIGINT,
    body BYTEA NOT NULL,
    number BIGINT,
    prev BYTEA,
    leaf BYTEA
);
-- partial, or SQLite would look for lines without a number in it
CREATE UNIQUE INDEX lines_by_number ON lines (number) WHERE number IS NOT NULL;
-- in the sealer's order, so that a batch costs the same however many lines wait
CREATE INDEX lines_waiting ON lines (at, (COALESCE(dossier, '')), (COALESCE(entry, 0)), id) WHERE number IS NULL;
-- partial, so that a line enters it with the sealer's whole batch and not with each entry
CREATE INDEX lines_by_dossier ON lines (dossier, at, id) WHERE number IS NOT NULL;

CREATE TABLE tiles (
    level BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, idx)
);

CREATE TABLE checkpoints (
    size BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    note TEXT NOT NULL
);

CREATE TABLE serials (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
);

CREATE TABLE deeds (
    once TEXT PRIMARY KEY,
    staff TEXT NOT NULL,
    at BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    entry BIGINT NOT NULL
);
CREATE INDEX deeds_by_time ON deeds (at);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);
