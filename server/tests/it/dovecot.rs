//! A real mail server of our own for a test: Dovecot in a temporary folder, on free ports of this machine, with a certificate of its own; gone afterwards.
//!
//! It runs as whoever runs the test; root hands it to the user `nobody`. Every user has the same password, and a mailbox in Maildir form.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::home::finished;

/// What every user signs in with.
pub(crate) const PASSWORD: &str = "Kiesel\"und\\Sand";

/// A running server; dropping it stops it.
pub(crate) struct Dovecot {
    folder: tempfile::TempDir,
    owner: (u32, u32),
    /// With TLS after STARTTLS, or without.
    pub(crate) plain: u16,
    /// With TLS from the first byte.
    pub(crate) tls: u16,
    child: Child,
}

impl Dovecot {
    /// One that can do everything.
    pub(crate) fn start() -> Self {
        Self::with("")
    }

    /// One that can remove single messages, and neither move them nor tell of new ones.
    pub(crate) fn that_can_little() -> Self {
        Self::with("imap_capability = IMAP4rev1 UIDPLUS\n")
    }

    fn with(more: &str) -> Self {
        let program = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot"];
        let program = program.into_iter().find(|file| Path::new(file).exists());
        let program = program.expect("Dovecot is missing; install the Debian package dovecot-imapd");
        let folder = tempfile::Builder::new().prefix("casekeep-imap").tempdir().unwrap();
        let owner = owner(folder.path());
        fs::create_dir(folder.path().join("mail")).unwrap();
        for path in [folder.path().to_owned(), folder.path().join("mail")] {
            chown(path, Some(owner.0), Some(owner.1)).unwrap();
        }
        certificate(folder.path());
        // somebody else may take the ports between our choice and the start
        for _ in 0..3 {
            let [plain, tls] = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port());
            let settings = folder.path().join("conf");
            fs::write(&settings, conf(folder.path(), owner, plain, tls) + more).unwrap();
            let mut command = Command::new(program);
            command.arg("-F").arg("-c").arg(&settings).current_dir(folder.path()).stdin(Stdio::null());
            if rustix::process::geteuid().is_root() {
                command.uid(owner.0).gid(owner.1);
            }
            let mut child = command.spawn().unwrap();
            if answers(&mut child, plain) && answers(&mut child, tls) {
                return Self { folder, owner, plain, tls, child };
            }
            let _ = child.kill();
            let _ = child.wait();
        }
        panic!("Dovecot does not start: {}", fs::read_to_string(folder.path().join("log")).unwrap_or_default());
    }

    /// The certificate, for the variable `SSL_CERT_FILE`.
    pub(crate) fn trusted(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    fn mailbox(&self, user: &str) -> PathBuf {
        self.folder.path().join("mail").join(user)
    }

    /// Has a message come to a user, as a mail server delivers it; it came so many seconds ago.
    pub(crate) fn deliver(&self, user: &str, message: &[u8], ago: u64) {
        let mailbox = self.mailbox(user);
        for part in ["", "tmp", "new", "cur"].map(|part| mailbox.join(part)) {
            if fs::create_dir(&part).is_ok() {
                chown(part, Some(self.owner.0), Some(self.owner.1)).unwrap();
            }
        }
        static DELIVERED: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}.test", 1_700_000_000 + DELIVERED.fetch_add(1, Ordering::SeqCst));
        let written = mailbox.join("tmp").join(&name);
        let mut file = fs::File::create(&written).unwrap();
        file.write_all(message).unwrap();
        file.set_modified(std::time::SystemTime::now() - Duration::from_secs(ago)).unwrap();
        chown(&written, Some(self.owner.0), Some(self.owner.1)).unwrap();
        fs::rename(written, mailbox.join("new").join(name)).unwrap();
    }

    /// How many messages lie in the INBOX of a user.
    pub(crate) fn lying(&self, user: &str) -> usize {
        messages(&self.mailbox(user))
    }

    /// How many lie in another folder of theirs.
    pub(crate) fn lying_in(&self, user: &str, folder: &str) -> usize {
        messages(&self.mailbox(user).join(format!(".{folder}")))
    }

    /// Has the server number all messages of a user anew (another UIDVALIDITY).
    pub(crate) fn number_anew(&self, user: &str) {
        for entry in fs::read_dir(self.mailbox(user)).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("dovecot") {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}

fn messages(mailbox: &Path) -> usize {
    ["new", "cur"].iter().flat_map(|part| fs::read_dir(mailbox.join(part))).flatten().count()
}

/// User and group that it runs as.
fn owner(folder: &Path) -> (u32, u32) {
    use std::os::unix::fs::MetadataExt as _;
    let about = fs::metadata(folder).unwrap();
    if !rustix::process::geteuid().is_root() {
        return (about.uid(), about.gid());
    }
    let id = |which: &str| finished(Command::new("id").args([which, "nobody"])).well().out.trim().parse().unwrap();
    (id("-u"), id("-g"))
}

fn certificate(folder: &Path) {
    let settings = "[req]\ndistinguished_name=name\nx509_extensions=more\n[name]\n[more]\nbasicConstraints=critical,CA:FALSE\n\
                    subjectAltName=IP:127.0.0.1,IP:0.0.0.0,DNS:localhost\n";
    fs::write(folder.join("cert.conf"), settings).unwrap();
    let mut command = Command::new("openssl");
    command.current_dir(folder).args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    command.args(["-days", "2", "-subj", "/CN=Casekeep tests", "-config", "cert.conf"]);
    finished(command.args(["-keyout", "key.pem", "-out", "cert.pem"])).well();
    chown(folder.join("key.pem"), Some(owner(folder).0), None).unwrap();
}

fn conf(folder: &Path, (user, group): (u32, u32), plain: u16, tls: u16) -> String {
    let at = folder.display();
    let name = |of: &str, id: u32| {
        let line = finished(Command::new("getent").args([of, &id.to_string()])).well().out;
        line.split(':').next().unwrap().to_owned()
    };
    let (user_name, group_name) = (name("passwd", user), name("group", group));
    format!(
        "base_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\nprotocols = imap\nlisten = 127.0.0.1\n\
         ssl = yes\nssl_cert = <{at}/cert.pem\nssl_key = <{at}/key.pem\ndisable_plaintext_auth = no\nauth_username_chars =\n\
         default_internal_user = {user_name}\ndefault_internal_group = {group_name}\ndefault_login_user = {user_name}\n\
         first_valid_uid = 1\nfirst_valid_gid = 1\nmail_location = maildir:{at}/mail/%u\nmail_fsync = never\nauth_failure_delay = 0\n\
         passdb {{\n driver = static\n args = password={PASSWORD}\n}}\n\
         userdb {{\n driver = static\n args = uid={user} gid={group} home={at}/mail/%u\n}}\n\
         service imap-login {{\n chroot =\n inet_listener imap {{\n port = {plain}\n }}\n inet_listener imaps {{\n port = {tls}\n ssl = yes\n }}\n}}\n\
         service anvil {{\n chroot =\n}}\nservice stats {{\n chroot =\n}}\n"
    )
}

fn answers(child: &mut Child, port: u16) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(30) && matches!(child.try_wait(), Ok(None)) {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// Something on the way to the mail server that cuts lines.
pub(crate) struct Cutter {
    pub(crate) port: u16,
    rule: Arc<Mutex<Option<Cut>>>,
}

/// When a line is cut; once, and then no more lines are let through until there is another rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cut {
    /// When the server has said so many bytes more on this line.
    After(usize),
    /// When the client is about to say this.
    Before(&'static str),
    /// At once.
    Now,
}

impl Cutter {
    pub(crate) fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let rule = Arc::new(Mutex::new(None));
        let shared = Arc::clone(&rule);
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let (rule, other) = (Arc::clone(&shared), TcpStream::connect(("127.0.0.1", server)).unwrap());
                if is(&rule, &Cut::Now) {
                    continue;
                }
                let (up, down) = ((line.try_clone().unwrap(), other.try_clone().unwrap()), (other, line));
                let of_server = Arc::clone(&rule);
                std::thread::spawn(move || carry(up, |bytes| says(&rule, bytes)));
                let mut said = 0;
                std::thread::spawn(move || {
                    carry(down, |bytes| {
                        said += bytes.len();
                        let over = matches!(*of_server.lock().unwrap(), Some(Cut::After(most)) if most < said);
                        cut(&of_server, over)
                    })
                });
            }
        });
        Self { port, rule }
    }

    /// Follows this rule from now on; nothing: every line is let through.
    pub(crate) fn follow(&self, cut: Option<Cut>) {
        *self.rule.lock().unwrap() = cut;
    }

    /// Whether the line was cut by the rule.
    pub(crate) fn has_cut(&self) -> bool {
        is(&self.rule, &Cut::Now)
    }
}

fn is(rule: &Mutex<Option<Cut>>, cut: &Cut) -> bool {
    rule.lock().unwrap().as_ref() == Some(cut)
}

fn says(rule: &Mutex<Option<Cut>>, bytes: &[u8]) -> bool {
    let said = String::from_utf8_lossy(bytes).into_owned();
    let over = matches!(*rule.lock().unwrap(), Some(Cut::Before(word)) if said.contains(word));
    cut(rule, over)
}

fn cut(rule: &Mutex<Option<Cut>>, over: bool) -> bool {
    if over {
        *rule.lock().unwrap() = Some(Cut::Now);
    }
    is(rule, &Cut::Now)
}

/// Carries bytes until one side ends, or the line is to be cut before the next ones.
fn carry((mut from, mut to): (TcpStream, TcpStream), mut cut: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes) {
        if cut(&bytes[..length]) || to.write_all(&bytes[..length]).is_err() {
            break;
        }
    }
    for side in [from, to] {
        let _ = side.shutdown(std::net::Shutdown::Both);
    }
}
