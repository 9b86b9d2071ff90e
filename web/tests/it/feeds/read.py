"""Reads a calendar as strictly as the package icalendar can, and says what is in it: one line for each appointment.

Whatever the package would overlook is an error here: values that it cannot read, time zones that are named and not written out, and times that the
zone of the file tells otherwise than the zone that this machine knows by that name.
"""

import sys
from zoneinfo import ZoneInfo

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    raw = file.read()

assert raw.endswith(b"END:VCALENDAR\r\n"), "it ends as a calendar ends"
assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "no line is longer than 75 octets"
assert b"\n" not in raw.replace(b"\r\n", b""), "every line ends with CR LF"

calendar = Calendar.from_ical(raw)
for component in calendar.walk():
    assert not component.errors, component.errors
assert not calendar.get_missing_tzids(), calendar.get_missing_tzids()
zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.timezones}

for event in calendar.events:
    for name in ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS"):
        assert name in event, name
    for name in ("DTSTART", "DTEND"):
        at, zone = event[name].dt, event[name].params.get("TZID")
        if zone:
            plain = at.replace(tzinfo=None)
            written, known = plain.replace(tzinfo=zones[zone]), plain.replace(tzinfo=ZoneInfo(zone))
            assert written.utcoffset() == known.utcoffset(), (zone, plain, written.utcoffset(), known.utcoffset())
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    where = event.get("LOCATION", "-")
    print(f"{starts:%Y-%m-%d %H:%M%z} {ends:%H:%M} {event['STATUS']} {event['SEQUENCE']} {event['SUMMARY']} | {where}")
