-- How each inquiry stands: ids, times and codes, for the inbox and for figures. What was asked and by whom stands in the sealed card and in the entries.

CREATE TABLE inquiries (
    dossier TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    level BIGINT NOT NULL,
    owner TEXT,
    about TEXT,
    received BIGINT NOT NULL,
    acknowledge_due BIGINT NOT NULL,
    acknowledged BIGINT,
    answer_due BIGINT NOT NULL,
    ended BIGINT,
    answered BIGINT NOT NULL,
    due BIGINT NOT NULL
);
CREATE INDEX inquiries_open ON inquiries (due, dossier) WHERE ended IS NULL;
CREATE INDEX inquiries_by_time ON inquiries (received, dossier);
CREATE INDEX inquiries_about ON inquiries (about) WHERE about IS NOT NULL;
