//! Cards: the sealed one-line summaries that lists show without opening whole files.
//!
//! A card is sealed under the key of its own dossier, so that it is destroyed with it. Fields are only ever added, each with a default:
//! `casekeep reindex` writes all cards anew, but a card of before must still read. `Debug` shows numbers only.

use std::fmt;

use domain::cases::CaseFile;
use domain::clients::{ClientFile, Consented};
use domain::ids::{ItemId, StaffId};
use domain::level::Level;
use domain::naming::FileName;
use domain::numbers::LabelCode;
use domain::paper::{Form, PaperItem};
use domain::retention::{Days, Term};
use domain::rulebook::Rulebook;
use domain::series::Turn;
use domain::sessions::Place;
use domain::text::Line;
use domain::time::Instant;
use domain::waiting::Waits;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Fault;

/// The content of a card as it is sealed.
pub(crate) fn sealed_form<C: Serialize>(card: &C) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(card).map_err(|_| Fault::Other("card"))
}

/// Reads the card of a dossier; nothing when its key is gone.
pub(crate) fn read_card<C: DeserializeOwned>(seen: &store::CardSeen) -> Result<Option<C>, Fault> {
    seen.content.as_ref().map(|content| read(content)).transpose()
}

fn read<C: DeserializeOwned>(content: &[u8]) -> Result<C, Fault> {
    serde_json::from_slice(content).map_err(|_| Fault::Damaged)
}

/// A client in a list.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClientCard {
    /// Client number.
    pub number: String,
    /// Given names.
    pub given_names: String,
    /// Family name.
    pub family_name: String,
    /// Day of birth.
    pub birth_date: Option<Date>,
    /// Phone in E.164, for telling namesakes apart.
    #[serde(default)]
    pub phone: Option<String>,
    /// For how long there is consent to the service; nothing on a card of before.
    #[serde(default)]
    pub consented: Option<Consented>,
    /// The consents to share that end next and are not renewed, each with its last day.
    #[serde(default)]
    pub sharing: Vec<(ItemId, Date)>,
    /// By which clocks the client lives, where they are not the office's.
    #[serde(default)]
    pub zone: Option<String>,
}

impl fmt::Debug for ClientCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientCard({})", self.number)
    }
}

impl ClientCard {
    /// The card of this file.
    pub fn of(file: &ClientFile) -> Self {
        let details = file.details.as_ref();
        let text = |line: Option<&domain::text::Line>| line.map(|line| line.reveal().to_owned());
        Self {
            number: file.number.map(|number| number.to_string()).unwrap_or_default(),
            given_names: text(details.map(|details| &details.given_names)).unwrap_or_default(),
            family_name: text(details.map(|details| &details.family_name)).unwrap_or_default(),
            birth_date: details.and_then(|details| details.birth_date),
            phone: text(details.and_then(|details| details.phone.as_ref())),
            consented: Some(file.consented()),
            sharing: file.sharings.to_renew().map(|one| (one.agreed.id, one.agreed.until)).collect(),
            zone: text(details.and_then(|details| details.zone.as_ref())),
        }
    }

    /// The whole name as read aloud.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_names, self.family_name)
    }
}

/// A case in a list.
#[derive(Clone, Serialize, Deserialize)]
pub struct CaseCard {
    /// Case number.
    pub number: String,
    /// Name of the programme.
    pub programme: String,
    /// Who carries it.
    pub worker: Option<StaffId>,
    /// Who supervises it.
    pub supervisor: Option<StaffId>,
    /// When it was opened.
    pub opened: Instant,
    /// The last interaction.
    pub last_contact: Option<Instant>,
    /// When the sessions begin that are booked and not yet recorded.
    #[serde(default)]
    pub booked: Vec<Instant>,
    /// Where each of them is to be.
    #[serde(default)]
    pub places: Vec<(ItemId, Place)>,
    /// Which session of its series each of them is, where it belongs to one.
    #[serde(default)]
    pub series: Vec<(ItemId, Turn)>,
    /// Wording of the flags that are up.
    #[serde(default)]
    pub flags: Vec<String>,
    /// What is quoted of the items that duties name.
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// Why no next session is booked, and how confidential that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub none_because: Option<(Level, String)>,
    /// How many steps of the closure checklist are signed.
    #[serde(default)]
    pub closing: u8,
    /// When it was closed.
    #[serde(default)]
    pub closed: Option<Instant>,
    /// The last day on which a closed file is kept.
    #[serde(default)]
    pub keep_until: Option<Date>,
    /// Code of the programme, by which the schedule knows its class.
    #[serde(default)]
    pub programme_code: String,
    /// The days from which the period of a closed file can count.
    #[serde(default)]
    pub days: Option<Days>,
    /// The physical items for which the case answers.
    #[serde(default)]
    pub paper: Vec<PaperCard>,
    /// Who stands in for whoever carries it, from when and until when.
    #[serde(default)]
    pub covers: Vec<(StaffId, Instant, Instant)>,
    /// Whether the client waits for a session, and what for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waits>,
}

/// Words of the file on a card, for whoever may read up to their level: an open action, a flag, the title of an item that is out.
#[derive(Clone, Serialize, Deserialize)]
pub struct Quote {
    /// Of what.
    pub item: ItemId,
    /// How confidential the words are.
    pub level: Level,
    /// The words.
    pub what: String,
}

