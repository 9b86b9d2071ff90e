//! Asking a mail server (IMAP4rev1, RFC 3501, with UIDPLUS, MOVE and IDLE where it has them).
//!
//! Answers are read one by one to the end of each order, so that a refusal, or a line that is cut in the middle, is never taken for an end. What a server says is
//! neither logged nor put into errors: it may hold what stands in messages.

use std::time::Duration;

use async_imap::error::Error;
use async_imap::extensions::idle::IdleResponse;
use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, Status};
use async_imap::types::{Capabilities, Capability};
use async_imap::{Authenticator, Client, Session};
use casework::house::MailboxTrouble as Trouble;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::line::Line;
use crate::settings::{Mailbox, Protection};

/// How long a server may take over one order.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many bytes an answer may have, without the piece of a message that it was asked for.
const ANSWER: usize = 1024 * 1024;
/// How many bytes of a message are asked for at once.
pub(super) const PIECE: u32 = 256 * 1024;
/// How long to wait to be told before it is asked whether the line is still there: servers end one after half an hour, and networks sooner.
const SILENCE: Duration = Duration::from_secs(4 * 60);
/// How often a server is asked that does not tell by itself.
const EVERY: Duration = Duration::from_secs(60);

/// Who reads the mailbox.
#[derive(PartialEq, Eq)]
pub(super) struct SignIn {
    pub(super) user: Zeroizing<String>,
    pub(super) password: Zeroizing<String>,
}

/// A mail server that has let us in.
pub(super) struct Desk {
    session: Session<Line>,
    able: Able,
    /// How many messages lie there, as far as it has said.
    pub(super) lying: u32,
}

/// What a server can do beyond the least.
#[derive(Debug, Clone, Copy)]
struct Able {
    /// Tell by itself.
    idle: bool,
    /// Move messages.
    moves: bool,
    /// Remove single messages.
    removes: bool,
}

/// A message that lies there.
#[derive(Debug, Clone, Default)]
pub(super) struct Lying {
    pub(super) uid: u32,
    /// In bytes, as the server says; not every server counts well.
    pub(super) size: u32,
    /// When it came there, as the server says it.
    pub(super) arrived: Option<String>,
    /// Somebody has marked it to be removed.
    pub(super) deleted: bool,
}

/// Why an order was not followed.
pub(super) enum Not {
    /// The server refuses it.
    Refused,
    /// Nothing more can be asked over this line.
    Trouble(Trouble),
}

impl From<Not> for Trouble {
    fn from(not: Not) -> Self {
        match not {
            Not::Refused => Self::Odd,
            Not::Trouble(trouble) => trouble,
        }
    }
}

impl From<Error> for Not {
    fn from(error: Error) -> Self {
        match error {
            Error::No(_) | Error::Bad(_) => Self::Refused,
            Error::Io(why) if is_cut(&why) => Self::Trouble(Trouble::Away),
            Error::ConnectionLost => Self::Trouble(Trouble::Away),
            _ => Self::Trouble(Trouble::Odd),
        }
    }
}

/// Whether a line has ended, and not what came over it was beyond understanding.
fn is_cut(why: &std::io::Error) -> bool {
    !matches!(why.kind(), std::io::ErrorKind::Other | std::io::ErrorKind::FileTooLarge)
}

/// Ends what takes too long.
async fn patient<T, E: Into<Not>>(asking: impl Future<Output = Result<T, E>>) -> Result<T, Not> {
    timeout(PATIENCE, asking).await.map_or(Err(Not::Trouble(Trouble::Away)), |asked| asked.map_err(Into::into))
}

impl Desk {
    /// Connects and signs in.
    ///
    /// # Errors
    /// Why not.
    pub(super) async fn open(mailbox: &Mailbox, sign_in: &SignIn) -> Result<Self, Trouble> {
        let line = timeout(PATIENCE, Line::open(mailbox)).await.unwrap_or(Err(Trouble::Away))?;
        let mut client = greeted(line, true).await?;
        if mailbox.protection == Protection::StartTls {
            client.get_mut().allow(ANSWER);
            patient(client.run_command_and_check_ok("STARTTLS", None)).await.map_err(|not| match not {
                Not::Refused => Trouble::Unprotected,
                Not::Trouble(trouble) => trouble,
            })?;
            // what a stranger put on the line before goes with the old client
            let line = client.into_inner().protected(&mailbox.host);
            client = greeted(timeout(PATIENCE, line).await.unwrap_or(Err(Trouble::Away))?, false).await?;
        }
        let session = signed_in(client, sign_in).await?;
        let mut desk = Self { session, able: Able { idle: false, moves: false, removes: false }, lying: 0 };
        desk.session.get_mut().allow(ANSWER);
        let capabilities = patient(desk.session.capabilities()).await?;
        let can = |name: &str| has(&capabilities, name);
        desk.able = Able { idle: can("IDLE"), moves: can("MOVE"), removes: can("UIDPLUS") };
        Ok(desk)
    }

