//! Both engines for a test: SQLite in a temporary folder always, PostgreSQL when `CASEKEEP_TEST_POSTGRES` says where one is.

use std::path::{Path, PathBuf};

use postgres::{Client, NoTls};

/// Where the databases of one test are; gone when this is dropped.
pub struct TestPlace {
    folder: tempfile::TempDir,
    postgres: Option<Databases>,
}

/// Two databases on the test server.
struct Databases {
    server: String,
    data: String,
    keys: String,
}

impl TestPlace {
    /// A folder with room for SQLite files.
    ///
    /// # Panics
    /// When there is no temporary folder.
    pub fn sqlite() -> Self {
        Self { folder: folder(), postgres: None }
    }

    /// Two new databases on the test server.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn postgres(server: &str) -> Self {
        let folder = folder();
        let random = folder.path().file_name().and_then(|name| name.to_str()).unwrap_or("x").to_lowercase();
        let plain: String = random.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = format!("casekeep_{}_{plain}", std::process::id());
        let databases =
            Databases { server: server.to_owned(), data: format!("{name}_data"), keys: format!("{name}_keys") };
        databases.each("CREATE DATABASE {} TEMPLATE template0");
        Self { folder, postgres: Some(databases) }
    }

    /// Which engine, for messages.
    pub fn engine(&self) -> &'static str {
        if self.postgres.is_some() { "postgres" } else { "sqlite" }
    }

    /// The private folder of the SQLite files.
    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A folder for other files of the test: the anchor file, a root key.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The SQLite file of the data database, or the address of the PostgreSQL one.
    pub fn data(&self) -> Result<PathBuf, String> {
        self.database(|d| &d.data, "data.db")
    }

    /// The SQLite file of the key database, or the address of the PostgreSQL one.
    pub fn keys(&self) -> Result<PathBuf, String> {
        self.database(|d| &d.keys, "keys.db")
    }

    fn database(&self, name: impl Fn(&Databases) -> &String, file: &str) -> Result<PathBuf, String> {
        match &self.postgres {
            Some(databases) => Err(with_database(&databases.server, name(databases))),
            None => Ok(self.data_folder().join(file)),
        }
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("casekeep").tempdir().expect("a temporary folder can be made");
    let mut private = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
    private.create(folder.path().join("data")).expect("a folder for the data can be made");
    folder
}

/// The address with another database in it; what stands after `?` is kept.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, None), |(a, o)| (a, Some(o)));
    let root = address.rsplit_once('/').map_or(address, |(root, _)| root);
    options.map_or_else(|| format!("{root}/{name}"), |options| format!("{root}/{name}?{options}"))
}

impl Databases {
    fn each(&self, command: &str) {
        // on a thread of its own: the client starts a runtime, and a test may already stand in one
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut client = Client::connect(&self.server, NoTls).expect("the test server answers");
                for name in [&self.data, &self.keys] {
                    client.batch_execute(&command.replace("{}", name)).expect("the test server obeys");
                }
            });
        });
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        self.each("DROP DATABASE IF EXISTS {} WITH (FORCE)");
    }
}

/// The places to run a test at: `for place in testkit::places() { … }`.
///
/// # Panics
/// When no PostgreSQL is named and nobody said that SQLite alone will do.
pub fn places() -> Vec<TestPlace> {
    let mut all = vec![TestPlace::sqlite()];
    match std::env::var("CASEKEEP_TEST_POSTGRES") {
        Ok(server) => all.push(TestPlace::postgres(&server)),
        Err(_) if std::env::var_os("CASEKEEP_SQLITE_ONLY").is_some_and(|wish| wish == "1") => {}
        Err(_) => panic!(
            "tests need both databases: run them with `cargo xtask test`, or set CASEKEEP_SQLITE_ONLY=1 to leave PostgreSQL out"
        ),
    }
    all
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_name_of_the_database_is_exchanged_and_options_stay() {
        assert_eq!(
            with_database("postgres://a@h:5/postgres?sslmode=disable", "x"),
            "postgres://a@h:5/x?sslmode=disable"
        );
        assert_eq!(with_database("postgres://a@h:5/postgres", "x"), "postgres://a@h:5/x");
    }
}
