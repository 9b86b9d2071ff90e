//! The built program from outside: exit codes, lines on the terminal, and what it leaves on the disk.

mod demo;
mod doctor;
mod home;
mod proof;
mod reindex;
mod serve;
mod set_up;
mod settings;
mod start;
