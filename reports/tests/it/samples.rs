//! Invented documents for the tests and for `cargo run -p reports --example samples`.

use domain::level::Level;
use domain::numbers::{CaseNumber, ClientNumber, KitNumber, LabelCode};
use domain::signature::{Meaning, Method};
use domain::time::Instant;
use jiff::civil::{Date, date};
use reports::{
    ActionItem, Addendum, CaseFacts, Certificate, CertifiedFile, CertifiedPaper, Checkpoint, Chronology,
    ChronologyEntry, ClosingSection, GoalReviewed, GoalStatus, Label, Labels, Letter, LocalTime, Marks, Modules,
    PassedOver, Period, ProgressReport, Rating, RecoverySheet, ReportStatus, Section, SignatureLine, Statement,
    TemplateUsed, TextBlock,
};

/// 20 November 2026, 14:05 in a place one hour east of UTC.
pub(crate) const PRINTED: LocalTime = LocalTime { at: Instant(1_795_179_900_000_000), offset_minutes: 60 };

fn later(days: i64, minutes: i64) -> LocalTime {
    LocalTime { at: PRINTED.at.plus_seconds(days * 86_400 + minutes * 60), offset_minutes: 60 }
}

fn case() -> CaseFacts {
    CaseFacts {
        organisation: "Harbour Street Family Service".to_owned(),
        programme: "Family support, outreach".to_owned(),
        client_number: ClientNumber::from_random(0x1E3F_9A17),
        case_number: CaseNumber::new(2026, 123),
    }
}

fn marks() -> Marks {
    Marks {
        printed_by: "Tomas Lind".to_owned(),
        printed_at: PRINTED,
        page_mark: "D-2026-000417".to_owned(),
        checkpoint: Some(Checkpoint {
            origin: "casekeep.harbour-street.example/ledger".to_owned(),
            size: 48_213,
            root: "mX0c8yV1o7r6Qh3e0iGdJ2q9wTnUuS5bLkPzRfAaYxE=".to_owned(),
        }),
        entry_number: Some(48_213),
    }
}

fn signature(name: &str, title: &str, meaning: Meaning, signed: LocalTime) -> SignatureLine {
    let role = if meaning == Meaning::Approved { "Supervisor" } else { "Caseworker" };
    let method = if meaning == Meaning::Approved { Method::PasswordAndCode } else { Method::RecentSignIn };
    SignatureLine { meaning, name: name.to_owned(), title: title.to_owned(), role: role.to_owned(), signed, method }
}

fn ratings(values: &[(Date, u8)]) -> Vec<Rating> {
    values.iter().map(|&(on, value)| Rating { on, value }).collect()
}

fn texts(written: &[&str]) -> Vec<String> {
    written.iter().map(|&text| text.to_owned()).collect()
}

/// A two-page report, approved.
pub(crate) fn report() -> ProgressReport {
    ProgressReport {
        case: case(),
        template: TemplateUsed { name: "Standard progress report".to_owned(), version: "2.1".to_owned() },
        period: Period { from: date(2026, 8, 1), to: date(2026, 10, 31) },
        report_date: date(2026, 11, 18),
        assessment_summary: texts(&[
            "The client attended eleven of twelve sessions. Sleep and appetite have improved since the change of flat in September; the \
             morning routine with the two younger children holds on most school days. The PHQ-9 fell from 17 (moderately severe) in \
             August to 9 (mild) in October.",
            "Work with the school went well after the joint meeting of 14 September. Contact with the children's father remains \
             unsettled and was twice the reason for a call outside sessions.",
        ]),
        outcomes: texts(&[
            "School attendance of both children is above 95 % since the autumn break. The rent arrears are covered by an agreement \
             with the housing association that has been kept for two months.",
        ]),
        goals: vec![
            GoalReviewed {
                title: "Both children are at school on time".to_owned(),
                status: GoalStatus::Met,
                comment: texts(&[
                    "Kept for six weeks in a row; the class teacher confirms it. The goal is closed with the client's agreement.",
                ]),
                ratings: ratings(&[
                    (date(2026, 5, 4), 1),
                    (date(2026, 6, 8), 2),
                    (date(2026, 8, 17), 2),
                    (date(2026, 9, 14), 3),
                    (date(2026, 10, 26), 4),
                ]),
            },
            GoalReviewed {
                title: "Money lasts until the end of the month, without new loans".to_owned(),
                status: GoalStatus::InProgress,
                comment: texts(&[
                    "The budget book is filled in most weeks. One setback in September when the washing machine broke.",
                ]),
                ratings: ratings(&[
                    (date(2026, 6, 8), 1),
                    (date(2026, 8, 17), 3),
                    (date(2026, 9, 21), 2),
                    (date(2026, 10, 26), 3),
                ]),
            },
            GoalReviewed {
                title: "An evening a week for herself".to_owned(),
                status: GoalStatus::NotStarted,
                comment: vec![],
                ratings: vec![],
            },
        ],
        recommendations: texts(&[
            "Go on with fortnightly sessions until the end of January. Review the budget goal in December together with the debt \
             counsellor. Ask the neighbourhood centre for child care on Thursday evenings so that the third goal can start.",
        ]),
        closing: None,
        status: ReportStatus::Approved,
        signatures: vec![
            signature("Maria Vega", "Social worker, MSW", Meaning::Author, later(-2, 30)),
            signature("Tomas Lind", "Team leader", Meaning::Approved, later(-1, 75)),
        ],
        marks: marks(),
    }
}

