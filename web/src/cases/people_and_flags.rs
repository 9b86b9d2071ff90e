//! People on the case and flags as sheets: what ends names what it ends.

use domain::event::Event;
use domain::text;

use super::sheets::{Teller, small};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;

impl Teller<'_> {
    /// An entry that brings somebody onto the case, or takes them off it.
    pub(super) fn person_on_the_case(&self, event: &Event) -> Sheet {
        match event {
            Event::PersonAdded(person) => {
                let title = Words::from("{role} added: {name}").with("role", Words::from(person.role.word()));
                let mut sheet = small("team", title.with("name", Name::new(person.name.reveal())));
                let line = |term: &'static str, text: &text::Line| Line::new(term, text.reveal().to_owned());
                sheet.lines.extend(person.relation.as_ref().map(|text| line("Relation or service", text)));
                sheet.lines.extend(person.reach.as_ref().map(|text| line("To be reached", text)));
                sheet
            }
            Event::PersonLeft(left) => {
                let name = match self.view.added(left.id).map(|entry| &entry.event) {
                    Some(Event::PersonAdded(person)) => {
                        Words::from("{name}").with("name", Name::new(person.name.reveal()))
                    }
                    _ => "Somebody".into(),
                };
                let mut sheet = small("team", Words::from("Taken off the case: {name}").with("name", name));
                sheet.text = left.reason.reveal().to_owned().into();
                sheet
            }
            _ => Sheet::default(),
        }
    }

    /// An entry that raises a flag, or takes it down.
    pub(super) fn flag_on_the_case(&self, event: &Event) -> Sheet {
        match event {
            Event::FlagRaised(flag) => {
                let mut sheet = small("flag", "Flag raised");
                sheet.lines.push(Line::new("What cannot wait", flag.what.reveal().to_owned()));
                let fact = |term: &'static str, text: Words| Line::new(term, text).voiced(Voiced::Product);
                sheet.lines.push(fact("Who sees to it", self.view.staff_name(flag.owner).into()));
                sheet.lines.push(fact("By", when::full_day(flag.due).into()));
                sheet
            }
            Event::FlagResolved(resolved) => {
                let mut sheet = small("flag", "Flag taken down");
                if let Some(Event::FlagRaised(flag)) = self.view.raised(resolved.id).map(|entry| &entry.event) {
                    sheet.lines.push(Line::new("What could not wait", flag.what.reveal().to_owned()));
                }
                sheet.lines.push(Line::new("What was done", resolved.how.reveal().to_owned()));
                sheet
            }
            _ => Sheet::default(),
        }
    }
}
