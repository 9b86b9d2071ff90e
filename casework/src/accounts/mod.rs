//! Accounts and sign-ins: joining, passwords, one-time codes, signing in and out.
//!
//! Every factor check goes through `proof`, which throttles per account and per address: nobody is locked out for ever by somebody else's attempts, and
//! nobody can guess on. The record knows who joined and left; passwords, codes and sign-ins are no part of it.

mod invite;
mod own;
pub(crate) mod proof;
mod set_up;
mod sign_in;
mod staff;

pub use invite::{AcceptFailure, Invited, accept_invitation, invitation, reset_account};
pub use own::{
    change_authenticator, change_password, confirm_codes, end_other_sign_ins, end_sign_in, enrolment_address,
    my_sign_ins, name_of, renew_recovery_codes,
};
pub use set_up::{CannotSetUp, Founding, found, is_founded};
pub use sign_in::{
    Came, CannotSignIn, Current, SignedIn, Standing, current, ends, give_code, sign_in, sign_in_by_link,
    sign_in_in_demo, sign_out,
};
pub(crate) use staff::staff_files;
pub use staff::{AddStaff, CannotAddStaff, add_staff, change_staff, dismiss_staff, own_card, staff_list};
