-- Documents: which blob belongs to which dossier, when it was last found whole, and what was received but not filed yet.

CREATE TABLE blobs (
    address TEXT PRIMARY KEY,
    dossier TEXT NOT NULL,
    length BIGINT NOT NULL
);
CREATE INDEX blobs_by_dossier ON blobs (dossier);

CREATE TABLE scrubs (
    address TEXT PRIMARY KEY,
    checked BIGINT NOT NULL,
    whole BIGINT NOT NULL
);
CREATE INDEX scrubs_by_time ON scrubs (checked);

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    staff TEXT NOT NULL,
    dossier TEXT NOT NULL,
    address TEXT NOT NULL,
    length BIGINT NOT NULL,
    received BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX uploads_by_staff ON uploads (staff, dossier);
CREATE INDEX uploads_by_address ON uploads (address);
