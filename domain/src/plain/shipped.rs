//! Harsh phrases that every organisation starts with, and what to say instead; whoever keeps the glossary can change each or take it out.

/// A phrase, and what to say instead.
type Harsh = (&'static str, &'static str);

const ENGLISH: &[Harsh] = &[
    ("you failed to", "we have not had from you"),
    ("you must", "please"),
    ("you are required to", "please"),
    ("as previously stated", "as we wrote"),
    ("we regret to inform you", "we are sorry"),
    ("it is your responsibility", "please"),
    ("non-compliance", "what is still open"),
    ("failure to attend", "if you cannot come"),
    ("final warning", "please call us"),
    ("at your earliest convenience", "soon, please"),
];
const GERMAN: &[Harsh] = &[
    ("Sie haben es versäumt", "uns fehlt noch"),
    ("Sie müssen", "bitte"),
    ("Sie sind verpflichtet", "bitte"),
    ("letztmalig", "noch einmal"),
    ("bei Nichterscheinen", "wenn Sie nicht kommen können"),
    ("wie bereits mitgeteilt", "wie wir schrieben"),
    ("leider müssen wir Ihnen mitteilen", "es tut uns leid"),
    ("umgehend", "bald, bitte bis zu einem Tag, den wir nennen"),
    ("zwecks", "für"),
];
const SPANISH: &[Harsh] = &[
    ("usted no ha cumplido", "todavía nos falta"),
    ("debe usted", "por favor"),
    ("está obligado a", "por favor"),
    ("lamentamos comunicarle", "lo sentimos"),
    ("último aviso", "por favor, llámenos"),
    ("en caso de incomparecencia", "si no puede venir"),
    ("a la mayor brevedad", "pronto, por favor"),
];
const FRENCH: &[Harsh] = &[
    ("vous avez omis", "il nous manque encore"),
    ("vous devez", "merci de"),
    ("vous êtes tenu", "merci de"),
    ("nous avons le regret", "nous sommes désolés"),
    ("dernier avertissement", "appelez-nous, s’il vous plaît"),
    ("dans les meilleurs délais", "bientôt, s’il vous plaît"),
];
const ITALIAN: &[Harsh] = &[
    ("lei ha omesso", "ci manca ancora"),
    ("lei deve", "per favore"),
    ("è tenuto a", "per favore"),
    ("siamo spiacenti di comunicarle", "ci dispiace"),
    ("ultimo avviso", "per favore, ci chiami"),
];
const DUTCH: &[Harsh] = &[
    ("u heeft nagelaten", "wij missen nog"),
    ("u moet", "wilt u"),
    ("u bent verplicht", "wilt u"),
    ("laatste waarschuwing", "belt u ons"),
    ("helaas moeten wij u mededelen", "het spijt ons"),
];
const PORTUGUESE: &[Harsh] = &[
    ("o senhor não cumpriu", "ainda nos falta"),
    ("deve obrigatoriamente", "por favor"),
    ("lamentamos informar", "sentimos muito"),
    ("último aviso", "por favor, ligue para nós"),
];

/// Those of this language.
pub(super) fn harsh(language: &str) -> &'static [Harsh] {
    match language {
        "en" => ENGLISH,
        "de" => GERMAN,
        "es" => SPANISH,
        "fr" => FRENCH,
        "it" => ITALIAN,
        "nl" => DUTCH,
        "pt" => PORTUGUESE,
        _ => &[],
    }
}
