//! A place for an installation, and the program run on it.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use store::db::{DbOptions, Place};
use store::{Store, StoreSettings};
use testkit::TestPlace;
use vault::RootSource;

/// Longer than anything here should take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A place for an installation; gone when this is dropped.
pub(crate) struct Home {
    place: TestPlace,
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    /// A home on SQLite whose data folder does not exist yet.
    pub(crate) fn new() -> Self {
        Self { place: TestPlace::sqlite() }
    }

    /// Homes on both engines.
    pub(crate) fn everywhere() -> Vec<Self> {
        testkit::places().into_iter().map(|place| Self { place }).collect()
    }

    /// A home that is set up.
    pub(crate) fn set_up() -> Self {
        let home = Self::new();
        home.init().well();
        home
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.file("house")
    }

    pub(crate) fn root_key(&self) -> PathBuf {
        self.file("house.root-key")
    }

    pub(crate) fn anchor(&self) -> PathBuf {
        self.file("house.anchor")
    }

    /// A file beside the data folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.place.folder().join(name)
    }

    /// The data database of a home on SQLite, opened behind the program's back.
    pub(crate) fn behind_its_back(&self, sql: &str) {
        self.behind("data.db", sql);
    }

    /// The key database of a home on SQLite, likewise.
    pub(crate) fn behind_the_keys(&self, sql: &str) {
        self.behind("keys.db", sql);
    }

    /// The texts of one column of the data database of a home on SQLite.
    pub(crate) fn looked_up(&self, sql: &str) -> Vec<String> {
        let connection = rusqlite::Connection::open(self.data().join("data.db")).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn behind(&self, file: &str, sql: &str) {
        let connection = rusqlite::Connection::open(self.data().join(file)).unwrap();
        assert_ne!(connection.execute(sql, []).unwrap(), 0, "{sql}");
    }

    /// The store of a home on SQLite, opened in this process as if it were then.
    pub(crate) fn store(&self, at: domain::time::Instant) -> Store {
        let root = RootSource::File(self.root_key()).read(&self.data()).unwrap();
        let settings = StoreSettings {
            data: Place::Sqlite(self.data().join("data.db")),
            keys: Place::Sqlite(self.data().join("keys.db")),
            documents: self.data().join("documents").into(),
            anchor: self.anchor(),
            new_anchor: false,
            options: DbOptions::default(),
        };
        Store::open(settings, root, at).unwrap()
    }

    /// The program with these words, with a clean environment.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casekeep"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.current_dir(self.place.folder()).args(words).stdin(Stdio::null());
        // these two stay away from any installation
        if !matches!(words.first(), Some(&"demo" | &"bench")) {
            command.args(["--data".as_ref(), self.data().as_os_str(), "--listen".as_ref(), "127.0.0.1:0".as_ref()]);
            if let (Err(record), Err(keys)) = (self.place.data(), self.place.keys()) {
                command.env("CASEKEEP_DATABASE_URL", record).env("CASEKEEP_KEYS_DATABASE_URL", keys);
            }
        }
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        finished(&mut self.command(words))
    }

    pub(crate) fn init(&self) -> Ran {
        let name = ["--organisation", "Harbour Counselling", "--admin-name", "Rui Prado"];
        let rest = ["--zone", "Europe/Lisbon", "--admin-login", "rui"];
        self.run(&[["init"].as_slice(), &name, &rest].concat())
    }
}

impl Ran {
    /// It must have ended well.
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// It must have ended with this code and this text in its line.
    pub(crate) fn ended(&self, code: i32, text: &str) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        let last = self.err.lines().last().unwrap_or_default();
        assert!(last.starts_with("casekeep: ") && last.contains(text), "{}", self.err);
    }

    /// What it printed, as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Runs a command to its end; one that does not end is stopped, and the test fails.
pub(crate) fn finished(command: &mut Command) -> Ran {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(child.wait_with_output()));
    match told.recv_timeout(PATIENCE) {
        Ok(output) => ran(output.unwrap()),
        Err(_) => {
            signal(id, rustix::process::Signal::KILL);
            panic!("it does not end");
        }
    }
}

fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn signal(id: u32, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
    let _ = rustix::process::kill_process(id, signal);
}

/// A running server.
pub(crate) struct Running {
    child: Child,
    lines: std::sync::mpsc::Receiver<String>,
    seen: std::cell::RefCell<Vec<String>>,
}

impl Running {
    /// Starts it; what it prints on standard output and standard error comes out line by line.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (tell, lines) = std::sync::mpsc::channel();
        listen_to(child.stdout.take().unwrap(), "out", tell.clone());
        listen_to(child.stderr.take().unwrap(), "err", tell);
        Self { child, lines, seen: std::cell::RefCell::default() }
    }

    /// A line with this text, said already or soon; `out ` or `err ` stands before it.
    pub(crate) fn line_with(&self, text: &str) -> String {
        let begun = Instant::now();
        let mut seen = self.seen.borrow_mut();
        loop {
            if let Some(line) = seen.iter().find(|line| line.contains(text)) {
                return line.clone();
            }
            match self.lines.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
                Ok(line) => seen.push(line),
                Err(_) => panic!("it never says {text:?}, only:\n{}", seen.join("\n")),
            }
        }
    }

    /// The address in the line of the log with this text.
    pub(crate) fn address_in(&self, text: &str) -> String {
        let line = self.line_with(text);
        let said: serde_json::Value = serde_json::from_str(line.split_once(' ').unwrap().1).unwrap();
        format!("http://{}", said["listen"].as_str().unwrap())
    }

    /// Waits until this is so.
    pub(crate) fn until(&self, so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !so() {
            assert!(begun.elapsed() < PATIENCE, "it never comes so far:\n{}", self.said().join("\n"));
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What it has said so far.
    pub(crate) fn said(&self) -> Vec<String> {
        self.seen.borrow_mut().extend(self.lines.try_iter());
        self.seen.borrow().clone()
    }

    /// Asks it to end; answers with the exit code and how long it took.
    pub(crate) fn stop(mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        signal(self.child.id(), rustix::process::Signal::TERM);
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), begun.elapsed());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end when asked to");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen_to(stream: impl std::io::Read + Send + 'static, name: &'static str, tell: std::sync::mpsc::Sender<String>) {
    std::thread::spawn(move || {
        for line in std::io::BufRead::lines(std::io::BufReader::new(stream)).map_while(Result::ok) {
            let _ = tell.send(format!("{name} {line}"));
        }
    });
}

/// Fetches an address by plain HTTP; answers with head and body.
pub(crate) fn fetch(address: &str) -> String {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, path.to_owned()));
    asked(host, &format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
}

/// Sends a form, as from one of our own pages; answers with head and body.
pub(crate) fn send(address: &str, path: &str, form: &str) -> String {
    let host = address.strip_prefix("http://").unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n");
    let kind = "Content-Type: application/x-www-form-urlencoded";
    asked(host, &format!("{head}{kind}\r\nContent-Length: {}\r\n\r\n{form}", form.len()))
}

/// Sends a request as it stands; answers with head and body.
pub(crate) fn asked(host: &str, request: &str) -> String {
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

pub(crate) fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
