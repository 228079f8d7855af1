//! Addresses of the internet.

pub(super) mod url;
