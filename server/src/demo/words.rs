//! What the invented people are called and what is written about them. All people are invented.

pub(crate) const GIVEN: [&str; 48] = [
    "Jonas",
    "Noor",
    "Theo",
    "Samira",
    "Luca",
    "Anneliese",
    "Mateo",
    "Ines",
    "Yusuf",
    "Oksana",
    "Bogdan",
    "Priya",
    "Aurelio",
    "Freja",
    "Tariq",
    "Zoë",
    "Wen",
    "Amara",
    "Ilse",
    "Dario",
    "Halina",
    "Kofi",
    "Mireille",
    "Sunniva",
    "Rafael",
    "Leyla",
    "Andrei",
    "Chiara",
    "Emre",
    "Fatou",
    "Gustav",
    "Hana",
    "Ivo",
    "Jelena",
    "Kasper",
    "Lidia",
    "Milan",
    "Nadia",
    "Olu",
    "Petra",
    "Quentin",
    "Ruta",
    "Stefan",
    "Tamar",
    "Una",
    "Viktor",
    "Wanda",
    "Xenia",
];

pub(crate) const FAMILY: [&str; 48] = [
    "Feldkamp",
    "van Dijk",
    "Marchetti",
    "Haddad",
    "Brandstätter",
    "Vandenbroucke",
    "Quispe",
    "Lobo Saraiva",
    "Karadeniz",
    "Shevchuk",
    "Ionescu",
    "Raghunathan",
    "Bellomo",
    "Thorsgaard",
    "Al-Khatib",
    "Núñez",
    "Liang",
    "Mensah",
    "Oosterhuis",
    "Ferrante",
    "Kowalczyk",
    "Boateng",
    "Delacroix",
    "Haugland",
    "Saavedra",
    "Demirci",
    "Popescu",
    "Montanari",
    "Yıldırım",
    "Diallo",
    "Lindgren",
    "Kobayashi",
    "Novák",
    "Petrović",
    "Nyström",
    "Moreira",
    "Horvat",
    "Benali",
    "Adeyemi",
    "Sørensen",
    "Lefèvre",
    "Žukauskas",
    "Wójcik",
    "Beridze",
    "O’Rourke",
    "Szabó",
    "Zielinska",
    "Papadakis",
];

pub(crate) const REASONS: [&str; 8] = [
    "Has not gone to school regularly since the autumn. The family doctor suggested counselling.",
    "Was referred by the housing office after the second reminder of rent arrears. Asks for help with letters and with sleep.",
    "Recently separated; looks after two children alone and feels that everything depends on her.",
    "Came after a stay in hospital. Wants to find a daily rhythm again before going back to work.",
    "Arrived in the country eight months ago. Needs help to find a language course and somebody to talk to.",
    "Quarrels at home are getting louder. Wants to learn to step back before it goes too far.",
    "Lost the job in spring and has not told anybody but us. Debts are growing.",
    "Cares for a parent with dementia and has given up everything else.",
];

pub(crate) const GOALS: [&str; 10] = [
    "School mornings: in class by 08:00 on four days of five",
    "Sleep before midnight on school nights",
    "One meal a day together at home",
    "Open every letter on the day it comes",
    "A payment plan with the landlord that holds",
    "Two afternoons a week that belong to nobody else",
    "Go to the language course twice a week",
    "Say no once a week, and notice what happens",
    "Back to work for half days",
    "One friend who knows how things really are",
];

pub(crate) const INTERVENTIONS: [(&str, &str); 6] = [
    ("Weekly sessions at the office", "Caseworker"),
    ("Sleep diary on paper, looked at together", "Client and caseworker"),
    ("Letters are opened in the session and answered there", "Client and caseworker"),
    ("Call with the school once a month", "Caseworker"),
    ("Breathing exercise before difficult moments", "Client"),
    ("Family meeting every six weeks", "Caseworker and family"),
];