/// The report with which the case was closed.
pub(crate) fn closing_report() -> ProgressReport {
    let closing = ClosingSection {
        why: texts(&["Reached: both children are at school on time; money lasts until the end of the month."]),
        agreed: texts(&["She keeps the budget book and calls the debt counsellor herself.", "No further sessions."]),
        opened: date(2026, 3, 2),
        sessions: 31,
        held: Some(Period { from: date(2026, 3, 9), to: date(2026, 11, 12) }),
        contacts: 58,
        assessments: 3,
    };
    let template = TemplateUsed { name: "Closing report".to_owned(), version: "1".to_owned() };
    ProgressReport { closing: Some(Box::new(closing)), template, ..report() }
}

fn block(label: &str, paragraphs: &[&str]) -> TextBlock {
    TextBlock { label: label.to_owned(), paragraphs: texts(paragraphs) }
}

fn kinds(index: u32) -> (&'static str, Level) {
    match index % 4 {
        0 => ("Session note", Level::Confidential),
        1 => ("Telephone call", Level::Standard),
        2 => ("Session note", Level::Confidential),
        _ => ("Complaint", Level::Sensitive),
    }
}

fn entry(index: u32) -> ChronologyEntry {
    let (kind, level) = kinds(index);
    let happened = later(i64::from(index) * 3 / 2 - 240, i64::from(index % 7) * 35 - 120);
    let long = if index % 9 == 4 { 9 } else { 1 };
    let told = "She spoke about the week since the last meeting: two quarrels over bed time, both ended without shouting. The card \
                with the three steps hangs in the kitchen and the older child now reminds her of it.";
    ChronologyEntry {
        number: u64::from(index) + 1,
        happened,
        kind: kind.to_owned(),
        level,
        blocks: vec![
            block("Summary", &vec![told; long]),
            block("Next", &["The card stays. We look at mornings next time; she brings the school's letter."]),
        ],
        action_items: if index.is_multiple_of(4) {
            vec![todo("Send the school's consent form", true), todo("Ask about child care", false)]
        } else {
            vec![]
        },
        decision: (index % 5 == 2)
            .then(|| "Sessions every second week from now on, by agreement with the client.".to_owned()),
        signatures: vec![signature("Maria Vega", "Social worker, MSW", Meaning::Author, happened)],
        addenda: if index % 6 == 3 { vec![addendum(index, happened)] } else { vec![] },
    }
}

fn todo(what: &str, done: bool) -> ActionItem {
    let done = done.then_some(date(2026, 10, 2));
    ActionItem { what: what.to_owned(), who: "Maria Vega".to_owned(), due: Some(date(2026, 10, 9)), done }
}

fn addendum(index: u32, written: LocalTime) -> Addendum {
    Addendum {
        number: u64::from(index) + 1000,
        written,
        blocks: vec![block(
            "Correction",
            &["The call was on Tuesday, not on Monday. What was said stands as written."],
        )],
        signatures: vec![signature("Maria Vega", "Social worker, MSW", Meaning::Correction, written)],
    }
}

/// A chronology of so many entries.
pub(crate) fn chronology(entries: u32) -> Chronology {
    Chronology {
        case: case(),
        filter: "All entries up to Sensitive, with their addenda".to_owned(),
        entries: (0..entries).map(entry).collect(),
        marks: marks(),
    }
}

/// A certificate of two files, with one that stayed.
pub(crate) fn certificate() -> Certificate {
    let file = |number: &str, key: &str| CertifiedFile {
        number: number.to_owned(),
        class: "Case files".to_owned(),
        rule: "7 years from “End of the service”, then “Destroy”".to_owned(),
        law: "Policy of the organisation (PT-5.1)".to_owned(),
        from: date(2019, 3, 1),
        until: date(2026, 3, 1),
        opened: date(2018, 2, 1),
        closed: date(2019, 3, 1),
        destroyed: later(-1, 12),
        entries: 26,
        key: key.repeat(32),
        beyond: (key == "9f").then(|| later(7, 0)),
        paper: (key == "9f").then(|| CertifiedPaper {
            items: 2,
            how: "Shredder of class P-5".to_owned(),
            witness: "Tomas Lind".to_owned(),
            destroyed: later(-2, 0),
        }),
    };
    Certificate {
        organisation: "Harbour Street Family Service".to_owned(),
        list: "D-2026-11-12".to_owned(),
        files: vec![file("2018-000112-4", "9f"), file("C-D4N8GX-2", "0c")],
        passed_over: vec![PassedOver { number: "2018-000088-1".to_owned(), why: "Held by a matter".to_owned() }],
        signatures: vec![
            signature("Joanna Okafor", "Records officer", Meaning::Author, later(-9, 0)),
            signature("Daniel Sturm", "Data protection officer", Meaning::Approved, later(-8, 0)),
            signature("Tomas Lind", "Team leader", Meaning::Approved, later(-8, 75)),
        ],
        marks: marks(),
    }
}

