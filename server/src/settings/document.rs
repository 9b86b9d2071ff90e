//! `docs/settings.md`, made from the table.

use super::table::TABLE;

fn document() -> String {
    let mut text = String::from(
        "# Settings\n\nGenerated from `server/src/settings/table.rs`; do not edit.\n\n\
         A value is looked for in the flag, then in the variable, then in the settings file, then it is the default. \
         `casekeep doctor` prints the ones in effect with their source.\n\n\
         | setting | flag | variable | default | what it does |\n| --- | --- | --- | --- | --- |\n",
    );
    for setting in &TABLE {
        let secret = if setting.secret { " Secret: never shown." } else { "" };
        text.push_str(&format!(
            "| `{}` | `--{} {}` | `{}` | {} | {}{secret} |\n",
            setting.name,
            setting.flag(),
            setting.takes,
            setting.variable(),
            setting.default,
            setting.does
        ));
    }
    text.push_str(
        "\nA settings file, with what a house on PostgreSQL behind a proxy needs:\n\n```toml\n\
         origin = \"https://cases.example.org\"\nlisten = \"127.0.0.1:8700\"\ntrusted_proxies = [\"127.0.0.1\"]\n\
         database_url = \"postgres://casekeep@db.example.org/casekeep\"\n\
         keys_database_url = \"postgres://casekeep_keys@keys.example.org/casekeep_keys\"\n\
         root_key = \"credential:casekeep-root-key\"\nanchor = \"/mnt/elsewhere/casekeep.anchor\"\n```\n",
    );
    text
}

#[test]
fn the_document_of_the_settings_is_what_the_table_says() {
    testkit::generated("docs/settings.md", &document());
}
