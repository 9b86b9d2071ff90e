//! The house: one running installation, and who is acting in it.

mod act;
mod clock;
mod count;
mod facts;
pub(crate) mod file;
mod inbox;
mod many;
mod memory;
mod open;
mod reindex;
mod signing;
mod view;
mod watch;

use std::sync::{Arc, OnceLock};

use domain::ids::{DossierId, ItemId, OnceKey, StaffId};
use domain::level::Level;
use domain::organisation::Organisation;
use domain::staff::StaffFile;
use domain::time::Instant;
use store::Store;
use uuid::Uuid;

pub use act::{Decided, Target};
pub use clock::{Clock, StillClock, SystemClock};
pub use file::File;
pub use inbox::{InboxIs, MailboxIs, MailboxTrouble};
pub use many::Many;
pub(crate) use many::Sheets;
pub use open::{Newer, Opened, Sheet};
pub use reindex::Reindexed;
pub use signing::{Proof, Signing};
pub use view::Seen;

use crate::documents::{Receiving, Scanner};
use crate::reminders::Post;
use crate::search::Texts;
use inbox::Inbox;
use memory::Memory;

/// One running installation: the store, the clock, and the files that were opened last.
pub struct House {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) passwords: vault::password::Passwords,
    /// One password at a time per processor: each takes 64 MiB.
    pub(crate) hashing: tokio::sync::Semaphore,
    memory: Memory,
    /// Texts of documents that were searched last.
    pub(crate) texts: Texts,
    /// Files on their way in.
    pub(crate) receiving: Receiving,
    /// The antivirus program that looks at them, if there is one.
    scanner: OnceLock<Scanner>,
    plan: OnceLock<BackupPlan>,
    inbox: OnceLock<Inbox>,
    /// The sites that may show the form that anybody can fill in, where there is one.
    pub(crate) form: OnceLock<Vec<String>>,
    /// What sends messages, if anything does.
    post: OnceLock<Arc<dyn Post>>,
    /// Told when a rotation of the keys was ordered.
    pub(crate) rotation: tokio::sync::Notify,
    /// Told when this server is sealed.
    pub(crate) sealing: tokio::sync::Notify,
    /// Set where a server can be sealed.
    pub(crate) sealable: OnceLock<()>,
    watch: watch::Watch,
}

/// Whether the server makes backups by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BackupPlan {
    /// No: nobody told it to.
    #[default]
    None,
    /// No: it was told to, but so that hardly anybody could restore them, or too few people.
    FewRecipients,
    /// Yes, so many hours after the one before.
    Every(u16),
}

impl House {
    /// A house over this store and clock. `passwords` hashes with the installation's pepper.
    pub fn new(store: Store, clock: Arc<dyn Clock>, cost: vault::password::Cost) -> Arc<Self> {
        let passwords = store.passwords(cost);
        let watch = watch::Watch::begin(&*clock, store.last_line_before());
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(2);
        Arc::new(Self {
            store,
            clock,
            passwords,
            hashing: tokio::sync::Semaphore::new(cores),
            memory: Memory::default(),
            texts: Texts::default(),
            receiving: Receiving::default(),
            scanner: OnceLock::new(),
            plan: OnceLock::new(),
            inbox: OnceLock::new(),
            form: OnceLock::new(),
            post: OnceLock::new(),
            rotation: tokio::sync::Notify::new(),
            sealing: tokio::sync::Notify::new(),
            sealable: OnceLock::new(),
            watch,
        })
    }

    /// From now on no document is accepted that this program has not looked at. Said once, before anything is served.
    pub fn scan_documents_with(&self, scanner: Scanner) {
        let _ = self.scanner.set(scanner);
    }

    /// Says, once, what sends messages. Without it everything that would be sent is somebody's duty.
    pub fn posts_with(&self, post: Arc<dyn Post>) {
        let _ = self.post.set(post);
    }

    pub(crate) fn post(&self) -> Option<&Arc<dyn Post>> {
        self.post.get()
    }

    pub(crate) fn scanner(&self) -> Option<Scanner> {
        self.scanner.get().cloned()
    }

    /// The clock's time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// What keeps the record. For the command line and the server's own tasks; pages go through [`Ctx`].
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Says, once, whether this server makes backups by itself: for those who look after it.
    pub fn plan_backups(&self, plan: BackupPlan) {
        let _ = self.plan.set(plan);
    }

