-- Hours of everybody are read without the rows again: the index holds what tells the row of a group from those of its members. Absences have one of their own, so that
-- nobody looks through all that ever began before.

DROP INDEX appointments_of_all;
CREATE INDEX appointments_of_all ON appointments (starts, ends, staff, state, meeting, item);
CREATE INDEX appointments_away_of_all ON appointments (starts, ends, staff, state) WHERE state = 'away';
