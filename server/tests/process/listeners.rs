//! Many who watch a load.

use std::{io::Read as _, thread};

use crate::program::{Files, stays};

const LISTENERS: usize = 100;

#[test]
fn a_hundred_listeners_hear_the_end_though_one_does_not_listen() {
    let files = Files::new();
    let program = files.start();
    let job = program.load(&program.save(&stays(4, 300_000)), 500);
    let events = format!("{job}/events");
    let stuck = program.open(&events);
    let told = thread::scope(|scope| {
        let listeners: Vec<_> = (1..LISTENERS)
            .map(|_| {
                let mut stream = program.open(&events);
                scope.spawn(move || {
                    let (mut text, mut piece) = (String::new(), [0; 4_096]);
                    while !text.contains("event: done") {
                        match stream.read(&mut piece) {
                            Ok(count) if count > 0 => {
                                text.push_str(&String::from_utf8_lossy(&piece[..count]));
                            }
                            _ => return None,
                        }
                    }
                    Some(text)
                })
            })
            .collect();
        listeners.into_iter().filter_map(|listener| listener.join().unwrap()).collect::<Vec<String>>()
    });
    assert_eq!(told.len(), LISTENERS - 1);
    for text in &told {
        assert!(text.contains("event: snapshot"));
        // Ids grow, so that a client that comes back is told only what is newer.
        let ids: Vec<(u64, u64)> = text
            .lines()
            .filter_map(|line| line.strip_prefix("id: ")?.split_once('.'))
            .map(|(execution, revision)| (execution.parse().unwrap(), revision.parse().unwrap()))
            .collect();
        assert!(ids.is_sorted(), "{ids:?}");
    }
    assert_eq!(program.ended(&job)["status"], "COMPLETED");
    drop(stuck);
}
