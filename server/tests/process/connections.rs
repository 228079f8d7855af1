//! Connections that stand still, and more of them than the server holds.

use std::{
    fs,
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::TcpStream,
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::program::{Files, Program};

/// After this, something hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn start(limits: &str) -> (Files, Program) {
    let files = Files::new();
    let path = files.path("Leptos.toml");
    let config = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{config}\n[limits]\n{limits}\n")).unwrap();
    let program = files.start();
    (files, program)
}

fn connect(program: &Program) -> TcpStream {
    let stream = TcpStream::connect(&program.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// What comes until the server closes the connection.
fn until_closed(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

fn endless(program: &Program) -> String {
    let id = program.save(&json!({ "rowmill": 1, "tables": [
        { "name": "t", "rows": 1_000_000_000_000_u64, "columns": [{ "name": "a", "type": "bigint" }] }] }));
    format!("/api/datasets/{id}/tables/t/rows")
}

#[test]
fn clients_that_send_nothing_more_are_let_go() {
    let (_files, program) = start("idle_seconds = 1");
    let send = |text: &str| {
        let mut stream = connect(&program);
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let silent = connect(&program);
    let head = send("GET /api/health HTTP/1.1\r\nHos");
    let idle = send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let body = send(
        "POST /api/datasets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"row",
    );
    assert!(!until_closed(silent).contains("200 OK"));
    assert!(!until_closed(head).contains("200 OK"));
    let answer = until_closed(idle);
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"status\":\"ok\""), "{answer}");
    let answer = until_closed(body);
    assert!(answer.starts_with("HTTP/1.1 4") && answer.contains("broken_body"), "{answer}");
}

/// Every place is taken by somebody who does not read: they lose it, and whoever reads slowly does not.
#[test]
fn streams_that_nobody_reads_give_their_places_back() {
    let (_files, program) = start("idle_seconds = 3\nstreams = 3");
    let rows = endless(&program);
    let _stuck = [program.open(&format!("{rows}.csv")), program.open(&format!("{rows}.sse"))];
    let mut slow: BufReader<TcpStream> = program.open(&format!("{rows}.ndjson"));
    let mut piece = vec![0; 1 << 18];
    let start = Instant::now();
    let mut free = 0;
    // Both places are free at the same time in the end, and the third is still taken.
    while free < 2 {
        assert!(start.elapsed() < PATIENCE, "{free} places");
        slow.read_exact(&mut piece).unwrap();
        sleep(Duration::from_millis(100));
        let mut heads = [0; 2].map(|_| program.open(&format!("{rows}.csv?limit=100000")));
        free = heads
            .iter_mut()
            .filter_map(|head| {
                let mut line = [0; 15];
                head.read_exact(&mut line).ok().filter(|()| line == *b"HTTP/1.1 200 OK")
            })
            .count();
    }
    slow.read_exact(&mut piece).unwrap();
}

#[test]
fn connections_beyond_the_bound_wait_for_their_turn() {
    let (_files, program) = start("connections = 1");
    let request = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut first = connect(&program);
    let ask = |stream: &mut TcpStream| {
        stream.write_all(request).unwrap();
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
    };
    ask(&mut first);
    let mut second = connect(&program);
    second.write_all(request).unwrap();
    // The first goes on meanwhile, and the second has heard nothing.
    let mut rest = [0; 4_096];
    let _ = first.read(&mut rest).unwrap();
    ask(&mut first);
    second.set_nonblocking(true).unwrap();
    assert_eq!(second.peek(&mut rest).unwrap_err().kind(), ErrorKind::WouldBlock);
    second.set_nonblocking(false).unwrap();
    drop(first);
    let mut answer = [0; 15];
    second.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

/// The status of the answer to a request under this name.
fn status_under(program: &Program, host: &str) -> String {
    let mut stream = TcpStream::connect(&program.address).unwrap();
    write!(stream, "GET /api/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn names_of_the_environment_are_added_to_those_of_the_file() {
    let files = Files::new();
    let config = fs::read_to_string(files.path("Leptos.toml")).unwrap();
    fs::write(files.path("Leptos.toml"), format!("[server]\nhosts = [\"one.example\"]\n{config}")).unwrap();
    let program = files.start_with(|command| {
        command.env("ROWMILL_HOSTS", "Two.example, three.example");
    });
    for (host, status) in
        [("one.example", "200"), ("two.example", "200"), ("three.example", "200"), ("four.example", "403")]
    {
        assert_eq!(status_under(&program, host), status, "{host}");
    }
}
