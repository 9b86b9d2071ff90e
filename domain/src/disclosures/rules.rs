//! When something of a case may be given to somebody outside (CM-4.3.3, CC-4.4.1 to CC-4.4.3).

use jiff::civil::Date;

use super::{Chosen, DisclosureAsked, DisclosureBasis, DisclosureDecided, DisclosureMade};
use crate::cases::CaseFile;
use crate::event::Event;
use crate::identity::CannotIdentify;
use crate::ids::StaffId;
use crate::level::Level;
use crate::reports::ReportState;
use crate::rulebook::Rulebook;
use crate::sharing::{GivenBy, InfoKind, Sharing};

/// Why something cannot be given out like this; says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotDisclose {
    /// Nothing was chosen.
    #[error("please choose what is given out")]
    Nothing,
    /// Told, and not written down.
    #[error("please write what is told, and choose what kind of information that is")]
    NotWritten,
    /// Not in the file, or not to be given out.
    #[error("something that was chosen cannot be given out, or is not yours to see; please choose again")]
    NotHere,
    /// A report that is not approved.
    #[error("a progress report is given out when it is approved; please have it approved first, or leave it out")]
    NotApproved,
    /// Another disclosure came between.
    #[error("something else was given out of this case at this moment; please look at it again")]
    Between,
    /// It is not certain who asks.
    #[error(transparent)]
    Identity(#[from] CannotIdentify),
    /// No consent.
    #[error(
        "this consent does not hold today: it has ended, has not begun, or was taken back. Ask the client for another one, or choose another ground"
    )]
    NoConsent,
    /// The consent says less.
    #[error("the consent does not cover “{}”. Leave it out, or ask the client for a wider consent", .0.word())]
    NotCovered(InfoKind),
    /// The consent names another way.
    #[error("the consent does not cover this way: “{}”. Choose another, or ask the client for a wider consent", .0.word())]
    OtherWay(GivenBy),
    /// Too confidential for this way.
    #[error("by this way only what is {} at most may leave, and something that was chosen is more confidential. Choose another way, or leave it out", .0.word())]
    TooConfidential(Level),
    /// The consent names somebody else, or another purpose.
    #[error("the consent names another recipient or purpose")]
    OtherRecipient,
    /// Nobody has approved it.
    #[error("a disclosure by law is made when a supervisor or the data protection officer has approved it")]
    NotDecided,
    /// It names a request for one's own record that is none, is over, or is about another case.
    #[error("this is no open request of the client for their own record in this case")]
    NoRequest,
    /// It names a referral that has ended, or that is made by another right.
    #[error("this is not given out for an open referral by the right that the referral names")]
    NoReferral,
    /// It was refused.
    #[error("this disclosure was refused; nothing may be given out by it")]
    Refused,
    /// Not what was approved.
    #[error("this is not what was approved; please ask again for what is to be given out now")]
    Differs,
    /// Nobody decides on their own request.
    #[error("nobody decides on their own request; another supervisor or the data protection officer has to")]
    OwnRequest,
    /// It was asked for, decided on, or made already.
    #[error("this was done already")]
    Done,
    /// A key for what is not locked.
    #[error("a key of the recipient locks a package, and nothing else")]
    NoPackage,
    /// The copy is missing, or there is one of what was told.
    #[error("the copy that is given out is missing")]
    NoCopy,
    /// The client's file has changed.
    #[error("somebody has changed the client’s file at the same moment; please look at it again")]
    ClientMoved,
}

impl CaseFile {
    /// Decides on asking whether something may be given out by a law.
    ///
    /// # Errors
    /// [`CannotDisclose`].
    pub fn ask_disclosure(&self, order: DisclosureAsked, rules: &Rulebook) -> Result<Vec<Event>, CannotDisclose> {
        if self.disclosures.asked(order.id).is_some() || self.disclosures.made(order.id).is_some() {
            return Err(CannotDisclose::Done);
        }
        if order.referral.is_some_and(|referral| !self.is_referred_by(referral, &DisclosureBasis::Law)) {
            return Err(CannotDisclose::NoReferral);
        }
        self.check_chosen(&order.chosen, order.by, rules)?;
        Ok(vec![order.into()])
    }

    /// Decides on the decision about it.
    ///
    /// # Errors
    /// [`CannotDisclose::OwnRequest`] when whoever decides has asked.
    pub fn decide_disclosure(&self, order: DisclosureDecided, by: StaffId) -> Result<Vec<Event>, CannotDisclose> {
        let asked = self.disclosures.asked(order.id).ok_or(CannotDisclose::NotHere)?;
        if asked.decided.is_some() {
            return Err(CannotDisclose::Done);
        }
        if asked.by == by {
            return Err(CannotDisclose::OwnRequest);
        }
        Ok(vec![order.into()])
    }