    /// Whether this server makes backups by itself.
    pub fn backup_plan(&self) -> BackupPlan {
        self.plan.get().copied().unwrap_or_default()
    }

    /// Forgets what is remembered of these dossiers.
    pub(crate) fn forget(&self, dossiers: &[DossierId]) {
        self.memory.forget(dossiers);
        self.texts.forget(dossiers);
    }

    /// The dossier of the organisation itself: its id is that of the installation.
    pub fn organisation_dossier(&self) -> DossierId {
        DossierId::new(self.store.installation().bits())
    }

    /// The organisation as it stands now: name, rulebook, teams. No client content, so no access record.
    ///
    /// # Errors
    /// [`crate::Fault`] when the store fails.
    pub async fn organisation(&self) -> Result<Arc<Organisation>, crate::Fault> {
        let opened = self.open::<Organisation>(self.organisation_dossier(), Level::Restricted).await?;
        Ok(opened.map_or_else(|| Arc::new(Organisation::default()), |opened| opened.file))
    }

    /// The file of a member of staff; an empty one when there is none.
    pub(crate) async fn staff_file(&self, staff: StaffId) -> Result<Arc<StaffFile>, crate::Fault> {
        let opened = self.open::<StaffFile>(staff.dossier(), Level::Restricted).await?;
        Ok(opened.map(|opened| opened.file).unwrap_or_default())
    }

    /// Somebody acting in this house.
    pub fn acting(self: &Arc<Self>, who: Who) -> Ctx {
        Ctx { house: Arc::clone(self), who, own: Arc::default() }
    }

    /// Somebody acting whose own file was read for this request already.
    pub fn acting_known(self: &Arc<Self>, who: Who, own: Arc<StaffFile>) -> Ctx {
        Ctx { house: Arc::clone(self), who, own: Arc::new(own.into()) }
    }
}

/// Who acts, and how they signed in.
#[derive(Debug, Clone)]
pub struct Who {
    /// The member of staff.
    pub staff: StaffId,
    /// Whether a second factor was given, or the way in needs none (console, first-run link).
    pub second_factor: bool,
    /// First digits of the sign-in's digest, as ledger lines name it.
    pub through: Option<String>,
    /// When the password was last given in this sign-in.
    pub proved: Option<Instant>,
    /// Whether it is the server's own terminal, which administers but reads no content.
    pub console: bool,
}

impl Who {
    /// The server's own terminal. It is named in the ledger by the id of the installation.
    pub fn console(house: &House) -> Self {
        let staff = StaffId::new(house.store.installation().bits());
        Self { staff, second_factor: true, through: None, proved: None, console: true }
    }

    /// A member of staff in whose name the terminal or the product acts, such as an import.
    pub const fn in_the_name_of(staff: StaffId) -> Self {
        Self { staff, second_factor: true, through: None, proved: None, console: false }
    }
}

/// Somebody acting in a house: what every operation takes first.
#[derive(Clone)]
pub struct Ctx {
    pub(crate) house: Arc<House>,
    pub(crate) who: Who,
    own: Arc<tokio::sync::OnceCell<Arc<StaffFile>>>,
}

impl Ctx {
    /// The house.
    pub const fn house(&self) -> &Arc<House> {
        &self.house
    }

    /// Who acts.
    pub const fn staff(&self) -> StaffId {
        self.who.staff
    }

    /// How they came in.
    pub const fn who(&self) -> &Who {
        &self.who
    }

    /// The time.
    pub fn now(&self) -> Instant {
        self.house.now()
    }

    /// The same person after having proved to be there just now: for the further acts of one sheet.
    #[must_use]
    pub(crate) fn proved_now(&self) -> Self {
        let who = Who { proved: Some(self.now()), ..self.who.clone() };
        Self { house: Arc::clone(&self.house), who, own: Arc::clone(&self.own) }
    }

    /// A new id for something inside a dossier.
    pub fn new_item(&self) -> ItemId {
        ItemId::new(Uuid::new_v4())
    }

    /// A new id for a dossier.
    pub fn new_dossier(&self) -> DossierId {
        DossierId::new(Uuid::new_v4())
    }

    /// A key for one intended effect, put into a form when it is shown.
    pub fn new_once(&self) -> OnceKey {
        OnceKey::new(Uuid::new_v4())
    }
}