pub(crate) const PROGRESS: [&str; 8] = [
    "Was on time all week and came alone for the first time. Kept the diary on five nights.",
    "Opened all the letters of the last fortnight and brought the two that worry most.",
    "Spoke to the class teacher without help. Mornings are still hard, but are no longer a secret.",
    "Had an appointment at the job centre and went in spite of the bad night before.",
    "Said no to an extra shift. It was uncomfortable for two days and then it was fine.",
    "Cooked on three evenings; on one of them all four sat at the table.",
    "The landlord has agreed to instalments. The first one is paid.",
    "Not much has changed, and that was said openly at the beginning of the session.",
];

pub(crate) const CHALLENGES: [&str; 6] = [
    "Weekends. Without the bus in the morning there is no reason to put the phone away.",
    "Tension at home since the shifts changed.",
    "Sleep is still short; on Sunday awake until three.",
    "The next letter from the court is expected any day.",
    "Being alone in the evening.",
    "Asking for help before it is urgent.",
];

pub(crate) const SUCCESSES: [&str; 5] = [
    "Used the breathing exercise before the presentation and stayed in the room.",
    "Asked a neighbour for help with the forms.",
    "Went for a walk on four days.",
    "Told the sister what is going on.",
    "Kept the appointment although it rained and the tram was late.",
];

pub(crate) const OBSERVATIONS: [&str; 4] = [
    "Speaks more slowly than last time, looks up when the plan is mentioned.",
    "Tired, but laughs twice.",
    "Comes with a folder; the papers are in order.",
    "Sits near the door as before; the coat stays on.",
];

pub(crate) const OWN_WORDS: [&str; 6] = [
    "“Five nights is five more than never.”",
    "“It’s not that I don’t want to. It’s that at seven everything is already too loud.”",
    "“I opened it before the coffee. Just like that.”",
    "“If you ask me again next week, I will have done it.”",
    "“Nobody shouted on Sunday. I noticed only on Monday.”",
    "“I would rather talk about the letter than about me today.”",
];

pub(crate) const CALLS: [&str; 6] = [
    "Phone call with the school office. A named contact person will be told to us this week.",
    "Called to ask whether the session can begin half an hour later; it can.",
    "The housing office confirms that the reminder has been withdrawn.",
    "Short call after the weekend: things are calm, the diary is being kept.",
    "Message left with the doctor’s practice about the report; they will call back.",
    "The sister called on the client’s behalf and with consent: the client is ill and will come next week.",
];

pub(crate) const ACTIONS: [&str; 6] = [
    "Send the sleep diary, on paper",
    "Ask the school for one contact person",
    "Write to the landlord about the instalments",
    "Find a place in the Thursday language course",
    "Ask the doctor’s practice for the report",
    "Send the dates of the family meetings",
];

pub(crate) const FOUND: [&str; 3] = [
    "Attendance has improved; sleep has not. Consent is on paper and filed.",
    "The rhythm of the sessions fits. The second goal moves slowly.",
    "The plan is followed. The family takes part more than at the beginning.",
];

pub(crate) const AGREED: [&str; 3] = [
    "Keep the weekly rhythm and bring the sleep goal to the next review.",
    "Go on as planned; look at the goals again in the next report.",
    "Invite the second parent to the next family meeting.",
];

/// Papers that arrive: type, title, what stands on them.
pub(crate) const PAPERS: [(&str, &str, &str); 5] = [
    (
        "letter",
        "Letter from the school",
        "Attendance has improved since the last meeting; mathematics stays difficult.",
    ),
    (
        "authority",
        "Decision of the housing office",
        "The allowance is granted for twelve months, beginning with the next one.",
    ),
    ("medical", "Note of the family doctor", "Sleep has become better; the next appointment is in six weeks."),
    ("contract", "Payment plan", "The open sum is paid back in ten parts, on the first of each month."),
    ("letter", "Letter of the landlord", "The repair of the heating is announced for the coming week."),
];
