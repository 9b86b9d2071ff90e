-- How bookings came out, for the review of the service: ids, times and codes of every case, open or closed. Under which programme stands in the sealed card.

CREATE TABLE session_outcomes (
    dossier TEXT NOT NULL,
    place BIGINT NOT NULL,
    staff TEXT NOT NULL,
    starts BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    weekday BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reminded TEXT NOT NULL,
    wait BIGINT,
    next BIGINT NOT NULL,
    PRIMARY KEY (dossier, place)
);
CREATE INDEX session_outcomes_by_start ON session_outcomes (starts);
