-- Beside the record: drafts, what is to be sent, accounts and sign-ins.

CREATE TABLE drafts (
    staff TEXT NOT NULL,
    dossier TEXT NOT NULL,
    form TEXT NOT NULL,
    saved BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (staff, dossier, form)
);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    dossier TEXT,
    payload BYTEA NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_by TEXT,
    leased_until BIGINT,
    state TEXT NOT NULL,
    reason TEXT
);
CREATE INDEX outbox_by_due ON outbox (state, due);

CREATE TABLE accounts (
    staff TEXT PRIMARY KEY,
    login BYTEA NOT NULL,
    password TEXT NOT NULL,
    code_secret BYTEA,
    code_step BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    state TEXT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE UNIQUE INDEX accounts_by_login ON accounts (login);

CREATE TABLE recovery_codes (
    staff TEXT NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (staff, digest)
);

CREATE TABLE sign_ins (
    token BYTEA PRIMARY KEY,
    staff TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    began BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    proved BIGINT NOT NULL,
    method TEXT NOT NULL,
    device BYTEA NOT NULL,
    preferences TEXT NOT NULL
);
CREATE INDEX sign_ins_by_staff ON sign_ins (staff);

CREATE TABLE invitations (
    token BYTEA PRIMARY KEY,
    staff TEXT NOT NULL,
    purpose TEXT NOT NULL,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT
);

CREATE TABLE attempts (
    bucket BYTEA PRIMARY KEY,
    count BIGINT NOT NULL,
    first BIGINT NOT NULL,
    until BIGINT NOT NULL
);