    /// Whether this may be given out, before there is a copy of it. `consent` is the one that is named, as the client's file has it.
    ///
    /// # Errors
    /// [`CannotDisclose`] says what is missing and what to do.
    pub fn may_disclose(
        &self,
        order: &DisclosureMade,
        consent: Option<&Sharing>,
        today: Date,
        rules: &Rulebook,
    ) -> Result<(), CannotDisclose> {
        if self.disclosures.made(order.id).is_some() {
            return Err(CannotDisclose::Done);
        }
        self.check_chosen(&order.chosen, order.by, rules)?;
        if order.key.is_some() && order.by != GivenBy::Package {
            return Err(CannotDisclose::NoPackage);
        }
        if order.inquiry.is_some() && !matches!(order.basis, DisclosureBasis::Request(_)) {
            return Err(CannotDisclose::NoRequest);
        }
        if order.referral.is_some_and(|referral| !self.is_referred_by(referral, &order.basis)) {
            return Err(CannotDisclose::NoReferral);
        }
        match &order.basis {
            DisclosureBasis::Request(identified) => {
                identified.suffices(self.level_of(&order.chosen), &rules.identity)?;
            }
            DisclosureBasis::Consent(id) => {
                let consent = consent.filter(|known| known.agreed.id == *id && known.holds(today));
                self.covered(order, consent.ok_or(CannotDisclose::NoConsent)?)?;
            }
            DisclosureBasis::Law => self.approved(order)?,
        }
        if order.number != self.disclosures.next_number() {
            return Err(CannotDisclose::Between);
        }
        Ok(())
    }

    /// Decides on giving it out, with the copy that leaves.
    ///
    /// # Errors
    /// [`CannotDisclose`].
    pub fn disclose(
        &self,
        order: DisclosureMade,
        consent: Option<&Sharing>,
        today: Date,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotDisclose> {
        self.may_disclose(&order, consent, today, rules)?;
        if (order.by == GivenBy::Told) == order.copy.is_some() {
            return Err(CannotDisclose::NoCopy);
        }
        Ok(vec![order.into()])
    }

    fn check_chosen(&self, chosen: &Chosen, by: GivenBy, rules: &Rulebook) -> Result<(), CannotDisclose> {
        let highest = rules.sharing.highest(by);
        if highest < self.level_of(chosen) {
            return Err(CannotDisclose::TooConfidential(highest));
        }
        if by == GivenBy::Told {
            let written = chosen.told.is_some() && !chosen.kinds.is_empty();
            return if written { Ok(()) } else { Err(CannotDisclose::NotWritten) };
        }
        if chosen.entries.is_empty() && chosen.documents.is_empty() && !chosen.identity {
            return Err(CannotDisclose::Nothing);
        }
        let known = chosen.entries.iter().all(|entry| self.disclosures.entry(*entry).is_some())
            && chosen.withheld.iter().all(|withheld| chosen.entries.contains(&withheld.entry));
        let filed = |id| self.documents.find(id).is_some_and(|document| document.stands());
        if !known || !chosen.documents.iter().all(|id| filed(*id)) {
            return Err(CannotDisclose::NotHere);
        }
        let reports = chosen
            .entries
            .iter()
            .filter(|entry| self.disclosures.entry(**entry).is_some_and(|(kind, _)| kind == InfoKind::Reports));
        let approved = |entry| {
            let mut reports = self.reports.all.iter();
            reports.any(|report| report.entry == entry && matches!(report.state, ReportState::Approved(..)))
        };
        if reports.copied().all(approved) { Ok(()) } else { Err(CannotDisclose::NotApproved) }
    }

    fn covered(&self, order: &DisclosureMade, consent: &Sharing) -> Result<(), CannotDisclose> {
        let agreed = &consent.agreed;
        if agreed.recipient != order.recipient || agreed.purpose != order.purpose {
            return Err(CannotDisclose::OtherRecipient);
        }
        if !agreed.ways.contains(&order.by) {
            return Err(CannotDisclose::OtherWay(order.by));
        }
        let beyond = self.kinds_of(&order.chosen).into_iter().find(|kind| !agreed.kinds.contains(kind));
        beyond.map_or(Ok(()), |kind| Err(CannotDisclose::NotCovered(kind)))
    }

    fn approved(&self, order: &DisclosureMade) -> Result<(), CannotDisclose> {
        let asked = self.disclosures.asked(order.id).ok_or(CannotDisclose::NotDecided)?;
        match &asked.decided {
            None => Err(CannotDisclose::NotDecided),
            Some((decided, ..)) if !decided.approved => Err(CannotDisclose::Refused),
            Some(_) => {
                let same = asked.asked.recipient == order.recipient
                    && asked.asked.chosen == order.chosen
                    && asked.asked.by == order.by
                    && asked.asked.referral == order.referral;
                if same { Ok(()) } else { Err(CannotDisclose::Differs) }
            }
        }
    }
}
