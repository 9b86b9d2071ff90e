//! Texts in entries that nobody wrote, and which the canary therefore does not reach: codes, times, what is computed.

/// Kind and field.
pub(super) const UNMARKED: &[&str] = &[
    "CaseOpened.programme",
    "DispositionPrepared.files.number",
    "DispositionPrepared.files.term.class.law",
    "DispositionPrepared.files.term.class.name",
    "DrillHeld.root",
    "FileDestroyed.key",
    "FileHeld.number",
    "InquiryReceived.number",
    "KitMade.fingerprint",
    "KitMade.kit",
    "KitRead.fingerprint",
    "KitRead.form",
    "KitRead.kit",
    "ReportSubmitted.template",
    "RungSigned.evidence of Documented",
    "RungSigned.evidence of Verified",
    "RungSigned.term.class.law",
    "RungSigned.term.class.name",
    "TeamFormed.name of before",
    "WaitingBegun.wish.from",
    "WaitingBegun.wish.until",
    "WorkingHoursSet.week.from",
    "WorkingHoursSet.week.to",
];
