//! People, and where they work.

pub(super) mod company;
pub(super) mod email;
pub(super) mod first_name;
pub(super) mod full_name;
pub(super) mod last_name;
pub(super) mod phone;
