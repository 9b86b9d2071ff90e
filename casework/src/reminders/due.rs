//! Finding out which reminders are due, and beginning them.

use std::sync::Arc;

use domain::cases::CaseFile;
use domain::clients::{ClientDetails, ClientFile};
use domain::level::Level;
use domain::policy::Action;
use domain::reminders::{Able, Booking, CannotRemind, ReminderDue, Way, last_call};
use store::{AppointmentSeen, NewJob};
use vault::codes::SecretToken;

use super::send::{Waiting, job_of};
use crate::house::{Decided, House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

impl House {
    /// Begins every reminder that is due now; says how many. Nothing happens in the hours in which nobody is written to. Whatever fails is tried again the
    /// next time.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be found out what is due.
    pub async fn remind(self: &Arc<Self>) -> Result<u32, Fault> {
        let organisation = self.organisation().await?;
        let rules = &organisation.rulebook.reminders;
        let office = &organisation.rulebook.office;
        let now = self.now();
        let Some(fewest) = rules.hours_before.iter().copied().min() else { return Ok(0) };
        if !rules.window().is_open(&office.time_zone(), now) {
            return Ok(0);
        }
        let rows = self.store().to_remind(now, now.plus_seconds(rules.horizon()), fewest).await?;
        let mut begun = 0;
        for row in rows {
            let Some(hours) = rules.due(booking(&row), office, now) else { continue };
            match self.begin(&row, hours).await {
                Ok(()) => begun += 1,
                // somebody was faster: another server, or a colleague who moved it
                Err(Failure::Rule(_)) => {}
                Err(why) => tracing::warn!(%why, "a reminder could not be begun; it is tried again"),
            }
        }
        Ok(begun)
    }

    async fn begin(self: &Arc<Self>, row: &AppointmentSeen, hours: u32) -> Result<(), Failure<CannotRemind>> {
        let (case, slot, starts) = (row.dossier, row.appointment.item, row.appointment.starts);
        let gone = || Failure::Rule(CannotRemind::NoSuchBooking);
        let opened = self.open::<CaseFile>(case, Level::Restricted).await?.ok_or_else(gone)?;
        let client = self.client_of(&opened.file).await?.ok_or_else(gone)?;
        let organisation = self.organisation().await?;
        let (rules, office) = (&organisation.rulebook.reminders, &organisation.rulebook.office);
        let way = rules.way(&client, self.able());
        let now = self.now();
        let due = rules.window_of(&client).map_or(now, |window| window.opens(&client.time_zone(office), now));
        let secret = SecretToken::generate();
        let console = self.acting(Who::console(self));
        let signing = Signing::author(Proof::System).at_level(Level::Standard);
        console
            .act(Action::Remind, Target::new(case), signing, |file: &CaseFile, _rules| {
                let order = ReminderDue { slot, starts, hours, way };
                let decided = Decided::from(file.remind(order, now)?);
                let waiting = Waiting { slot, starts, hours, secret: secret.reveal().to_owned() };
                Ok(match way {
                    Way::Sent(means) => decided.sending(NewJob {
                        kind: job_of(means).to_owned(),
                        dossier: Some(case),
                        payload: waiting.spell(),
                        due,
                        deadline: last_call(starts),
                    }),
                    Way::ByHand(_) => decided,
                })
            })
            .await?;
        Ok(())
    }

    /// By what this server can send.
    pub(crate) fn able(&self) -> Able {
        self.post().map(|post| post.able()).unwrap_or_default()
    }

    /// What is written down of the client of a case; nothing when the client is gone. Read by the server itself, to reach the client and nobody else.
    pub(super) async fn client_of(&self, case: &CaseFile) -> Result<Option<ClientDetails>, Fault> {
        let Some(client) = case.client() else { return Ok(None) };
        let opened = self.open::<ClientFile>(client, Level::Restricted).await?;
        Ok(opened.and_then(|opened| opened.file.details.clone()))
    }
}

fn booking(row: &AppointmentSeen) -> Booking {
    Booking {
        starts: row.appointment.starts,
        booked: row.appointment.changed,
        reminded: row.appointment.reminded.and_then(|hours| u32::try_from(hours).ok()),
    }
}
