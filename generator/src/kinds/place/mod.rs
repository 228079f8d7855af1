//! Places.

pub(super) mod city;
pub(super) mod country;
