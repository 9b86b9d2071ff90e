//! The note of a session as a sheet.

use domain::plans::STEPS;
use domain::sessions::SessionRecorded;

use crate::cases::sheets::{Teller, blank, told};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;

impl Teller<'_> {
    /// The note of a session.
    pub(crate) fn session(&self, session: &SessionRecorded) -> Sheet {
        let mut sheet = blank("meeting", "Session note");
        if session.significant {
            sheet.chips.push(State::due("Significant intervention").icon("flag").chip());
        }
        sheet.chips.push(State::plain(session.place.word()).icon("clients").chip());
        if let Some(arrived) = session.arrived {
            let words = Words::from("The client arrived at {time}").with("time", when::clock(arrived));
            sheet.lines.push(Line::new("Arrival", words).voiced(Voiced::Product));
        }
        sheet.lines.push(Line::new("Progress", session.progress.reveal().to_owned()));
        told(&mut sheet.lines, "Challenges", session.challenges.as_ref());
        told(&mut sheet.lines, "Successes", session.successes.as_ref());
        told(&mut sheet.lines, "Observations", session.observations.as_ref());
        if let Some(words) = &session.feedback {
            sheet.lines.push(Line::new("Client’s words", words.reveal().to_owned()).voiced(Voiced::Own));
        }
        for rating in &session.ratings {
            let step = usize::from(rating.step.clamp(1, 5)) - 1;
            let word = STEPS.get(step).copied().unwrap_or("");
            let text =
                Words::from("{goal}: {step}").with("goal", self.goal(rating.goal)).with("step", Words::from(word));
            sheet.lines.push(Line::new("Goal", text).voiced(Voiced::Product));
        }
        sheet.decision = session.decision.as_ref().map(|d| d.reveal().to_owned().into()).unwrap_or_default();
        sheet.todos = self.todos(&session.actions);
        self.after(&mut sheet, session.plan, session.late_because.as_ref());
        sheet.lines.push(Line::new("Next session", self.next(&session.next)).voiced(Voiced::Product));
        sheet
    }
}
