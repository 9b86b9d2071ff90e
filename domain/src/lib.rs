//! The practice in words and rules: what a client, a case, an entry and a duty are, who may do what, and when a step is allowed.
//!
//! Everything here is a pure function of values: no input or output, no clock, no randomness. Layers around this crate store, show and
//! transport; none of them decides.
//!
//! # Glossary
//!
//! One word per thing; the words follow FHIR R4, ISO 15489 and the five procedures.
//!
//! | word | meaning |
//! | --- | --- |
//! | client | a person served; has a client number such as `C-7K3F9Q-M` that carries no meaning |
//! | case | one period of responsibility under a programme; has a case number such as `2026-000123-K` |
//! | dossier | everything kept under one key, one access rule and one retention clock |
//! | entry | one dated, signed, unchangeable item in a dossier: a header in clear and a sealed content |
//! | event | the typed content of an entry, a past participle: `CaseOpened`, `NoteRecorded` |
//! | addendum | an entry that corrects another one; the original stays readable |
//! | ledger | the one chained sequence of all entry headers and of all access records |
//! | duty | what must be done by somebody by a time; derived, never typed in as truth |
//! | rulebook | the organisation's versioned settings: clocks, cadences, matrix, checklists, roles |
//! | clause | a numbered sentence of a procedure, such as `RC-4.4` |
//! | level | how confidential an entry is: Standard, Confidential, Sensitive, Restricted |
//! | tie | why a member of staff has to do with a dossier: assigned, supervises, covers … |
//! | permit | proof that the policy allowed one action of one person on one dossier |
//! | inquiry | a question, feedback or complaint from anybody, until somebody has answered; a dossier of its own |
//! | contact | an interaction outside sessions: call, e-mail, letter, meeting, visit |
//! | session | the planned work with the client; a browser has a *sign-in* instead |
//! | appointment | a planned slot for a session |
//! | series | sessions at the same hour every so many weeks, booked in one act; each is an appointment of its own |
//! | waiting list | who waits for a session, or for an earlier one than they have, in the order in which freed times are offered |
//! | group | several clients who meet together; a dossier of its own, which names nobody: it holds the ids of their cases |
//! | member | the client of a case that belongs to a group |
//! | meeting | one appointment of a group; in each member’s case it is a booking like any other |
//! | attempt | somebody tries to reach a client who missed a session, by the steps that the programme lays down |
//! | welfare check | an attempt to see that a client who did not come is safe |
//! | reminder | a message about an appointment, or somebody's duty to give it where no message can |
//! | day off | a day on which nobody of the office works, such as a public holiday |
//! | working hours | when one of us works, from a day on; those of the office where nothing is set |
//! | absence | from when to when one of us is away; why is known only to themselves |
//! | cover | a colleague stands in for whoever carries a case, from one day to another; access comes and ends with it |
//! | hand-over | a case, or what somebody holds in one, becomes somebody else's |
//! | room | where sessions at the office take place; of the organisation's list, and booked with the session |
//! | service review | the regular look at how sessions come out, by figures; recorded in the organisation’s dossier |
//! | feed | the secret address at which another program fetches somebody's calendar |
//! | plan | goals and interventions agreed with the client; every change is a new version |
//! | report | a signed document made from an approved template |
//! | template | approved wording for a letter, an e-mail or a text message, with places where something is put in |
//! | place (in a template) | something in braces for which a word of the file is put in |
//! | term | an entry of the glossary: the word to use, and what is not written |
//! | letter | what is written to a client from an approved template |
//! | document | a letter, scan, photo or other file that belongs to a case, under a name made by convention |
//! | item | something physical that belongs to a case: a folder, an envelope, a stick; it has a label and a place |
//! | place | where items are kept: site, room, cabinet, lock; of the organisation's list |
//! | spot check | a look into a place: what lies there is compared with what should; a dossier of its own |
//! | mark | what somebody says of the filing of one document or item: present and correctly filed, or what is wrong |
//! | finding | what a spot check found wrong; open until somebody has said what became of it |
//! | custody | who had an item when, and where it lay: the chain of its entries |
//! | disclosure | something of a case is given to somebody outside; the only way by which it leaves on purpose |
//! | consent to share | the client agrees that kinds of information go to one recipient, for a purpose, by some ways, until a day |
//! | directory | the services of others to which clients can be referred |
//! | listing | one service of the directory; a dossier of its own |
//! | appeal | whoever complained does not agree with how it came out; somebody else looks at it again |
//! | improvement | what a review of complaints and feedback has decided to do, by one of us until a day |
//! | referral | a client is pointed to a service, and followed there until it is known what came of it |
//! | identity check | how it was made sure who somebody is: by what, and which facts were right |
//! | draft | unsigned text, private to its author, no part of the record |
//! | matter | what keeps files from being destroyed: a dispute, an inquiry; a dossier of its own |
//! | hold | that a matter keeps a file; released by an entry, never deleted |
//! | disposition list | files that are due, frozen for a decision; a dossier of its own |
//! | tombstone | a signed line outside the databases that says that a dossier was destroyed |
//! | card | the sealed one-line summary of a dossier that lists show |
//! | record class | files with one rule: from what their period counts, how long, and what is done at the end |
//! | schedule | the record classes of the rulebook |
//! | epoch | the time in which one key-encryption key wraps new keys; counted on at each rotation |
//! | kit | the recovery kit: the root key in the hands of several people, as a file for its custodians or on sheets of paper |
//! | rung | one step of the closure checklist |
//! | parting | telling the client that the case ends, and asking once more afterwards |
//! | after-care | what is agreed to be asked after a case was closed, and by which day |

pub mod absences;
pub mod access_check;
pub mod assessments;
pub mod attestation;
pub mod basis;
pub mod calendar;
pub mod cases;
pub mod changes;
pub mod clients;
pub mod closure;
pub mod contacts;
pub mod cover;
pub mod disclosures;
pub mod disposition;
pub mod documents;
pub mod drills;
pub mod duties;
pub mod entry;
pub mod event;
pub mod feedback;
pub mod feeds;
pub mod filing;
pub mod flags;
pub mod folding;
pub mod gate;
pub mod glossary;
pub mod groups;
pub mod handover;
pub mod holds;
pub mod hours;
pub mod identity;
pub mod ids;
pub mod inquiries;
pub mod intake;
pub mod keys;
pub mod kits;
pub mod letters;
pub mod level;
pub mod likeness;
pub mod listings;
pub mod media;
pub mod merge;
pub mod missed;
pub mod moves;
pub mod naming;
pub mod numbers;
pub mod office;
pub mod organisation;
pub mod paper;
pub mod parting;
pub mod plain;
pub mod plans;
pub mod policy;
pub mod reach;
pub mod referrals;
pub mod reminders;
pub mod reports;
pub mod retention;
pub mod reviews;
pub mod rooms;
pub mod rulebook;
pub mod search;
pub mod series;
pub mod service;
pub mod sessions;
pub mod sharing;
pub mod signature;
pub mod slots;
pub mod staff;
pub mod templates;
pub mod text;
pub mod time;
mod unsaid;
pub mod waiting;
