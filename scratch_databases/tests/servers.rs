//! Servers start, are killed, start again, and leave nothing behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use scratch_databases::{Kind, Server};

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