    /// Gives an order, and hears every answer to its end.
    async fn ask(&mut self, order: &str, room: usize, mut hear: impl FnMut(&Response<'_>)) -> Result<(), Not> {
        self.session.get_mut().allow(room);
        let lying = &mut self.lying;
        let session = &mut self.session;
        let asking = async move {
            let id = session.run_command(order).await.map_err(Not::from)?;
            loop {
                let answer = session.read_response().await.map_err(|why| Not::from(Error::Io(why)))?;
                let answer = answer.ok_or(Not::Trouble(Trouble::Away))?;
                match answer.parsed() {
                    Response::Done { tag, status: Status::Ok, .. } if *tag == id => return Ok(()),
                    Response::Done { tag, .. } if *tag == id => return Err(Not::Refused),
                    Response::Data { status: Status::Bye, .. } => return Err(Not::Trouble(Trouble::Away)),
                    Response::MailboxData(MailboxDatum::Exists(number)) => *lying = *number,
                    Response::Expunge(_) => *lying = lying.saturating_sub(1),
                    other => hear(other),
                }
            }
        };
        patient(asking).await
    }

    /// Opens the folder to which new messages come, and counts them.
    pub(super) async fn open_inbox(&mut self) -> Result<(), Trouble> {
        self.lying = 0;
        Ok(self.ask("SELECT INBOX", ANSWER, |_| {}).await?)
    }

    /// Sees to it that there is a folder of this name; both names are quoted by the settings' own rule, which lets nothing else through.
    ///
    /// # Errors
    /// [`Trouble::NotMoved`] when it cannot be made.
    pub(super) async fn have_folder(&mut self, name: &str) -> Result<(), Trouble> {
        let mut there = false;
        let hear = |answer: &Response<'_>| there |= matches!(answer, Response::MailboxData(MailboxDatum::List { .. }));
        self.ask(&format!("LIST \"\" \"{name}\""), ANSWER, hear).await?;
        if there {
            return Ok(());
        }
        match self.ask(&format!("CREATE \"{name}\""), ANSWER, |_| {}).await {
            // so that it shows in every mail program; not every server knows the word
            Ok(()) => match self.ask(&format!("SUBSCRIBE \"{name}\""), ANSWER, |_| {}).await {
                Ok(()) | Err(Not::Refused) => Ok(()),
                Err(Not::Trouble(trouble)) => Err(trouble),
            },
            Err(Not::Refused) => Err(Trouble::NotMoved),
            Err(Not::Trouble(trouble)) => Err(trouble),
        }
    }

    /// The messages from this place on, at most so many.
    pub(super) async fn list(&mut self, from: u32, most: u32) -> Result<Vec<Lying>, Trouble> {
        let to = self.lying.min(from.saturating_add(most - 1));
        let mut found = Vec::new();
        let order = format!("FETCH {from}:{to} (UID RFC822.SIZE INTERNALDATE FLAGS)");
        self.ask(&order, ANSWER, |answer| found.extend(lying(answer))).await?;
        Ok(found)
    }

    /// A piece of a message, empty behind its end; nothing when there is no such message any more.
    pub(super) async fn piece(&mut self, uid: u32, from: u32) -> Result<Option<Vec<u8>>, Not> {
        let mut found = None;
        let order = format!("UID FETCH {uid} (UID BODY.PEEK[]<{from}.{PIECE}>)");
        self.ask(&order, ANSWER + PIECE as usize, |answer| found = piece(answer, uid).or(found.take())).await?;
        Ok(found)
    }

    /// Moves a message to a folder.
    ///
    /// # Errors
    /// [`Trouble::NotMoved`] when it lies there still.
    pub(super) async fn put_into(&mut self, uid: u32, folder: &str) -> Result<(), Trouble> {
        self.try_to(&format!("UID STORE {uid} +FLAGS.SILENT (\\Seen)")).await?;
        if self.able.moves {
            self.try_to(&format!("UID MOVE {uid} \"{folder}\"")).await?;
            return self.is_gone(uid).await;
        }
        match self.ask(&format!("UID COPY {uid} \"{folder}\""), ANSWER, |_| {}).await {
            Ok(()) => self.remove(uid).await,
            Err(Not::Refused) => self.is_gone(uid).await,
            Err(Not::Trouble(trouble)) => Err(trouble),
        }
    }

    /// Removes a message for good. Never all that are marked: others mark theirs.
    ///
    /// # Errors
    /// [`Trouble::NotMoved`] when it lies there still.
    pub(super) async fn remove(&mut self, uid: u32) -> Result<(), Trouble> {
        if !self.able.removes {
            return Err(Trouble::NotMoved);
        }
        self.try_to(&format!("UID STORE {uid} +FLAGS.SILENT (\\Seen \\Deleted)")).await?;
        self.try_to(&format!("UID EXPUNGE {uid}")).await?;
        self.is_gone(uid).await
    }

    /// Whether messages can be moved, or removed one by one.
    pub(super) fn can_clear(&self, by_moving: bool) -> bool {
        self.able.removes || by_moving && self.able.moves
    }

    /// Gives an order whose refusal shows otherwise: another server of ours may have done it already.
    async fn try_to(&mut self, order: &str) -> Result<(), Trouble> {
        match self.ask(order, ANSWER, |_| {}).await {
            Ok(()) | Err(Not::Refused) => Ok(()),
            Err(Not::Trouble(trouble)) => Err(trouble),
        }
    }

    async fn is_gone(&mut self, uid: u32) -> Result<(), Trouble> {
        let mut there = false;
        let hear = |answer: &Response<'_>| there |= lying(answer).is_some_and(|one| one.uid == uid);
        self.ask(&format!("UID FETCH {uid} (UID)"), ANSWER, hear).await?;
        if there { Err(Trouble::NotMoved) } else { Ok(()) }
    }

    /// Waits until something happens in the folder, or it is time to look by oneself.
    pub(super) async fn news(mut self) -> Result<Self, Trouble> {
        if !self.able.idle {
            tokio::time::sleep(EVERY).await;
            return Ok(self);
        }
        let overheard = self.session.unsolicited_responses.clone();
        while overheard.try_recv().is_ok() {}
        let mut idle = self.session.idle();
        idle.as_mut().allow(ANSWER);
        patient(idle.init()).await?;
        // what came between the last look and this waiting was said while it began
        if overheard.is_empty() {
            // over all: a server that says every two minutes that it is still there would be waited for without end
            match timeout(SILENCE, idle.wait_with_timeout(SILENCE).0).await {
                Ok(Ok(IdleResponse::Timeout | IdleResponse::NewData(_))) | Err(_) => {}
                // nobody interrupts: the line has ended
                Ok(Ok(IdleResponse::ManualInterrupt)) => return Err(Trouble::Away),
                Ok(Err(error)) => return Err(Not::from(error).into()),
            }
        }
        idle.as_mut().allow(ANSWER);
        self.session = patient(idle.done()).await?;
        Ok(self)
    }
}

/// Hears the greeting, when one comes.
async fn greeted(mut line: Line, comes: bool) -> Result<Client<Line>, Trouble> {
    line.allow(ANSWER);
    let mut client = Client::new(line);
    if comes {
        let greeting = async { client.read_response().await.map_err(Error::Io) };
        match patient(greeting).await?.as_ref().map(|greeting| greeting.parsed()) {
            Some(Response::Data { status: Status::Ok, .. }) => {}
            Some(Response::Data { status: Status::Bye, .. }) | None => return Err(Trouble::Away),
            Some(_) => return Err(Trouble::Odd),
        }
    }
    Ok(client)
}

/// Signs in by the order that every server knows; words of other alphabets go in by PLAIN alone.
async fn signed_in(mut client: Client<Line>, sign_in: &SignIn) -> Result<Session<Line>, Trouble> {
    client.get_mut().allow(ANSWER);
    let (user, password) = (sign_in.user.as_str(), sign_in.password.as_str());
    let session = async {
        let tried = if user.is_ascii() && password.is_ascii() {
            client.login(user, password).await
        } else {
            client.authenticate("PLAIN", Plain(sign_in)).await
        };
        tried.map_err(|(error, _)| error)
    };
    patient(session).await.map_err(|not| match not {
        Not::Refused => Trouble::SignIn,
        Not::Trouble(trouble) => trouble,
    })
}

/// The mechanism PLAIN (RFC 4616).
struct Plain<'a>(&'a SignIn);

