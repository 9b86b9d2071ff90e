-- A dossier may have several keys: when one becomes old, the next entry is sealed under another; what stands under the older ones stays readable.

CREATE TABLE keys_of_all_versions (
    dossier TEXT NOT NULL,
    version BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    wrapped BYTEA NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (dossier, version)
);
INSERT INTO keys_of_all_versions (dossier, version, epoch, wrapped, created)
    SELECT dossier, 1, epoch, wrapped, created FROM keys;
DROP TABLE keys;
ALTER TABLE keys_of_all_versions RENAME TO keys;
CREATE INDEX keys_by_epoch ON keys (epoch);
