-- What is derived from the entries and can be built again from them: lists, searches, duties, the calendar.

CREATE TABLE cards (
    dossier TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    level BIGINT NOT NULL,
    subject TEXT,
    team TEXT,
    changed BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX cards_by_state ON cards (kind, state, changed);
CREATE INDEX cards_by_subject ON cards (subject);

CREATE TABLE ties (
    dossier TEXT NOT NULL,
    staff TEXT NOT NULL,
    tie TEXT NOT NULL,
    clearance BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    PRIMARY KEY (dossier, staff, tie)
);
CREATE INDEX ties_by_staff ON ties (staff);

CREATE TABLE tokens (
    field TEXT NOT NULL,
    token BYTEA NOT NULL,
    dossier TEXT NOT NULL,
    PRIMARY KEY (field, token, dossier)
);
CREATE INDEX tokens_by_dossier ON tokens (dossier);

CREATE TABLE duties (
    dossier TEXT NOT NULL,
    duty TEXT NOT NULL,
    kind TEXT NOT NULL,
    clause TEXT NOT NULL,
    owner TEXT,
    role TEXT,
    due BIGINT NOT NULL,
    raised BIGINT NOT NULL,
    item TEXT,
    level BIGINT NOT NULL,
    PRIMARY KEY (dossier, duty)
);
CREATE INDEX duties_by_owner ON duties (owner, due);
CREATE INDEX duties_by_role ON duties (role, due);

CREATE TABLE appointments (
    dossier TEXT NOT NULL,
    item TEXT NOT NULL,
    staff TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (dossier, item)
);
CREATE INDEX appointments_by_staff ON appointments (staff, starts);
