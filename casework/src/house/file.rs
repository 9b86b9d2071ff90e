//! What the house must know of a kind of file: how to fold it, and what is derived from it.

use std::collections::BTreeSet;

use domain::absences::AbsenceNoted;
use domain::calendar::days_later;
use domain::cases::{CaseFile, Standing};
use domain::clients::ClientFile;
use domain::disposition::{Disposition, Kept};
use domain::documents::Arrived;
use domain::duties::{self, Owner};
use domain::entry::Entry;
use domain::holds::Matter;
use domain::ids::{DossierId, DossierKind, StaffId};
use domain::level::Level;
use domain::organisation::Organisation;
use domain::paper::{PaperItem, SpotCheck};
use domain::policy::TieKind;
use domain::rulebook::Rulebook;
use domain::service::{Counted, MOST_DAYS};
use domain::sessions::Slot;
use domain::slots::SlotState;
use domain::staff::StaffFile;
use domain::time::Instant;
use domain::waiting::Waits;
use store::{Appointment, Blob, Card, Derived, Duty, Hold, InLine, SessionOutcome, Tie, Whereabouts};
use vault::index::Field;
use vault::stream::Layout;

use crate::Fault;
use crate::cards::{CaseCard, ClientCard, sealed_form};
use crate::disposition::{DispositionCard, state};
use crate::holds::MatterCard;
use crate::paper::SpotCheckCard;
use crate::reminders::rows;

/// The fold of one kind of dossier.
pub trait File: Default + Clone + Send + Sync + 'static {
    /// Which kind.
    const KIND: DossierKind;

    /// Takes one more entry into account.
    fn apply(&mut self, entry: &Entry);

    /// Everybody on whom something in it waits. Whoever comes to be among them by an act must not have left.
    fn holders(&self, _now: Instant) -> BTreeSet<StaffId> {
        BTreeSet::new()
    }

    /// The rows that lists, searches and duties are made from; they replace those of before.
    ///
    /// # Errors
    /// [`Fault`] when a card cannot be written, which only a defect could cause.
    fn derive(&self, dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault>;
}

pub(crate) fn card(state: &str, level: Level, content: Vec<u8>) -> Card {
    Card { state: state.to_owned(), level, subject: None, team: None, content }
}

pub(crate) fn derived(card: Card) -> Derived {
    Derived {
        card,
        ties: Vec::new(),
        tokens: Vec::new(),
        duties: Vec::new(),
        appointments: Vec::new(),
        outcomes: Vec::new(),
        waiting: None,
        inquiry: None,
        reminders: Vec::new(),
        blobs: Vec::new(),
        holds: Vec::new(),
        whereabouts: Vec::new(),
    }
}

impl File for Organisation {
    const KIND: DossierKind = DossierKind::Organisation;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn derive(&self, _dossier: DossierId, _rules: &Rulebook) -> Result<Derived, Fault> {
        let duties = duties::of_organisation(self).iter().map(duty_row).collect();
        Ok(Derived { duties, ..derived(card("open", Level::Standard, Vec::new())) })
    }
}

impl File for StaffFile {
    const KIND: DossierKind = DossierKind::Staff;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn derive(&self, dossier: DossierId, _rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.active() { "open" } else { "closed" };
        let team = self.now.as_ref().and_then(|now| now.team);
        let own = Tie {
            staff: dossier.into(),
            tie: TieKind::Own.code().to_owned(),
            clearance: TieKind::Own.clearance(),
            since: Instant(0),
            until: None,
        };
        let appointments = if self.active() { absences(dossier.into(), self) } else { Vec::new() };
        let card = Card { team, ..card(state, Level::Standard, Vec::new()) };
        Ok(Derived { ties: vec![own], appointments, ..derived(card) })
    }
}

impl File for ClientFile {
    const KIND: DossierKind = DossierKind::Client;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn derive(&self, _dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault> {
        let mut rows = derived(card("open", Level::Confidential, sealed_form(&ClientCard::of(self))?));
        if let Some((staff, since)) = self.registered {
            rows.ties.push(Tie {
                staff,
                tie: TieKind::Registered.code().to_owned(),
                clearance: TieKind::Registered.clearance(),
                since,
                until: Some(since.plus_seconds(i64::from(rules.intake_days) * 86_400)),
            });
        }
        rows.tokens = client_tokens(self);
        rows.duties = duties::of_client(self, rules).iter().map(duty_row).collect();
        Ok(rows)
    }
}

/// What a client can be found by: normalised text per field; the store makes blind tokens of it.
fn client_tokens(file: &ClientFile) -> Vec<(Field, String)> {
    let mut tokens = Vec::new();
    if let Some(number) = file.number {
        tokens.push((Field::ClientNumber, number.to_string()));
    }
    let Some(details) = &file.details else { return tokens };
    let names = [Some(&details.family_name), Some(&details.given_names), details.other_names.as_ref()];
    let fields = [Field::FamilyName, Field::GivenName, Field::GivenName];
    for (name, field) in names.into_iter().zip(fields) {
        let Some(name) = name else { continue };
        tokens.extend(vault::index::name_words(name.reveal()).into_iter().map(|word| (field, word)));
        tokens.extend(vault::index::sounds(name.reveal()).into_iter().map(|sound| (Field::AnyNameSound, sound)));
    }
    tokens.extend(details.birth_date.map(|born| (Field::BirthDate, born.to_string())));
    let rest = [
        (Field::Phone, &details.phone),
        (Field::Email, &details.email),
        (Field::ExternalNumber, &details.external_number),
    ];
    tokens.extend(rest.into_iter().filter_map(|(field, text)| Some((field, text.as_ref()?.reveal().to_owned()))));
    tokens
}

impl File for CaseFile {
    const KIND: DossierKind = DossierKind::Case;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn holders(&self, now: Instant) -> BTreeSet<StaffId> {
        Self::holders(self, now)
    }

