-- On what the clocks of an inquiry hang, as times and days, and by which rules they were counted: so that they are counted anew when the rules change
-- without opening what was asked. Nothing is known of inquiries that were taken in before; they are opened once.

ALTER TABLE inquiries ADD COLUMN timed TEXT NOT NULL DEFAULT '';
ALTER TABLE inquiries ADD COLUMN rules TEXT NOT NULL DEFAULT '';
CREATE INDEX inquiries_by_rules ON inquiries (rules, dossier);
