//! A process that ends with the one that started it.

use std::{
    env,
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::Result;

/// After this, something hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs until it is killed, or until this process ends.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts a program, whose output goes to the file `log` of a folder. The command must begin with [`tied_to_us`].
    pub(crate) fn spawn(mut command: Command, folder: &Path) -> Result<Self> {
        let shown = format!("{command:?}");
        let log = File::options().create(true).append(true).open(folder.join("log"));
        let log = log.and_then(|log| Ok((log.try_clone()?, log))).map_err(|error| format!("log: {error}"))?;
        command.stdin(Stdio::null()).stdout(log.0).stderr(log.1);
        // The system ends the program with the *thread* that started it (prctl(2), PR_SET_PDEATHSIG): it must be one that lives
        // as long as the process.
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            // Whoever waits for it is gone if it cannot be sent.
            let _ = sender.send(command.spawn());
            loop {
                thread::park();
            }
        });
        let child = receiver.recv().map_err(|_| format!("{shown} was not started"))?;
        Ok(Self { child: child.map_err(|error| format!("{shown} could not be started: {error}"))? })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until a program that was just started is ready.
    pub(crate) fn wait_until(&mut self, is_ready: impl Fn() -> bool) -> Result<()> {
        let start = Instant::now();
        while !is_ready() {
            if self.has_ended() {
                return Err("it has ended".to_owned());
            }
            if start.elapsed() > PATIENCE {
                return Err("it does not answer".to_owned());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    pub(crate) fn kill(mut self) {
        // One that has ended cannot be killed, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command that runs a program which ends when we do. `setpriv` is part of util-linux.
pub(crate) fn tied_to_us(account: Option<&str>, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if let Some(account) = account {
        command.args(["--reuid", account, "--regid", account, "--clear-groups"]);
    }
    command.args(["--pdeathsig", "KILL"]).arg(program);
    command
}

/// The command, run where the folder `data` is a small disk of its own, with the same files. It needs `unshare` of util-linux,
/// and the right to mount something, which root has.
pub(crate) fn on_small_disk(command: &Command, folder: &Path, megabytes: u32, left: u32) -> Command {
    let script = format!(
        "cd {folder} && mv data seed && mkdir data && mount -t tmpfs -o size={megabytes}m,mode=0700 tmpfs data && \
         cp -a seed/. data/ && chown --reference=seed data && \
         free=$(df --output=avail -m data | tail -n 1) && head -c $((free - {left}))M /dev/zero > data/ballast && exec \"$@\"",
        folder = folder.display()
    );
    let mut small = Command::new("unshare");
    if !is_root() {
        small.args(["--user", "--map-root-user"]);
    }
    small.args(["--mount", "sh", "-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
    small
}

/// Runs a program that reads `input`, and gives what it prints.
pub(crate) fn output(mut command: Command, input: &str) -> Result<String> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("{shown}: {error}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that has given up says why on its standard error.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{shown}: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

/// Where a program is, on the PATH or where systems keep servers.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Whether this process has all rights.
pub(crate) fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("Uid:"))
        .is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0"))
}
