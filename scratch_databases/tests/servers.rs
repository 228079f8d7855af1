//! Servers start, are killed, start again, and leave nothing behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use scratch_databases::{Kind, Pooler, Server};

#[test]
fn servers_keep_what_was_committed_when_they_are_killed() {
    for kind in Kind::available() {
        let mut server = Server::start(kind).unwrap();
        server.create_database("shop").unwrap();
        server.run_sql("shop", "CREATE TABLE t (a INT); INSERT INTO t VALUES (7)").unwrap();
        server.kill();
        assert!(server.run_sql("shop", "SELECT 1").is_err(), "{kind}");
        server.run().unwrap();
        assert_eq!(server.run_sql("shop", "SELECT a FROM t").unwrap().trim(), "7", "{kind}");
        let error = server.run_sql("shop", "SELECT nothing").unwrap_err();
        assert!(error.contains("nothing"), "{error}");
        let folder = server.folder().to_owned();
        drop(server);
        assert!(!folder.exists(), "{kind}");
    }
}

#[test]
fn statements_go_through_a_pooler() {
    let server = Server::start(Kind::Postgres).unwrap();
    server.run_sql("postgres", "CREATE ROLE guest LOGIN").unwrap();
    let pooler = Pooler::start(&server).unwrap();
    let through = |sql: &str| {
        let mut client = server.client("postgres").unwrap();
        client.args(["-p", &pooler.port().to_string(), "-c", sql]);
        String::from_utf8(client.output().unwrap().stdout).unwrap()
    };
    assert_eq!(through("SELECT 6 * 7").trim(), "42");
    // A session of the server goes from client to client, with what was set in it.
    through("SET lock_timeout = '7s'");
    assert_eq!(through("SHOW lock_timeout").trim(), "7s", "{}", pooler.log());
    let mut client = server.client("postgres").unwrap();
    let client = client.args(["-p", &pooler.port().to_string(), "-U", "guest", "-c", "SELECT current_user"]);
    assert_eq!(
        String::from_utf8(client.output().unwrap().stdout).unwrap().trim(),
        "guest",
        "{}",
        pooler.log()
    );
    assert!(Pooler::start(&Server::start(Kind::MariaDb).unwrap()).unwrap_err().contains("MariaDB"));
}
