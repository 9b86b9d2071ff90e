//! The rules of intake: when somebody may be registered, corrected, and when a consent may be recorded.
//!
//! Serves CM-4.1.1, CM-4.1.2, CM-4.3.3. Checks across the fields of the form; each field on its own is checked where it is read.

use jiff::civil::Date;

use crate::clients::{
    ClientCorrected, ClientDetails, ClientFile, ClientRegistered, ConsentGiven, ConsentGivenHow, ConsentWithdrawn,
};
use crate::event::Event;

impl ClientFile {
    /// Decides on registering somebody: the first entry of a client dossier.
    ///
    /// # Errors
    /// [`CannotRegister`] when the dossier is taken, or the dates cannot be.
    pub fn register(&self, order: ClientRegistered, today: Date) -> Result<Vec<Event>, CannotRegister> {
        if self.number.is_some() {
            return Err(CannotRegister::AlreadyRegistered);
        }
        check_details(&order.details, today)?;
        Ok(vec![Event::ClientRegistered(order)])
    }

    /// Decides on a correction.
    ///
    /// # Errors
    /// [`CannotRegister`] when the dates cannot be, or nothing changes.
    pub fn correct_details(&self, order: ClientCorrected, today: Date) -> Result<Vec<Event>, CannotRegister> {
        check_details(&order.details, today)?;
        if self.details.as_ref() == Some(&order.details) {
            return Err(CannotRegister::NothingChanged);
        }
        Ok(vec![Event::ClientCorrected(order)])
    }

    /// Decides on a consent to service (CM-4.3.3, FS-4.4.2).
    ///
    /// # Errors
    /// [`CannotConsent`] when a needed name is missing or the last day is past.
    pub fn give_consent(&self, order: ConsentGiven, today: Date) -> Result<Vec<Event>, CannotConsent> {
        if order.how != ConsentGivenHow::Signed && order.by.is_none() {
            return Err(CannotConsent::WitnessMissing);
        }
        if order.until.is_some_and(|until| until < today) {
            return Err(CannotConsent::AlreadyOver);
        }
        Ok(vec![Event::ConsentGiven(order)])
    }

    /// Decides on taking the consent back.
    ///
    /// # Errors
    /// [`CannotConsent::NoneGiven`] when none holds.
    pub fn withdraw_consent(&self, order: ConsentWithdrawn, today: Date) -> Result<Vec<Event>, CannotConsent> {
        if self.consent(today).is_none() {
            return Err(CannotConsent::NoneGiven);
        }
        Ok(vec![Event::ConsentWithdrawn(order)])
    }
}

fn check_details(details: &ClientDetails, today: Date) -> Result<(), CannotRegister> {
    details.wrong(today).first().map_or(Ok(()), |why| Err(*why))
}

/// Why a client cannot be registered or corrected like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRegister {
    /// The dossier holds somebody already.
    #[error("this client is registered already")]
    AlreadyRegistered,
    /// A birth date after today.
    #[error("this birth date is in the future")]
    BornInTheFuture,
    /// A birth date more than 130 years ago.
    #[error("this birth date is more than 130 years ago")]
    BornTooLongAgo,
    /// Phone or text message is preferred, but there is no number.
    #[error("a phone number is needed for the channel you chose")]
    PhoneMissing,
    /// E-mail is preferred, but there is no address.
    #[error("an e-mail address is needed for the channel you chose")]
    EmailMissing,
    /// Letters are preferred, but there is no address.
    #[error("a postal address is needed for the channel you chose")]
    AddressMissing,
    /// The safe times leave none.
    #[error("these two times leave no time of day for a contact")]
    NoTimeLeft,
    /// The time zone has no such name.
    #[error("there is no such time zone; please choose one from the list, such as Atlantic/Canary")]
    NoSuchZone,
    /// A correction that changes nothing.
    #[error("nothing was changed")]
    NothingChanged,
}

/// Why a consent cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotConsent {
    /// Verbal or on behalf, without a name.
    #[error("please name the witness, or who agreed for the client and by what right")]
    WitnessMissing,
    /// The last day is in the past.
    #[error("the last day of this consent is already over")]
    AlreadyOver,
    /// There is nothing to withdraw.
    #[error("no consent is in force")]
    NoneGiven,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::{Channel, Purpose};
    use crate::text::Line;
    use jiff::civil::date;

    fn details() -> ClientDetails {
        ClientDetails {
            birth_date: Some(date(2010, 2, 28)),
            ..ClientDetails::named(Line::parse("Jonas").unwrap(), Line::parse("Feldkamp").unwrap())
        }
    }

    fn check(change: impl FnOnce(&mut ClientDetails)) -> String {
        let mut details = details();
        change(&mut details);
        check_details(&details, date(2026, 1, 5)).map_or_else(|why| why.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn the_intake_form_is_checked_across_its_fields() {
        assert_eq!(check(|_| ()), "fine");
        assert_eq!(check(|d| d.birth_date = None), "fine");
        assert_eq!(check(|d| d.birth_date = Some(date(2026, 1, 5))), "fine");
        assert_eq!(check(|d| d.birth_date = Some(date(2026, 1, 6))), "this birth date is in the future");
        assert_eq!(check(|d| d.birth_date = Some(date(1, 1, 1))), "this birth date is more than 130 years ago");
        assert_eq!(
            check(|d| {
                d.channels.insert(Purpose::Documents, Channel::InPerson);
            }),
            "fine"
        );
        assert_eq!(
            check(|d| {
                d.channels.insert(Purpose::Appointments, Channel::Sms);
            }),
            "a phone number is needed for the channel you chose"
        );
        assert_eq!(
            check(|d| {
                d.channels.insert(Purpose::Questions, Channel::Email);
            }),
            "an e-mail address is needed for the channel you chose"
        );
        assert_eq!(
            check(|d| {
                d.safe_contact.not_before = Some(jiff::civil::time(17, 0, 0, 0));
                d.safe_contact.not_after = Some(jiff::civil::time(9, 0, 0, 0));
            }),
            "these two times leave no time of day for a contact"
        );
    }
}
