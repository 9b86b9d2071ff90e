//! What waits for somebody: today's sessions, duties by their clock, and what a supervisor has to look at. Read from derived rows and cards, so no file
//! is opened and no content unsealed beyond the card's one line.

mod duties;
mod records;
mod supervision;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::DossierId;

use crate::cards::{CaseCard, ClientCard, read_card};
use crate::{Ctx, Fault};

pub use duties::{DutyLine, SessionLine, Today, today};
pub use records::{RecordsDuty, RecordsFile};
pub use supervision::{CaseLine, Supervision, supervision};
pub use waiting::Waiting;

/// The cards of these cases and of their clients.
pub(crate) struct Cards {
    cases: BTreeMap<DossierId, (Option<DossierId>, CaseCard)>,
    clients: BTreeMap<DossierId, ClientCard>,
}

impl Cards {
    pub(crate) async fn of(ctx: &Ctx, cases: BTreeSet<DossierId>) -> Result<Self, Fault> {
        let mut found = BTreeMap::new();
        let cases: Vec<DossierId> = cases.into_iter().collect();
        for seen in ctx.house.store.cards(&cases).await? {
            if seen.head.kind == domain::ids::DossierKind::Case
                && let Some(card) = read_card::<CaseCard>(&seen)?
            {
                found.insert(seen.head.dossier, (seen.head.subject, card));
            }
        }
        let wanted: BTreeSet<DossierId> = found.values().filter_map(|(client, _)| *client).collect();
        let clients = crate::clients::client_cards(ctx, wanted.into_iter().collect()).await?;
        Ok(Self { cases: found, clients: clients.into_iter().collect() })
    }

    pub(crate) fn case(&self, case: DossierId) -> Option<(&CaseCard, Option<&ClientCard>)> {
        let (client, card) = self.cases.get(&case)?;
        Some((card, client.and_then(|client| self.clients.get(&client))))
    }
}
