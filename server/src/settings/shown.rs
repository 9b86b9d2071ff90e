//! The settings in effect as `casekeep doctor` shows them: with their sources, and without secrets.

use super::table::{Setting, TABLE};
use super::{Given, LogFormat, Settings};

/// One line of the list.
pub(crate) struct Shown {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) source: String,
}

/// Every setting in effect.
pub(crate) fn shown(settings: &Settings, given: &Given) -> Vec<Shown> {
    TABLE
        .iter()
        .map(|setting| Shown {
            name: setting.name,
            value: value(setting, settings, given),
            source: given.source(setting.name).to_string(),
        })
        .collect()
}

fn value(setting: &Setting, settings: &Settings, given: &Given) -> String {
    if setting.secret {
        return if given.value(setting.name).is_some() { "(hidden)".to_owned() } else { setting.default.to_owned() };
    }
    match setting.name {
        "data" => settings.data.display().to_string(),
        "listen" => settings.listen.to_string(),
        "origin" => settings.origin_at(settings.listen),
        "database_connections" => settings.connections.to_string(),
        "root_key" => settings.root_key.to_string(),
        "start_sealed" => if settings.start_sealed { "yes" } else { "no" }.to_owned(),
        "documents" => settings.documents.to_string(),
        "documents_credentials" => match &settings.documents.bucket {
            Some(bucket) => bucket.way.credentials.to_string(),
            None => setting.default.to_owned(),
        },
        "anchor" => settings.anchor.display().to_string(),
        "backup_every" => settings.backups.every.to_string(),
        "backup_keep_keys" => settings.backups.keep.keys_days.to_string(),
        "trusted_proxies" if settings.trusted_proxies.is_empty() => "none".to_owned(),
        "trusted_proxies" => settings.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        "log" => settings.log.clone(),
        "log_format" => match settings.log_format {
            LogFormat::Auto => "auto",
            LogFormat::Human => "human",
            LogFormat::Json => "json",
        }
        .to_owned(),
        "config" => given.file.as_ref().map_or_else(|| "none".to_owned(), |file| file.display().to_string()),
        // as it was given; who gave nothing gets the default
        _ => given.value(setting.name).unwrap_or(setting.default).to_owned(),
    }
}
