//! Dates in the declared form.
//!
//! The form is never guessed from the values: 03/04/1990 is a day in March here and in April there, and a wrong birth date is worse than none. When no
//! form is declared it is ISO 8601; what does not fit is an error, and the summary says which other form would fit them all.

use jiff::civil::{Date, date};

/// A form of dates, such as `%d.%m.%Y`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateForm(String);

/// The text cannot be a form of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a form of dates; please write it like %d.%m.%Y, with day, month and year")]
pub struct NotAForm;

/// The text is not a date of the form, or no such day exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not a date of the form {0}, or there is no such day")]
pub struct NotADate(String);

impl Default for DateForm {
    fn default() -> Self {
        Self("%Y-%m-%d".to_owned())
    }
}

impl DateForm {
    /// A form in the notation of `strptime`.
    ///
    /// # Errors
    /// [`NotAForm`] when a date written in this form does not read back.
    pub fn parse(form: &str) -> Result<Self, NotAForm> {
        let day = date(2001, 12, 31);
        let written = jiff::fmt::strtime::format(form, day).map_err(|_| NotAForm)?;
        let read = Date::strptime(form, written).map_err(|_| NotAForm)?;
        if read == day { Ok(Self(form.to_owned())) } else { Err(NotAForm) }
    }

    /// The form as people write it, such as `DD.MM.YYYY`.
    pub fn words(&self) -> String {
        let pairs = [
            ("%Y", "YYYY"),
            ("%m", "MM"),
            ("%d", "DD"),
            ("%y", "YY"),
            ("%b", "Mon"),
            ("%B", "Month"),
            ("%e", "D"),
            ("%-", "%"),
        ];
        pairs.iter().fold(self.0.replace("%-", "%"), |text, (from, to)| text.replace(from, to))
    }

    /// Reads a date of somebody born by `today`. A year of two digits that would lie in the future is one of the century before.
    ///
    /// # Errors
    /// [`NotADate`].
    pub fn read(&self, text: &str, today: Date) -> Result<Date, NotADate> {
        let fault = || NotADate(self.words());
        let text = text.trim();
        let read = Date::strptime(&self.0, text).or_else(|_| Date::strptime(&self.0, without_midnight(text)));
        let day = read.map_err(|_| fault())?;
        if self.0.contains("%y") && today < day {
            return Date::new(day.year() - 100, day.month(), day.day()).map_err(|_| fault());
        }
        Ok(day)
    }
}

/// Databases like to write a day with the time 00:00.
fn without_midnight(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return text };
    let midnight =
        time.trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.')) && time.starts_with("00:00");
    if midnight { day } else { text }
}

/// Forms that are tried on dates that did not fit, to say which one would.
const OTHERS: [&str; 10] = [
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%d-%b-%y",
    "%Y-%m-%d",
];

/// Counts which other form would fit the dates that did not.
#[derive(Debug, Default, Clone)]
pub(super) struct Misfits {
    seen: u64,
    fitting: [u64; OTHERS.len()],
}

impl Misfits {
    pub(super) fn add(&mut self, text: &str) {
        self.seen += 1;
        for (form, fitting) in OTHERS.iter().zip(&mut self.fitting) {
            *fitting += u64::from(Date::strptime(form, text.trim()).is_ok());
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.seen += other.seen;
        for (sum, more) in self.fitting.iter_mut().zip(other.fitting) {
            *sum += more;
        }
    }

    /// The only other form that fits them all; `None` when there is none, or more than one.
    pub(super) fn hint(&self) -> Option<&'static str> {
        let mut all = OTHERS.iter().zip(self.fitting).filter(|(_, fitting)| 0 < self.seen && *fitting == self.seen);
        match (all.next(), all.next()) {
            (Some((form, _)), None) => Some(form),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = date(2026, 1, 5);

    fn check(form: &str, text: &str) -> Option<Date> {
        DateForm::parse(form).unwrap().read(text, TODAY).ok()
    }

    #[test]
    fn only_days_that_exist_and_have_the_form_are_read() {
        assert_eq!(check("%Y-%m-%d", "1990-03-12"), Some(date(1990, 3, 12)));
        assert_eq!(check("%Y-%m-%d", " 1990-03-12 00:00:00 "), Some(date(1990, 3, 12)));
        assert_eq!(check("%Y-%m-%d", "1990-03-12T00:00:00.000Z"), Some(date(1990, 3, 12)));
        assert_eq!(check("%Y-%m-%d", "1990-03-12 14:30:00"), None);
        assert_eq!(check("%Y-%m-%d", "12.03.1990"), None);
        assert_eq!(check("%Y-%m-%d", "2023-02-29"), None);
        assert_eq!(check("%Y-%m-%d", "2024-02-29"), Some(date(2024, 2, 29)));
        assert_eq!(check("%d.%m.%Y", "29.02.2024"), Some(date(2024, 2, 29)));
        assert_eq!(check("%d.%m.%Y", "31.04.2024"), None);
        assert_eq!(check("%d.%m.%Y", "1.4.2024"), Some(date(2024, 4, 1)));
        assert_eq!(check("%d-%b-%y", "08-MAY-67"), Some(date(1967, 5, 8)));
        assert_eq!(check("%d-%b-%y", "17-JUN-20"), Some(date(2020, 6, 17)));
    }

    #[test]
    fn a_form_without_a_whole_date_is_refused() {
        for form in ["%Y-%m", "%d.%m.", "1990", "", "%Q", "%y"] {
            assert_eq!(DateForm::parse(form), Err(NotAForm), "{form}");
        }
        assert_eq!(DateForm::parse("%m/%d/%Y").unwrap().words(), "MM/DD/YYYY");
    }

    #[test]
    fn the_only_form_that_fits_all_misfits_is_named() {
        let mut misfits = Misfits::default();
        assert_eq!(misfits.hint(), None);
        misfits.add("03/04/1990");
        assert_eq!(misfits.hint(), None, "day first or month first: nobody can know");
        misfits.add("23/04/1990");
        assert_eq!(misfits.hint(), Some("%d/%m/%Y"));
        misfits.add("unknown");
        assert_eq!(misfits.hint(), None);
    }
}
