//! Places.

pub(super) mod city;
