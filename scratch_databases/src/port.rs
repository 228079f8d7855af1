//! Ports that are free.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::TcpListener,
};

use crate::Result;

/// A port that is free now, below those that the system gives to clients: a client that waits for a server that is started
/// again could take its port.
pub(crate) fn free() -> Result<u16> {
    for _ in 0..100 {
        // As random as the standard library is.
        let random = RandomState::new().hash_one(0);
        let port = 20_000 + (random % 12_000) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err("no port from 20,000 to 31,999 is free".to_owned())
}
