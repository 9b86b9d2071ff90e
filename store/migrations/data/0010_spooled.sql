-- Documents that are not in the bucket yet: each lies in the spool of the server that received it.

CREATE TABLE spooled (
    address TEXT PRIMARY KEY,
    since BIGINT NOT NULL
);
