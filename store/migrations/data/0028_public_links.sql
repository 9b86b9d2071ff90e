-- Links for people outside: not the answers to reminders alone, but also what waits to be fetched.

ALTER TABLE answer_links RENAME TO public_links;
ALTER TABLE public_links RENAME COLUMN starts TO ends;
