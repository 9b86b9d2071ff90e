-- Where the physical items of dossiers are, and who has them: derived from the entries. What an item is called stands in the card.

CREATE TABLE whereabouts (
    dossier TEXT NOT NULL,
    item TEXT NOT NULL,
    place TEXT NOT NULL,
    holder TEXT,
    due BIGINT NOT NULL,
    PRIMARY KEY (dossier, item)
);
CREATE INDEX whereabouts_by_due ON whereabouts (due, dossier, item);
CREATE INDEX whereabouts_by_place ON whereabouts (place, due, dossier, item);