    fn derive(&self, _dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.is_open() { "open" } else { "closed" };
        let content = sealed_form(&CaseCard::of(self, rules))?;
        let assignment = self.assignment();
        let team = assignment.and_then(|hands| hands.team);
        let mut rows = derived(Card { subject: self.client(), team, ..card(state, Level::Confidential, content) });
        rows.tokens.extend(self.number().map(|number| (Field::CaseNumber, number.to_string())));
        rows.tokens.extend(self.paper.here().map(|item| (Field::Label, item.label.to_string())));
        rows.whereabouts = self.paper.here().map(|item| whereabouts(item, rules)).collect();
        rows.outcomes = outcomes(self, rules);
        rows.duties = duties::of_case(self, rules).iter().map(duty_row).collect();
        let copies = self.disclosures.made.iter().filter_map(|made| made.made.copy.as_ref());
        let files = self.documents.versions().map(|version| &version.filed.file).chain(copies);
        rows.blobs = files.map(blob_row).collect::<Result<_, _>>()?;
        rows.ties = if self.is_open() { case_ties(self) } else { after_care_ties(self) };
        if self.is_open() {
            rows.appointments = appointments(self, rules.late_cancel_hours);
            rows.waiting = self.waiting.now.as_ref().map(in_line);
            rows.reminders = rows::reminders(self);
        }
        Ok(rows)
    }
}

/// When somebody is away. Why stands in the file alone.
fn absences(staff: StaffId, file: &StaffFile) -> Vec<Appointment> {
    let newest = file.absences.all.values().map(|absence| absence.ends).max();
    let since = newest.unwrap_or(Instant(0)).plus_seconds(-SHOWN);
    let lately = file.absences.all.values().filter(|absence| since <= absence.ends);
    let row = |absence: &AbsenceNoted| Appointment {
        item: absence.id,
        staff,
        starts: absence.starts,
        ends: absence.ends,
        state: Appointment::AWAY.to_owned(),
        reminded: None,
        answer: None,
        room: None,
        meeting: None,
        series: absence.id,
        revision: 0,
        changed: absence.starts,
    };
    lately.map(row).collect()
}

/// How far back from the newest booking calendars show what is over, in seconds: half a year. What is older stands in the file.
const SHOWN: i64 = 190 * 86_400;

/// What is booked, and what was held or missed lately.
fn appointments(case: &CaseFile, late_hours: u32) -> Vec<Appointment> {
    let sessions = &case.sessions;
    let row = |slot: &Slot, state: SlotState| {
        let revision = sessions.moves.revision(slot.id);
        Appointment {
            item: slot.id,
            staff: slot.staff,
            starts: slot.starts,
            ends: slot.ends(),
            state: state.code().to_owned(),
            reminded: case.reminders.reminded(slot.id).map(i64::from),
            answer: rows::answer_of(case.reminders.of(slot.id)),
            room: slot.room,
            meeting: slot.group.map(|meeting| meeting.id),
            series: revision.map_or(slot.id, |known| known.series),
            revision: revision.map_or(0, |known| known.number),
            changed: revision.map_or(slot.starts, |known| known.changed),
        }
    };
    let newest =
        sessions.booked.iter().chain(sessions.past.iter().map(|past| &past.slot)).map(|slot| slot.starts).max();
    let since = newest.unwrap_or(Instant(0)).plus_seconds(-SHOWN);
    let mut rows: Vec<Appointment> = sessions.booked.iter().map(|slot| row(slot, SlotState::Booked)).collect();
    for past in sessions.past.iter().rev().filter(|past| since <= past.slot.starts) {
        let state = past.state(late_hours);
        // what was moved before it came has left a free time; an id that was booked again is where it is booked
        let shows = state != SlotState::Moved || past.freed_its_time();
        if shows && rows.iter().all(|known| known.item != past.slot.id) {
            rows.push(row(&past.slot, state));
        }
    }
    rows
}

const fn in_line(waits: &Waits) -> InLine {
    InLine { urgency: waits.wish.urgency.rank(), since: waits.since }
}

/// How bookings came out, for as long as reviews look back. Of closed cases too.
fn outcomes(case: &CaseFile, rules: &Rulebook) -> Vec<SessionOutcome> {
    let zone = rules.office.time_zone();
    let since = case.sittings.newest().unwrap_or(Instant(0)).plus_seconds(-i64::from(MOST_DAYS) * 86_400);
    let row = |one: Counted| SessionOutcome {
        staff: one.staff,
        starts: one.starts,
        minutes: one.minutes,
        weekday: one.weekday(&zone),
        outcome: one.came_out(rules.late_cancel_hours).code(),
        reminded: one.reminded.code(),
        wait: one.wait,
        next: one.next,
    };
    case.sittings.since(since, &case.reminders).map(row).collect()
}

/// Who works on an open case; a closed one has none of these ties, so access falls away in the transaction that closes it.
fn case_ties(case: &CaseFile) -> Vec<Tie> {
    let Some(opening) = &case.opening else { return Vec::new() };
    let hands = opening.assignment;
    let tie = |staff, kind: TieKind, since, until| Tie {
        staff,
        tie: kind.code().to_owned(),
        clearance: kind.clearance(),
        since,
        until,
    };
    let carry = [(hands.worker, TieKind::Assigned), (hands.supervisor, TieKind::Supervises)];
    let carry = carry.into_iter().map(|(staff, kind)| tie(staff, kind, opening.at, None));
    // they begin and end by themselves: each decision compares these times with its own
    let cover = case.covers.latest().into_iter();
    let cover = cover.map(|cover| tie(cover.staff, TieKind::Covers, cover.starts, Some(cover.ends)));
    carry.chain(cover).collect()
}

/// Who asks the client once more after the case was closed, until that is done.
fn after_care_ties(case: &CaseFile) -> Vec<Tie> {
    let (Standing::Closed(closure), Some(_)) = (&case.standing, &case.parting.after_care) else { return Vec::new() };
    let kind = TieKind::AfterCare;
    let tie =
        |staff| Tie { staff, tie: kind.code().to_owned(), clearance: kind.clearance(), since: closure.at, until: None };
    case.worked_last().into_iter().map(tie).collect()
}

fn whereabouts(item: &PaperItem, rules: &Rulebook) -> Whereabouts {
    let out = item.out();
    Whereabouts {
        item: item.id,
        place: item.place,
        holder: out.map(|out| out.to),
        due: out.map_or(Whereabouts::NEVER, |out| rules.office.close_of_day(out.due)),
    }
}

pub(crate) fn blob_row(file: &Arrived) -> Result<Blob, Fault> {
    let address = file.address.parse().map_err(|_| Fault::Damaged)?;
    let length = i64::try_from(Layout::of(file.length).sealed()).map_err(|_| Fault::Damaged)?;
    Ok(Blob { address, length })
}

impl File for Matter {
    const KIND: DossierKind = DossierKind::Matter;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn derive(&self, _dossier: DossierId, _rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.ended.is_some() { "closed" } else { "open" };
        let mut rows = derived(card(state, Level::Confidential, sealed_form(&MatterCard::of(self))?));
        rows.holds = self.holding().map(|(dossier, held)| Hold { dossier, since: held.since.0, until: None }).collect();
        Ok(rows)
    }
}

impl File for Disposition {
    const KIND: DossierKind = DossierKind::Disposition;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    /// A file that is kept longer is held by the list until that day is over.
    fn derive(&self, _dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault> {
        let content = sealed_form(&DispositionCard::of(self, rules))?;
        let mut rows = derived(card(state(self), Level::Confidential, content));
        let over = |kept: &Kept| rules.office.close_of_day(days_later(kept.until, 1));
        rows.holds = self
            .kept
            .iter()
            .map(|(dossier, kept)| Hold { dossier: *dossier, since: kept.decided.0, until: Some(over(kept)) })
            .collect();
        rows.duties = duties::of_list(self, rules).iter().map(duty_row).collect();
        Ok(rows)
    }
}

impl File for SpotCheck {
    const KIND: DossierKind = DossierKind::SpotCheck;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn derive(&self, _dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.open().next().is_some() { "open" } else { "closed" };
        let content = SpotCheckCard::of(self).map(|card| sealed_form(&card)).transpose()?.unwrap_or_default();
        let mut rows = derived(card(state, Level::Confidential, content));
        rows.duties = duties::of_spot_check(self, rules).iter().map(duty_row).collect();
        Ok(rows)
    }
}

pub(crate) fn duty_row(duty: &duties::Duty) -> Duty {
    let (owner, role) = match duty.owner {
        Owner::Staff(staff) => (Some(staff), None),
        Owner::Role(role) => (None, Some(role.code().to_owned())),
        Owner::Carrier => (None, None),
    };
    Duty {
        duty: duty.key(),
        kind: duty.kind.code().to_owned(),
        clause: duty.kind.clause().to_owned(),
        owner,
        role,
        due: duty.due,
        raised: duty.raised,
        item: duty.item,
        level: Level::Standard,
    }
}
