//! The list of routes as a document, which a test compares with `docs/routes.md`.

use super::{LIST, Route, WITHOUT_KEY, Who};

/// The list as a document.
pub fn document() -> String {
    let mut text = String::from(
        "# Routes\n\nEverything that answers over HTTP. Generated from `web/src/routes.rs`; do not edit.\n\n\
         | method | path | who | asked | what it does |\n| --- | --- | --- | --- | --- |\n",
    );
    for Route { method, path, who, action, does } in LIST {
        let who = match who {
            Who::Anybody => "anybody",
            Who::Half => "password given",
            Who::Staff => "staff",
        };
        text.push_str(&format!("| {} | `{path}` | {who} | {action} | {does} |\n", method.to_uppercase()));
    }
    text.push_str(
        "\n## While the server is sealed\n\nIt has no key, and answers only these; every other address shows the page of unsealing, with \
         status 503:\n\n| method | path | what it does |\n| --- | --- | --- |\n",
    );
    for (method, path, does) in crate::sealed::LIST {
        text.push_str(&format!("| {} | `{path}` | {does} |\n", method.to_uppercase()));
    }
    text.push_str(
        "\n## Forms that are sent twice\n\nA form that is signed carries a key: sending it twice has one effect, and without its key it is \
         refused. These carry none, because the second time does no harm:\n\n| path | why |\n| --- | --- |\n",
    );
    for (path, why) in WITHOUT_KEY {
        text.push_str(&format!("| `{path}` | {why} |\n"));
    }
    text
}
