-- Calendars of many people are read by time.

CREATE INDEX appointments_by_start ON appointments (starts);
