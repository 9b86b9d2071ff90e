//! The form by which anybody can ask, as the settings say it.

use web::guard::Origin;

use super::{Given, Wrong};

/// The form by which anybody can ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicForm {
    /// The sites that may show it within their pages.
    pub(crate) within: Vec<String>,
}

impl PublicForm {
    /// What the settings say; nothing when there is none.
    pub(super) fn understand(given: &Given) -> Result<Option<Self>, Wrong> {
        let sites = given.value("public_form_within").map(str::trim).filter(|sites| !sites.is_empty());
        match given.value("public_form").unwrap_or("no") {
            "yes" => Ok(Some(Self { within: within(sites.unwrap_or_default())? })),
            "no" if sites.is_none() => Ok(None),
            "no" => Err(Wrong::Value { name: "public_form_within", because: "it is only beside public_form" }),
            _ => Err(Wrong::Value { name: "public_form", because: "it is yes or no" }),
        }
    }
}

/// Sites over TLS alone: whoever could change a page on its way could lay anything over the form.
fn within(sites: &str) -> Result<Vec<String>, Wrong> {
    let because = "it names sites as https://www.example.org, separated by commas";
    let wrong = || Wrong::Value { name: "public_form_within", because };
    let sites = sites.split(',').map(str::trim).filter(|site| !site.is_empty());
    sites
        .map(|site| {
            let origin: Origin = site.parse().map_err(|_| wrong())?;
            if origin.is_secure() { Ok(origin.to_string()) } else { Err(wrong()) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_named_one_by_one_and_over_tls() {
        assert_eq!(
            within("https://WWW.example.org/, https://b.example").unwrap(),
            ["https://www.example.org", "https://b.example"]
        );
        for bad in [
            "http://www.example.org",
            "*",
            "https://*.example.org",
            "www.example.org",
            "https://a.example;script-src",
            "https://a b",
        ] {
            assert!(within(bad).is_err(), "{bad}");
        }
    }
}
