//! Signing: how the signer proves to be there, and what the signature says.
//!
//! A sign-in younger than the rulebook's window serves for ordinary notes; approvals, closures and what concerns keys and roles always ask again, with
//! the one-time code when the account has one (design §4).

use domain::ids::{DossierId, EntryNumber, OnceKey};
use domain::level::Level;
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::signature::{Meaning, Method, Signature};
use domain::staff::StaffCard;
use domain::time::Instant;
use zeroize::Zeroizing;

use super::Ctx;
use crate::accounts::proof::{INSIDE, Proven, note_failure, prove_code, prove_password};
use crate::{BadSignature, Failure, Rule};

/// What the signer gives as proof of being there.
#[derive(Clone)]
pub enum Proof {
    /// The sign-in itself, when it is young enough.
    SignIn,
    /// The password.
    Password(Zeroizing<String>),
    /// The password and the code of the authenticator app.
    PasswordAndCode(Zeroizing<String>, String),
    /// A command on the server's own terminal.
    Console,
    /// A rule of the rulebook.
    System,
    /// None that counts: the form lacks its key.
    Incomplete,
}

/// Everything about a signature that the content does not say.
#[derive(Clone)]
pub struct Signing {
    /// The proof.
    pub proof: Proof,
    /// What the signature says.
    pub meaning: Meaning,
    /// When the thing happened; now, when not stated.
    pub happened: Option<Instant>,
    /// How confidential the entry is.
    pub level: Level,
    /// The key of the form, so that sending it twice has one effect.
    pub once: Option<OnceKey>,
    /// The draft that becomes ink.
    pub draft: Option<(DossierId, String)>,
    /// The last entry of the file when the signer was shown what they sign; what is based on a part that has changed since is not signed.
    pub seen: Option<EntryNumber>,
}

impl Signing {
    /// An ordinary entry by its author, now.
    pub const fn author(proof: Proof) -> Self {
        Self::meaning(proof, Meaning::Author)
    }

    /// An entry with another meaning, now.
    pub const fn meaning(proof: Proof, meaning: Meaning) -> Self {
        Self { proof, meaning, happened: None, level: Level::Confidential, once: None, draft: None, seen: None }
    }

    /// At this level.
    #[must_use]
    pub const fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// About something that happened then.
    #[must_use]
    pub const fn happened(mut self, at: Instant) -> Self {
        self.happened = Some(at);
        self
    }

    /// With the key of the form.
    #[must_use]
    pub const fn once(mut self, once: OnceKey) -> Self {
        self.once = Some(once);
        self
    }

    /// Shown when this was the last entry of the file.
    #[must_use]
    pub const fn seen(mut self, last: Option<EntryNumber>) -> Self {
        self.seen = last;
        self
    }

    /// Dropping this draft with it.
    #[must_use]
    pub fn dropping(mut self, dossier: DossierId, form: &str) -> Self {
        self.draft = Some((dossier, form.to_owned()));
        self
    }
}

/// Whether an action always asks for the password again.
const fn asks_again(action: Action) -> bool {
    matches!(
        action,
        Action::DecideReport
            | Action::DecideDisclosure
            | Action::SignDocumented
            | Action::SignVerified
            | Action::SignApproved
            | Action::SignScheduled
            | Action::SignAccessRevoked
            | Action::CloseCase
            | Action::AskReopening
            | Action::ApproveReopening
            | Action::ManageStaff
            | Action::AmendRulebook
            | Action::ApproveWording
            | Action::OpenMatter
            | Action::HoldFile
            | Action::ReleaseHold
            | Action::PrepareDisposition
            | Action::KeepLonger
            | Action::ApproveForProtection
            | Action::ApproveForSupervision
            | Action::WithdrawDisposition
            | Action::ExecuteDisposition
            | Action::AttestPaper
            | Action::RotateKeys
            | Action::SealServer
            | Action::OpenFeed
    )
}

impl Ctx {
    /// Proves the signer and makes the signature of this moment.
    pub(crate) async fn sign<R: Rule>(
        &self,
        action: Action,
        signing: &Signing,
        rules: &Rulebook,
    ) -> Result<Signature, Failure<R>> {
        let method = self.method(action, &signing.proof, rules).await?;
        let now = self.now();
        let by_itself = self.who.console && matches!(signing.proof, Proof::System);
        let card = self.printed().await?;
        let happened = signing.happened.unwrap_or(now);
        let late = i64::from(rules.late_entry_hours) * 3600 < now.seconds_since(happened);
        let meaning = if signing.meaning == Meaning::Author && late { Meaning::LateEntry } else { signing.meaning };
        Ok(Signature {
            signer: self.who.staff,
            // what the server does by itself, nobody has typed at its terminal
            role: if by_itself { String::new() } else { card.role_word().to_owned() },
            name: if by_itself { "Casekeep".to_owned() } else { card.name },
            title: if by_itself { "By itself".to_owned() } else { card.title },
            meaning,
            method,
            happened,
            signed: now,
            offset_minutes: now.on(&rules.office.time_zone()).offset().seconds() / 60,
        })
    }

    async fn method<R: Rule>(&self, action: Action, proof: &Proof, rules: &Rulebook) -> Result<Method, Failure<R>> {
        let staff = self.who.staff;
        match proof {
            Proof::Console => Ok(Method::Console),
            Proof::System => Ok(Method::System),
            Proof::Incomplete => Err(Failure::Signature(BadSignature::Incomplete)),
            Proof::SignIn => {
                let window = i64::from(rules.signing_window_minutes) * 60;
                let young = self.who.proved.is_some_and(|proved| self.now().seconds_since(proved) <= window);
                if young && !asks_again(action) {
                    Ok(Method::RecentSignIn)
                } else {
                    Err(Failure::Signature(BadSignature::Missing))
                }
            }
            Proof::Password(password) => match prove_password(&self.house, staff, password).await? {
                Proven::Yes { has_code: true } if asks_again(action) => {
                    Err(Failure::Signature(BadSignature::WrongCode))
                }
                Proven::Yes { .. } => Ok(Method::Password),
                Proven::No(bad) => Err(Failure::Signature(bad)),
            },
            Proof::PasswordAndCode(password, code) => {
                if let Proven::No(bad) = prove_password(&self.house, staff, password).await? {
                    return Err(Failure::Signature(bad));
                }
                match prove_code(&self.house, staff, code).await? {
                    Proven::Yes { .. } => Ok(Method::PasswordAndCode),
                    Proven::No(bad) => {
                        if bad == BadSignature::WrongCode {
                            note_failure(&self.house, Some(staff), INSIDE).await?;
                        }
                        Err(Failure::Signature(bad))
                    }
                }
            }
        }
    }

    /// Name, title and role of the acting person as they are printed now.
    async fn printed<R: Rule>(&self) -> Result<StaffCard, Failure<R>> {
        if self.who.console {
            let (name, title) = ("Server console".to_owned(), String::new());
            return Ok(StaffCard { id: self.who.staff, name, title, roles: Vec::new(), team: None, active: true });
        }
        Ok(StaffCard::of(self.who.staff, &*self.own().await?))
    }
}
