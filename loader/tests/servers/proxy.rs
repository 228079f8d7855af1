//! A TCP proxy that cuts, swallows or delays what goes through it when a COMMIT comes by.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

/// What is done to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The COMMIT gets through, its answer does not.
    CutBehindCommit,
    /// The COMMIT does not get through.
    CutBeforeCommit,
    /// The client is cut off, and the server does not hear of it.
    HalfOpen,
    /// Nothing gets through for so long.
    Stall(Duration),
    /// Everything takes so much longer.
    Latency(Duration),
}

#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    troubles: Arc<AtomicU32>,
}

impl Proxy {
    /// A proxy to a server, which makes trouble at each COMMIT whose number, from 1, is one of these.
    pub(crate) fn start(server: u16, trouble: Trouble, commits: Vec<u32>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, troubles) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&troubles);
        let commits = Arc::new(commits);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let connection = Connection {
                    trouble,
                    commits: Arc::clone(&commits),
                    seen: Arc::clone(&seen),
                    troubles: Arc::clone(&counted),
                };
                let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                thread::spawn(move || connection.forward(from, to));
                thread::spawn(move || answer(server, client));
            }
        });
        Self { port, troubles }
    }

    /// How often it made trouble.
    pub(crate) fn troubles(&self) -> u32 {
        self.troubles.load(Ordering::Relaxed)
    }
}

struct Connection {
    trouble: Trouble,
    commits: Arc<Vec<u32>>,
    seen: Arc<AtomicU32>,
    troubles: Arc<AtomicU32>,
}

impl Connection {
    fn forward(&self, mut client: TcpStream, mut server: TcpStream) {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length) = client.read(&mut buffer) {
            if length == 0 {
                break;
            }
            let bytes = &buffer[..length];
            if let Trouble::Latency(time) = self.trouble {
                thread::sleep(time);
            }
            // A statement of its own, in either protocol; rows hold no such text, and an isolation level another.
            let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
            let is_commit = length < 64 && holds(b"COMMIT") && !holds(b"COMMITTED");
            let is_chosen =
                is_commit && self.commits.contains(&(self.seen.fetch_add(1, Ordering::Relaxed) + 1));
            if is_chosen {
                self.troubles.fetch_add(1, Ordering::Relaxed);
                match self.trouble {
                    Trouble::CutBehindCommit => {
                        // The answer is not read: `answer` finds its client gone.
                        let _ = client.shutdown(Shutdown::Both);
                        let _ = server.write_all(bytes);
                        thread::sleep(Duration::from_millis(100));
                    }
                    Trouble::CutBeforeCommit => {}
                    Trouble::HalfOpen => {
                        let _ = client.shutdown(Shutdown::Both);
                        // Kept open for as long as the test runs.
                        std::mem::forget(server);
                        return;
                    }
                    Trouble::Stall(time) => {
                        thread::sleep(time);
                        if server.write_all(bytes).is_err() {
                            break;
                        }
                        continue;
                    }
                    Trouble::Latency(_) => {}
                }
                if !matches!(self.trouble, Trouble::Latency(_)) {
                    break;
                }
            }
            if server.write_all(bytes).is_err() {
                break;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Both);
    }
}

fn answer(mut server: TcpStream, mut client: TcpStream) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length) = server.read(&mut buffer) {
        if length == 0 || client.write_all(&buffer[..length]).is_err() {
            // The other half decides when the server hears of it.
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
}
