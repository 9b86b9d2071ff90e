-- Which cases have a client who waits for a session, in the order in which freed times are offered. What they wait for stands in the sealed card.

CREATE TABLE waiting_list (
    dossier TEXT NOT NULL PRIMARY KEY,
    urgency BIGINT NOT NULL,
    since BIGINT NOT NULL
);
