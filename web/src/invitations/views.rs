//! The pages of an invitation; the account page and the first run use the same for the app and the codes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use vault::codes::TotpSecret;

use crate::face::prelude::*;
use crate::fields::Fields;
use crate::problem::Problem;
use crate::setup::views::Steps;

/// Sends `token` and `password` to `action`.
#[derive(Debug, Template)]
#[template(path = "invitations/password.html")]
pub struct PasswordPage {
    /// Title "Welcome, …" or "Choose a password".
    pub door: Door,
    /// Where one is.
    pub steps: Steps,
    /// Where the form is sent.
    pub action: String,
    /// The token of the invitation.
    pub token: String,
    /// The staff name, for the browser's password keeper.
    pub who: String,
    /// What was wrong.
    pub form: Filled,
}

/// The key of an authenticator app as picture and text; sends `token` and `code` to `action`. Not to be logged, so no `Debug`.
#[derive(Template)]
#[template(path = "invitations/authenticator.html")]
pub struct AuthenticatorPage {
    /// Title "Set up your authenticator app".
    pub door: Door,
    /// Where one is; none on the account page.
    pub steps: Option<Steps>,
    /// Where the form is sent.
    pub action: String,
    /// The token of the invitation or of the change.
    pub token: String,
    /// The key as a picture.
    pub qr: Option<Qr>,
    /// The key as text, in groups of four.
    pub key: Vec<String>,
    /// Whether the password is asked too: where somebody is signed in already.
    pub password: bool,
    /// What was wrong.
    pub form: Filled,
}

impl AuthenticatorPage {
    /// The page of this key. `address` is what the picture says.
    pub fn new(door: Door, action: &str, secret: &TotpSecret, address: &str, form: Filled) -> Self {
        Self {
            door,
            steps: None,
            action: action.to_owned(),
            token: URL_SAFE_NO_PAD.encode(secret.bytes()),
            qr: Qr::new(address),
            key: secret.typed().split_whitespace().map(str::to_owned).collect(),
            password: false,
            form,
        }
    }

    /// The key that came back with its form.
    ///
    /// # Errors
    /// [`Problem::Malformed`] when it is none.
    pub fn secret(fields: &Fields) -> Result<TotpSecret, Problem> {
        let bytes = URL_SAFE_NO_PAD.decode(fields.text("token")).map_err(|_| Problem::Malformed)?;
        TotpSecret::from_bytes(&bytes).ok_or(Problem::Malformed)
    }
}

/// The recovery codes, shown once; `next` goes on. Not to be logged, so no `Debug`.
#[derive(Template)]
#[template(path = "invitations/recovery.html")]
pub struct RecoveryCodesPage {
    /// Title "Your recovery codes".
    pub door: Door,
    /// Where one is; none on the account page.
    pub steps: Option<Steps>,
    /// The person, for the printed sheet.
    pub person: String,
    /// The codes.
    pub codes: Vec<String>,
    /// What comes next.
    pub next: Act,
}

/// The invitation is no longer good.
#[derive(Debug, Template)]
#[template(path = "invitations/gone.html")]
pub struct GonePage {
    /// Title "This invitation is no longer good".
    pub door: Door,
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::data;
    let door = |title: &'static str| Door::new(title, data("Tannery Lane Youth Counselling"));
    show.page(
        "invitation-password",
        &PasswordPage {
            door: door("Choose a password").wide(),
            steps: Steps::of_invitation(0),
            action: "/invitations/password".into(),
            token: "sample".into(),
            who: data("maria.vega"),
            form: Filled::new(),
        },
    );
    show.page(
        "invitation-authenticator",
        &AuthenticatorPage {
            door: door("Set up your authenticator app").wide(),
            steps: Some(Steps::of_invitation(1)),
            action: "/invitations/authenticator".into(),
            token: "sample".into(),
            qr: Qr::new("otpauth://totp/Casekeep:maria?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Casekeep"),
            key: ["JBSW", "Y3DP", "EHPK", "3PXP", "JBSW", "Y3DP", "EHPK", "3PXP"].map(data).into(),
            password: true,
            form: Filled::new()
                .wrong("code", "This is not the code that the app shows now. Wait for the next one and try again."),
        },
    );
    show.page(
        "invitation-recovery",
        &RecoveryCodesPage {
            door: door("Your recovery codes").wide(),
            steps: Some(Steps::of_invitation(2)),
            person: data("Maria Vega"),
            codes: (0..10).map(|i| data(&format!("7K3F-9QM{i}-XW8T-D4N8"))).collect(),
            next: Act::link("I have put them away: go to Today", "/").main(),
        },
    );
    show.page("invitation-gone", &GonePage { door: door("This invitation is no longer good") });
}
