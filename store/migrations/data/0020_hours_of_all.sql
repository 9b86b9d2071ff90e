-- Hours of everybody are read without the rows.

DROP INDEX appointments_by_start;
CREATE INDEX appointments_of_all ON appointments (starts, ends, staff, state);