/// Labels of so many items of a case.
pub(crate) fn labels(items: u32) -> Labels {
    let label = |n: u32| {
        let code = LabelCode::from_random(0x1234_5678_u32.wrapping_mul(n + 1));
        Label::new(code, format!("2026-000123-X_2026-11-20_folder_{:03}_v1", n + 1))
    };
    Labels {
        organisation: "Harbour Street Family Service".to_owned(),
        case_number: CaseNumber::new(2026, 123),
        labels: (0..items).filter_map(label).collect(),
        marks: marks(),
    }
}

/// A letter at the end of a case.
pub(crate) fn letter() -> Letter {
    Letter {
        organisation: "Harbour Street Family Service".to_owned(),
        case_number: CaseNumber::new(2026, 123),
        day: date(2026, 11, 20),
        message: texts(&["We agreed that our work together ends today.", "You can come back at any time."]),
        from: "Maria Vega".to_owned(),
        language: None,
        marks: marks(),
    }
}

/// A letter in the client's own language, without the name of the organisation.
pub(crate) fn client_letter() -> Letter {
    let message = texts(&["Buenos días:", "Le esperamos el martes a las 14:30.", "Un saludo"]);
    Letter { organisation: String::new(), language: Some("es".to_owned()), message, ..letter() }
}

/// What is given to a school.
pub(crate) fn statement() -> Statement {
    Statement {
        organisation: "Harbour Street Family Service".to_owned(),
        numbers: vec!["C-F3Z6GQ-N".to_owned(), "2026-000123-X".to_owned()],
        title: "Copy for somebody outside".to_owned(),
        level: Level::Confidential,
        mark: Some(
            "Disclosure 1 of case 2026-000123-X. For: The school. School, training or work. 20 November 2026"
                .to_owned(),
        ),
        sections: vec![Section {
            heading: "What this is".to_owned(),
            blocks: vec![block("For", &["The school"]), block("Enclosed", &["Letter, 2 pages"])],
        }],
        entries: (0..2).map(entry).collect(),
        sign: texts(&["Date, and the client’s signature"]),
        marks: marks(),
    }
}

/// A sheet of a recovery kit.
pub(crate) fn recovery_sheet(number: u8) -> RecoverySheet {
    let letters = "12005 002DR W36A8 MPJT1 B9D59 MPJTB B9D53 MPJTR B9D5G MPJTJ B9D5T MPJTC B9D54 MPJT6 B9D5E MPJTF B9D57 MPJT5 B9D5D S2KDB";
    let groups: Vec<String> = letters.split(' ').map(str::to_owned).collect();
    RecoverySheet {
        organisation: "Harbour Street Family Service".to_owned(),
        holder: "Joanna Bright".to_owned(),
        kit: KitNumber::from_random(77),
        number,
        sheets: 3,
        installation: "0f8fad5bd9cb469fa16570867728950e".to_owned(),
        made: date(2026, 11, 20),
        rows: groups.chunks(5).map(<[String]>::to_vec).collect(),
        qr: Modules::of(&groups.concat()).unwrap_or(Modules { side: 1, runs: Vec::new() }),
        marks: Marks { checkpoint: None, entry_number: None, ..marks() },
    }
}

/// A draft that tries to break out of being text, and names in many scripts.
pub(crate) fn hostile() -> ProgressReport {
    let mut draft = report();
    draft.status = ReportStatus::Draft;
    draft.signatures.clear();
    draft.marks.checkpoint = None;
    draft.marks.entry_number = None;
    draft.assessment_summary = texts(&[
        "#panic(\"out\") and $x^2$ and *bold* and _slanted_ and \\ back\\\\slash and <script>alert(1)</script> and @label",
        "= Heading?\n- item?\n+ number?\n/ Term: ?\n#import \"@preview/x:1.0.0\" #read(\"/etc/passwd\") ```raw``` // comment? ~ -- ---",
        "王伟 met Олена Шевченко, ليلى حداد, अनिता शर्मा, Ελένη and שרה \u{1F600}. Private: \u{E001}. Turned: \u{202E}abc\u{202C}.",
        "ليلى حداد تحدثت عن الأسبوع الماضي.",
    ]);
    draft.outcomes = texts(&["x".repeat(400).as_str()]);
    draft.recommendations.clear();
    draft
}
