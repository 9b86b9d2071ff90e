-- Where backups of the keys lie, as far as this installation knows: one row for each file of keys that was begun or found, until it is seen to be gone.

CREATE TABLE key_copies (
    place TEXT NOT NULL,
    run TEXT NOT NULL,
    at BIGINT NOT NULL,
    gone BIGINT,
    PRIMARY KEY (place, run)
);
