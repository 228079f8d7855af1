//! A server to measure, and the little of HTTP that it takes to ask it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    serve::build_program,
    tools::{Result, root, run_quietly},
};

/// A running server, stopped when it is dropped.
pub(super) struct Server {
    child: Child,
    address: String,
    /// Its target's file.
    pub(super) database: PathBuf,
}

impl Server {
    /// Starts the release build with its files in `folder`.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        Self::start_with(folder, "sqlite:target.sqlite")
    }

    /// The same with another target.
    pub(super) fn start_with(folder: &Path, target: &str) -> Result<Self> {
        let program = build_program()?;
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(failed)?;
        }
        fs::create_dir_all(folder).map_err(failed)?;
        let site = root().join("target/site");
        let config = format!(
            "[targets.local]\nurl = \"{target}\"\n\n[package.metadata.leptos]\noutput-name = \"rowmill\"\n\
             site-root = {:?}\nsite-pkg-dir = \"pkg\"\nsite-addr = \"127.0.0.1:0\"\nhash-files = true\nenv = \"PROD\"\n",
            site.display().to_string()
        );
        let file = folder.join("Leptos.toml");
        fs::write(&file, config).map_err(failed)?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--config").arg(&file).env("ROWMILL_LOG", "warn").stdout(Stdio::piped());
        let mut child = command.spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(failed)?;
        }
        let address = line.trim().rsplit("//").next().unwrap_or_default().to_owned();
        Ok(Self { child, address, database: folder.join("target.sqlite") })
    }

    /// Sends a request, and gives the answer from its first byte on.
    fn send(&self, method: &str, path: &str, media_type: &str, body: &[u8]) -> Result<BufReader<TcpStream>> {
        let failed = |error: std::io::Error| format!("{method} {path}: {error}");
        let mut stream = TcpStream::connect(&self.address).map_err(failed)?;
        let address = &self.address;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\
             accept-encoding: br\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).map_err(failed)?;
        Ok(BufReader::with_capacity(1 << 20, stream))
    }

    /// Where it is.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// An answer that nobody reads.
    pub(super) fn open(&self, path: &str) -> Result<BufReader<TcpStream>> {
        let mut reader = self.send("GET", path, "text/plain", b"")?;
        // The answer has begun.
        reader.fill_buf().map_err(|error| format!("{path}: {error}"))?;
        Ok(reader)
    }

    /// Seconds that processors have worked for it (proc(5), fields utime and stime, a hundred ticks a second).
    pub(super) fn processor_seconds(&self) -> Result<f64> {
        let path = format!("/proc/{}/stat", self.child.id());
        let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        // The name of the program, in parentheses, may hold spaces.
        let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Ok(ticks as f64 / 100.0)
    }

    /// Tells it to stop, and gives the time until it has.
    pub(super) fn terminate(mut self) -> Result<Duration> {
        let start = Instant::now();
        run_quietly(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        self.child.wait().map_err(|error| format!("the server cannot be waited for: {error}"))?;
        Ok(start.elapsed())
    }

    /// The body of a short answer.
    pub(super) fn ask(
        &self,
        method: &str,
        path: &str,
        media_type: &str,
        body: &[u8],
    ) -> Result<serde_json::Value> {
        let mut answer = String::new();
        let mut reader = self.send(method, path, media_type, body)?;
        reader.read_to_string(&mut answer).map_err(|error| format!("{method} {path}: {error}"))?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body)
            .map_err(|error| format!("{method} {path} gave no JSON ({error}): {answer}"))
    }

    /// Reads `most` bytes of an answer: the time until the first byte of the body, the time for all, and how many.
    pub(super) fn read(&self, path: &str, most: u64) -> Result<(Duration, Duration, u64)> {
        let failed = |error: std::io::Error| format!("{path}: {error}");
        let start = Instant::now();
        let mut reader = self.send("GET", path, "text/plain", b"")?;
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line).map_err(failed)? == 0 {
                return Err(format!("{path}: the answer ended early"));
            }
        }
        reader.fill_buf().map_err(failed)?;
        let first = start.elapsed();
        let mut count = 0;
        while count < most {
            let read = reader.fill_buf().map_err(failed)?.len();
            if read == 0 {
                break;
            }
            reader.consume(read);
            count += read as u64;
        }
        Ok((first, start.elapsed(), count))
    }

    /// The most memory that the server has had in use, in bytes.
    pub(super) fn peak_memory(&self) -> Result<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: Option<u64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kilobytes.map(|kilobytes| kilobytes * 1_024).ok_or_else(|| format!("{path} does not tell the memory"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that is gone already cannot be stopped, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
