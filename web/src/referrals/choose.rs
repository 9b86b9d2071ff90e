//! Choosing the service to which a client is referred: the directory, within a case. What is looked for stands in the body of a request alone, because in
//! the address it would say what the client needs.

use axum::extract::Path;
use casework::listings::{Directory, Wanted, directory};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::staff::StaffCard;
use domain::time::Instant;

use super::{path, to};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::listings::{Line, filter, lines, nothing, too_many, wanted};
use crate::person::Person;

/// `GET /cases/{case}/referrals/new`
#[derive(Debug, Template)]
#[template(path = "referrals/choose.html")]
pub struct ChoosePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Where what is looked for is sent.
    pub action: String,
    /// The fields by which a service is found.
    pub filter: Vec<Field>,
    /// How many were found.
    pub count: Words,
    /// The services.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /cases/{case}/referrals/new`
pub async fn choose(person: Person, Path(case): Path<String>) -> Answer {
    shown(&person, id(&case)?, Wanted::default(), Filled::new()).await
}

/// `POST /cases/{case}/referrals/search`
pub async fn search(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let (wanted, filled) = wanted(&sent);
    shown(&person, id(&case)?, Wanted { ended: false, ..wanted }, filled).await
}

async fn shown(person: &Person, case: DossierId, wanted: Wanted, filled: Filled) -> Answer {
    let view = CaseView::open(person, case, Action::Refer).await?;
    let found = directory(&person.ctx, &wanted).await?;
    let now = person.now();
    Ok(person.form("Choose a service", filled.is_wrong(), |frame| {
        let head = (view.folder(person, Vec::new()), view.tabs(At::People));
        page(case, head, &found, &filled, (&view.staff, now), frame)
    }))
}

pub(super) fn page(
    case: DossierId,
    (folder, tabs): (Folder, Tabs),
    found: &Directory,
    form: &Filled,
    (staff, now): (&[StaffCard], Instant),
    frame: Frame,
) -> ChoosePage {
    let refer = |one: &casework::listings::ListingLine| {
        Some(Act::link("Refer to this service", to(case, one.listing)).about(one.card.full_name()))
    };
    ChoosePage {
        action: format!("{}/search", path(case)),
        filter: filter(form),
        count: if found.lines.is_empty() { Words::default() } else { too_many(found) },
        lines: lines(found, staff, now, refer),
        none: nothing(found),
        folder,
        tabs,
        frame,
    }
}