impl Authenticator for Plain<'_> {
    type Response = Zeroizing<Vec<u8>>;

    fn process(&mut self, _: &[u8]) -> Self::Response {
        let SignIn { user, password } = self.0;
        Zeroizing::new([b"\0", user.as_bytes(), b"\0", password.as_bytes()].concat())
    }
}

fn has(capabilities: &Capabilities, name: &str) -> bool {
    capabilities.iter().any(|one| matches!(one, Capability::Atom(atom) if atom.eq_ignore_ascii_case(name)))
}

fn lying(answer: &Response<'_>) -> Option<Lying> {
    let Response::Fetch(_, attributes) = answer else { return None };
    let mut found = Lying::default();
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(uid) => found.uid = *uid,
            AttributeValue::Rfc822Size(size) => found.size = *size,
            AttributeValue::InternalDate(arrived) => found.arrived = Some(arrived.trim().to_owned()),
            AttributeValue::Flags(flags) => {
                found.deleted = flags.iter().any(|flag| flag.eq_ignore_ascii_case("\\Deleted"));
            }
            _ => {}
        }
    }
    // what a server tells of others' marks by itself comes without
    Some(found).filter(|found| found.uid != 0)
}

fn piece(answer: &Response<'_>, wanted: u32) -> Option<Vec<u8>> {
    let Response::Fetch(_, attributes) = answer else { return None };
    let of = attributes.iter().any(|one| matches!(one, AttributeValue::Uid(uid) if *uid == wanted));
    attributes.iter().filter(|_| of).find_map(|one| match one {
        AttributeValue::BodySection { section: None, data, .. } => Some(data.as_deref().unwrap_or_default().to_vec()),
        _ => None,
    })
}
