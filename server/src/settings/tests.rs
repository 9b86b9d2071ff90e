use super::sources::Source;
use super::table::TABLE;
use super::*;

fn given(flags: &[(&'static str, &str)], variables: &[(&str, &str)]) -> Result<Given, Wrong> {
    let flags = Flags(flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect());
    Given::gather(&flags, variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn wrong(flags: &[(&'static str, &str)]) -> String {
    match given(flags, &[]).and_then(|given| Settings::understand(&given)) {
        Ok(_) => "understood".to_owned(),
        Err(wrong) => wrong.to_string(),
    }
}

fn folder_with(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("casekeep.toml"), settings).unwrap();
    folder
}

#[test]
fn flags_go_before_variables_before_the_file_before_defaults() {
    let folder = folder_with(
        "listen = \"127.0.0.1:1\"\nlog = \"warn\"\nlog_format = \"json\"\ntrusted_proxies = [\"::1\", \"10.0.0.1\"]\n",
    );
    let data = folder.path().to_str().unwrap();
    let given = given(
        &[("data", data), ("listen", "127.0.0.1:3")],
        &[
            ("CASEKEEP_LISTEN", "127.0.0.1:2"),
            ("CASEKEEP_LOG", "debug"),
            ("CASEKEEP_TEST_POSTGRES", "x"),
            ("HOME", "/"),
        ],
    )
    .unwrap();
    let settings = Settings::understand(&given).unwrap();

    assert_eq!((settings.listen.to_string().as_str(), given.source("listen")), ("127.0.0.1:3", Source::Flag));
    assert_eq!((settings.log.as_str(), given.source("log")), ("debug", Source::Variable));
    assert_eq!((settings.log_format, given.source("log_format")), (LogFormat::Json, Source::File));
    assert_eq!((settings.connections, given.source("database_connections")), (16, Source::Default));
    assert_eq!(settings.trusted_proxies.len(), 2);
    assert_eq!(given.unknown_variables, Vec::<String>::new());
}

#[test]
fn what_is_no_setting_is_named() {
    let folder = folder_with("lisen = \"127.0.0.1:1\"\n");
    let data = folder.path().to_str().unwrap();
    assert_eq!(wrong(&[("data", data)]), "there is no setting called \"lisen\"");
    let folder = folder_with("listen = ");
    assert!(wrong(&[("data", folder.path().to_str().unwrap())]).ends_with("is not valid TOML"));
    assert!(wrong(&[("config", "/nowhere/casekeep.toml")]).ends_with("cannot be read"));
    assert_eq!(given(&[], &[("CASEKEEP_LISEN", "1")]).unwrap().unknown_variables, ["CASEKEEP_LISEN"]);
}

#[test]
fn values_that_do_not_fit_are_refused_without_repeating_them() {
    let url = "postgres://me:secret@h/a";
    for flags in [
        vec![("listen", "8700")],
        vec![("origin", "cases.example.org")],
        vec![("origin", "https://cases.example.org/casekeep")],
        vec![("database_url", url)],
        vec![("keys_database_url", url)],
        vec![("database_url", url), ("keys_database_url", url)],
        vec![("database_url", "mysql://secret"), ("keys_database_url", url)],
        vec![("database_connections", "0")],
        vec![("documents", "s3://X/secret")],
        vec![("documents", "s3://papers/../secret")],
        vec![("documents_endpoint", "https://secret.example.org"), ("documents", "/srv/papers")],
        vec![("documents_endpoint", "http://secret.example.org"), ("documents", "s3://papers/house")],
        vec![("documents_endpoint", "https://me:secret@example.org"), ("documents", "s3://papers/house")],
        vec![("documents_credentials", "AKIA:secret"), ("documents", "s3://papers/house")],
        vec![("documents_spool", "0"), ("documents", "s3://papers/house")],
        vec![("backup_to", "s3://X/secret")],
        vec![("backup_endpoint", "http://secret.example.org")],
        vec![("backup_credentials", "AKIA:secret")],
        vec![("backup_to", "s3://papers/house/backups"), ("documents", "s3://papers/house")],
        vec![("backup_to", "s3://papers"), ("documents", "s3://papers/house")],
        vec![("mailbox", "imaps://secret.example.org")],
        vec![("mailbox", "imaps://me:secret@imap.example.org"), ("inbox", "/srv/inbox")],
        vec![("mailbox", "imaps://secret.example.org"), ("inbox", "/srv/inbox")],
        vec![("mailbox_then", "delete"), ("inbox", "/srv/inbox")],
        vec![("root_key", "env:KEY")],
        vec![("root_key", "file:")],
        vec![("log_format", "xml")],
        vec![("trusted_proxies", "proxy.example.org")],
    ] {
        let said = wrong(&flags);
        let name = flags[0].0;
        assert!(said.starts_with("the setting ") && !said.contains("secret"), "{name}: {said}");
    }
}

#[test]
fn secrets_are_never_shown() {
    let flags = [
        ("database_url", "postgres://me:secret@h/a"),
        ("keys_database_url", "postgres://me:secret@h/b"),
        ("root_key", "command:kms fetch --token secret"),
    ];
    let given = given(&flags, &[]).unwrap();
    let settings = Settings::understand(&given).unwrap();
    let shown = shown(&settings, &given);
    assert_eq!(shown.len(), TABLE.len());
    assert!(shown.iter().all(|line| !line.value.contains("secret")));
}

#[test]
fn a_bucket_is_named_with_its_prefix_and_has_its_spool_in_the_data_folder() {
    for (place, endpoint, name, prefix) in [
        ("s3://papers/house/north/", "http://127.0.0.1:9000", "papers", "house/north"),
        ("s3://papers", "https://s3.example.org/", "papers", ""),
        ("s3://papers/", "http://[::1]:9000", "papers", ""),
    ] {
        let given =
            given(&[("data", "/srv/files"), ("documents", place), ("documents_endpoint", endpoint)], &[]).unwrap();
        let documents = Settings::understand(&given).unwrap().documents;
        let bucket = documents.bucket.as_ref().unwrap();
        assert_eq!((bucket.name.as_str(), bucket.prefix.as_str(), documents.spool), (name, prefix, 10_000_000_000));
        assert_eq!(bucket.way.endpoint.as_deref(), Some(endpoint.trim_end_matches('/')));
        assert_eq!(documents.folder, PathBuf::from("/srv/files/documents"));
        assert_eq!(documents.to_string(), place.trim_end_matches('/'));
    }
}

#[test]
fn a_bucket_of_backups_is_named_by_the_setting_or_by_a_command() {
    let flags = [("documents", "s3://papers/house"), ("backup_endpoint", "http://127.0.0.1:9000")];
    let settings = Settings::understand(&given(&flags, &[]).unwrap()).unwrap();
    let at = |place| settings.backups.at(place, &settings.documents);
    let Ok(BackupsAt::Bucket(bucket)) = at("s3://papers/house-backups/") else { panic!("it is a bucket") };
    assert_eq!(bucket.to_string(), "s3://papers/house-backups");
    assert_eq!(bucket.way.endpoint.as_deref(), Some("http://127.0.0.1:9000"));
    assert_eq!(at("/mnt/backups").unwrap(), BackupsAt::Folder("/mnt/backups".into()));
    // the same name at another store
    assert!(at("s3://papers/house").is_ok());
    let settings = Settings::understand(&given(&flags[..1], &[]).unwrap()).unwrap();
    assert!(settings.backups.at("s3://papers/house/backups", &settings.documents).is_err());
}

#[test]
fn what_is_shown_is_what_was_given_and_otherwise_the_default() {
    let given = given(&[("documents", "/srv/papers"), ("virus_scan", "tcp:127.0.0.1:3310")], &[]).unwrap();
    let lines = shown(&Settings::understand(&given).unwrap(), &given);
    let value = |name: &str| lines.iter().find(|line| line.name == name).map(|line| line.value.as_str());
    assert_eq!(value("documents"), Some("/srv/papers"));
    assert_eq!(value("virus_scan"), Some("tcp:127.0.0.1:3310"));
    assert_eq!(value("start_sealed"), Some("no"));
    assert_eq!(value("config"), Some("none"));
}

#[test]
fn key_and_anchor_lie_beside_the_data_folder() {
    let settings = Settings::understand(&given(&[("data", "/srv/files/")], &[]).unwrap()).unwrap();
    assert_eq!(settings.root_key, RootKeyFrom::File { path: "/srv/files.root-key".into(), named: false });
    assert_eq!(settings.anchor, PathBuf::from("/srv/files.anchor"));
}