impl fmt::Debug for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quote({} characters)", self.what.chars().count())
    }
}

/// A physical item in a list: what stands on its label, and where it is. What is said of it stays in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCard {
    /// Which.
    pub id: ItemId,
    /// The code on its label.
    pub label: LabelCode,
    /// Its name by the convention.
    pub name: FileName,
    /// What it is by its outside.
    pub form: Form,
    /// How confidential what is said of it is.
    pub level: Level,
    /// The place where it belongs.
    pub place: ItemId,
    /// Who has it, and the last day on which it may be out.
    #[serde(default)]
    pub out: Option<(StaffId, Date)>,
}

impl PaperCard {
    fn of(item: &PaperItem) -> Self {
        Self {
            id: item.id,
            label: item.label,
            name: item.name.clone(),
            form: item.about.form,
            level: item.level,
            place: item.place,
            out: item.out().map(|out| (out.to, out.due)),
        }
    }
}

impl fmt::Debug for CaseCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaseCard({})", self.number)
    }
}

impl CaseCard {
    /// The same card without what it quotes from the file, for those who have a step to sign and may not read it.
    #[must_use]
    pub fn unquoted(mut self) -> Self {
        self.flags.clear();
        self.quotes.clear();
        self.none_because = None;
        self.waiting = None;
        self
    }

    /// The card of this file.
    pub fn of(case: &CaseFile, rules: &Rulebook) -> Self {
        let opening = case.opening.as_ref();
        let closure = match &case.standing {
            domain::cases::Standing::Closed(closure) => Some(closure),
            _ => None,
        };
        let quote = |item, level, what: &Line| Quote { item, level, what: what.reveal().to_owned() };
        let actions = case.contacts.open_actions().map(|open| quote(open.item.id, open.level, &open.item.what));
        let flags = case.flags.up.iter().map(|(flag, _, _)| quote(flag.id, Level::Confidential, &flag.what));
        let referred = case.referrals.open().map(|open| quote(open.made.id, open.level, &open.made.to));
        let paper = case.paper.out().map(|(item, _)| quote(item.id, item.level, &item.about.title));
        Self {
            number: case.number().map(|number| number.to_string()).unwrap_or_default(),
            programme: opening.map(|o| rules.programme(&o.opened.programme).name).unwrap_or_default(),
            worker: opening.map(|opening| opening.assignment.worker),
            supervisor: opening.map(|opening| opening.assignment.supervisor),
            opened: opening.map_or(Instant(0), |opening| opening.at),
            last_contact: case.contacts.last,
            booked: case.sessions.booked.iter().map(|slot| slot.starts).collect(),
            places: case.sessions.booked.iter().map(|slot| (slot.id, slot.place)).collect(),
            series: case
                .sessions
                .booked
                .iter()
                .filter_map(|slot| Some((slot.id, case.sessions.series.turn(slot.id)?)))
                .collect(),
            flags: case.flags.up.iter().map(|(flag, _, _)| flag.what.reveal().to_owned()).collect(),
            quotes: actions.chain(flags).chain(referred).chain(paper).collect(),
            none_because: none_because(case),
            closing: u8::try_from(case.closing.signed.len()).unwrap_or(u8::MAX),
            closed: closure.map(|closure| closure.at),
            keep_until: closure.map(|closure| closure.closed.keep_until),
            programme_code: opening.map(|o| o.opened.programme.clone()).unwrap_or_default(),
            days: closure.map(|closure| case.days(rules, rules.office.today(closure.at))),
            paper: case.paper.here().map(PaperCard::of).collect(),
            covers: case.covers.latest().into_iter().map(|cover| (cover.staff, cover.starts, cover.ends)).collect(),
            waiting: case.waiting.now.clone().filter(|_| case.is_open()),
        }
    }
}

/// The reason that was given, while no session is booked.
fn none_because(case: &CaseFile) -> Option<(Level, String)> {
    let sessions = &case.sessions;
    let why = sessions.none_because.as_ref().filter(|_| sessions.booked.is_empty())?;
    Some((sessions.none_level.unwrap_or(Level::Restricted), why.reveal().to_owned()))
}

impl CaseCard {
    /// Who stands in now, and until when.
    pub fn covered_by(&self, now: Instant) -> Option<(StaffId, Instant)> {
        let covers = self.covers.iter().find(|(_, starts, ends)| *starts <= now && now < *ends);
        covers.map(|(staff, _, ends)| (*staff, *ends))
    }

    /// For how long a closed file is kept by the schedule as it stands now; `None` while it is open, or when the day is not known from which its
    /// class counts.
    pub fn term(&self, rules: &Rulebook) -> Option<Term> {
        rules.record_class(&self.programme_code).term(self.days.as_ref()?)
    }

    /// Where a session that is booked is to be.
    pub fn place_of(&self, slot: ItemId) -> Option<Place> {
        self.places.iter().find(|(known, _)| *known == slot).map(|(_, place)| *place)
    }

    /// Which session of its series one is that is booked.
    pub fn series_of(&self, slot: ItemId) -> Option<Turn> {
        self.series.iter().find(|(known, _)| *known == slot).map(|(_, turn)| *turn)
    }

    /// The next session that is booked.
    pub fn next_session(&self, now: Instant) -> Option<Instant> {
        self.booked.iter().copied().filter(|starts| now <= *starts).min()
    }
}
