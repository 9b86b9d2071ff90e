-- Meetings of groups: a booking in a member's case names the meeting that it is, so that those of one meeting do not stand in each other's way. The hours of
-- everybody are read from the index without the rows, with each meeting once: by the row of its group.

ALTER TABLE appointments ADD COLUMN meeting TEXT;
DROP INDEX appointments_of_all;
CREATE INDEX appointments_of_all ON appointments (starts, ends, staff, state) WHERE (meeting IS NULL OR meeting = item);
