//! Changing the communication matrix and the clocks of inquiries (CC-5, CC-4.2.2, CM-5).

use super::{InquiryKind, InquiryRules};
use crate::event::Event;
use crate::level::Level;
use crate::organisation::{Organisation, RulebookAmended};
use crate::rulebook::{MatrixLine, Rulebook};
use crate::staff::Role;
use crate::text::Line;

/// What is wrong with a communication matrix, or with clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCommunication {
    /// Not every kind once.
    #[error("please say of each kind once what holds for it")]
    Kinds,
    /// A level that nobody reaches by their role.
    #[error("“Restricted” is for named persons only; nobody could answer such an inquiry")]
    TooHigh(usize),
    /// Feedback and complaints below Confidential.
    #[error("feedback and complaints are Confidential at least")]
    TooLow(usize),
    /// They would not see it as long as it is nobody's.
    #[error("this role does not see inquiries of this level as long as nobody has them; please choose another")]
    WrongRole(usize),
    /// Acknowledging takes too long, or no time.
    #[error("please give between 1 and 10 working days")]
    Acknowledge,
    /// The answer comes before the acknowledgement, or too late.
    #[error("please give at least as many working days as for the acknowledgement, and at most 30")]
    Answer,
    /// How long the clock may stand still.
    #[error("please give between 1 and 60 working days")]
    Pause,
    /// By when the escalation report is written.
    #[error("please give between 1 and 10 working days")]
    Escalation,
    /// How long a supervisor has for what is late.
    #[error("please give between 1 and 10 working days")]
    Late,
    /// Nothing changes.
    #[error("nothing is changed by this")]
    Same,
}

/// Who sees an inquiry of this level that is nobody's, as the permissions have it: those at the door only what is Standard.
pub const fn sees_nobodys(level: Level) -> &'static [Role] {
    match level {
        Level::Standard => {
            &[Role::FrontlineStaff, Role::AdministrativeStaff, Role::Supervisor, Role::ComplaintsManager]
        }
        Level::Confidential | Level::Sensitive | Level::Restricted => &[Role::Supervisor, Role::ComplaintsManager],
    }
}

impl Organisation {
    /// Decides on a change of the communication matrix (CC-5).
    ///
    /// # Errors
    /// [`BadCommunication`] names what is wrong, with the line where it is one.
    pub fn amend_matrix(&self, matrix: &[MatrixLine], reason: Line) -> Result<Vec<Event>, BadCommunication> {
        let every = self.rulebook.matrix.iter().all(|known| matrix.iter().any(|line| line.kind == known.kind));
        if !every || matrix.len() != self.rulebook.matrix.len() {
            return Err(BadCommunication::Kinds);
        }
        for (at, line) in matrix.iter().enumerate() {
            if line.level == Level::Restricted {
                return Err(BadCommunication::TooHigh(at));
            }
            if line.kind == InquiryKind::Complaint.line() && line.level < Level::Confidential {
                return Err(BadCommunication::TooLow(at));
            }
            let mut kinds = InquiryKind::ALL.into_iter().filter(|kind| kind.line() == line.kind);
            let blind = |kind| !sees_nobodys(line.level).contains(&line.responsible.unwrap_or(kind));
            if kinds.any(|kind| blind(kind.responsible())) {
                return Err(BadCommunication::WrongRole(at));
            }
        }
        self.communicated(Rulebook { matrix: matrix.to_vec(), ..self.rulebook.clone() }, reason)
    }

    /// Decides on a change of the clocks of inquiries (CC-4.2.2).
    ///
    /// # Errors
    /// [`BadCommunication`] names the figure that is out of range.
    pub fn amend_clocks(&self, clocks: &InquiryRules, reason: Line) -> Result<Vec<Event>, BadCommunication> {
        let ten = |days: u32| (1..=10).contains(&days);
        let checks = [
            (ten(clocks.acknowledge_days), BadCommunication::Acknowledge),
            ((clocks.acknowledge_days..=30).contains(&clocks.answer_days), BadCommunication::Answer),
            ((1..=60).contains(&clocks.longest_pause_days), BadCommunication::Pause),
            (ten(clocks.escalation_days), BadCommunication::Escalation),
            (ten(clocks.late_days), BadCommunication::Late),
        ];
        if let Some((_, wrong)) = checks.into_iter().find(|(fits, _)| !fits) {
            return Err(wrong);
        }
        self.communicated(Rulebook { inquiries: clocks.clone(), ..self.rulebook.clone() }, reason)
    }

    fn communicated(&self, rulebook: Rulebook, reason: Line) -> Result<Vec<Event>, BadCommunication> {
        if self.rulebook == rulebook {
            return Err(BadCommunication::Same);
        }
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }
}
