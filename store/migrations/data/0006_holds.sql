-- Which files must not be destroyed, and by which dossier: derived from the entries of matters.

CREATE TABLE holds (
    matter TEXT NOT NULL,
    dossier TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    PRIMARY KEY (matter, dossier)
);
CREATE INDEX holds_by_dossier ON holds (dossier);
