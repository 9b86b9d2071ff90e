-- Rooms are booked with the session, and absences stand beside the bookings.

ALTER TABLE appointments ADD COLUMN room TEXT;
CREATE INDEX appointments_by_room ON appointments (room, starts) WHERE room IS NOT NULL;
CREATE INDEX appointments_away ON appointments (staff, ends) WHERE state = 'away';
