// SPDX-License-Identifier: Apache-2.0
//! An installed eci-runtime in its own directory: `bin/eci-runtime`, `runtime.conf`, a bundle and the path of a socket.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

pub const FAKE_RUNTIME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/integration/fake-runtime");
pub const ENGINE_CONFIG: &str = r#"{"ociVersion":"1.2.0","from":"engine"}"#;

/// Tests run in parallel.
static NEXT_ID: AtomicU32 = AtomicU32::new(0);

pub struct Fixture {
    pub dir: PathBuf,
    pub socket: PathBuf,
}

impl Fixture {
    /// Returns None and prints a notice if the tests cannot run.
    pub fn new() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: the tests of eci-runtime need root");
            return None;
        }
        let name = format!("eci-runtime-{}-{}", std::process::id(), NEXT_ID.fetch_add(1, Ordering::Relaxed));
        // On the file system of the built binary, so that it can be hard-linked: a copy that a fork of another test
        // holds open for writing cannot be executed.
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        fs::create_dir_all(dir.join("bin")).unwrap();
        fs::create_dir(dir.join("bundle")).unwrap();
        fs::hard_link(env!("CARGO_BIN_EXE_eci-runtime"), dir.join("bin/eci-runtime")).unwrap();
        let fixture = Self { dir: fs::canonicalize(dir).unwrap(), socket: std::env::temp_dir().join(name + ".sock") };
        fixture.write_runtime_conf(&format!("runtime = {FAKE_RUNTIME}\nsocket = {}\nwait-seconds = 1\n", fixture.socket.display()));
        fixture.write_bundle_config(ENGINE_CONFIG.as_bytes());
        Some(fixture)
    }

    pub fn write_runtime_conf(&self, text: &str) {
        let path = self.dir.join("runtime.conf");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }

    /// Waits up to `seconds` for the agent.
    pub fn with_wait_seconds(self, seconds: u32) -> Self {
        self.write_runtime_conf(&format!("runtime = {FAKE_RUNTIME}\nsocket = {}\nwait-seconds = {seconds}\n", self.socket.display()));
        self
    }

    pub fn with_runtime(self, runtime: &Path) -> Self {
        self.write_runtime_conf(&format!("runtime = {}\nsocket = {}\n", runtime.display(), self.socket.display()));
        self
    }

    pub fn write_bundle_config(&self, bytes: &[u8]) {
        fs::write(self.config_path(), bytes).unwrap();
    }

    pub fn config_path(&self) -> PathBuf {
        self.bundle().join("config.json")
    }

    pub fn config_now(&self) -> String {
        fs::read_to_string(self.config_path()).unwrap()
    }

    pub fn bundle(&self) -> PathBuf {
        self.dir.join("bundle")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.dir.join("bin/eci-runtime"));
        command.args(args).env("ECI_TEST_RECORD", self.dir.join("record")).current_dir(&self.dir);
        command
    }

    pub fn call(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn create(&self) -> Output {
        self.call(&["create", "--bundle", self.bundle().to_str().unwrap(), "c1"])
    }

    /// The arguments of the fake runtime, or None if it was not called.
    pub fn record(&self) -> Option<Vec<String>> {
        let text = fs::read_to_string(self.dir.join("record")).ok()?;
        Some(text.lines().skip(1).map(str::to_owned).collect())
    }

    /// Asserts that eci-runtime failed with `reason` and did not call the runtime.
    pub fn assert_rejected(&self, output: &Output, reason: &str) {
        let message = stderr(output);
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(message.starts_with("enhanced container isolation: ") && message.contains(reason), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert_eq!(self.record(), None, "the runtime was called");
        assert_eq!(output.stdout, b"");
    }

    /// Asserts that the runtime was called with exactly these arguments, and that its output and exit code were
    /// returned.
    pub fn assert_ran(&self, output: &Output, args: &[&str]) {
        assert_eq!(output.status.code(), Some(7), "{}", stderr(output));
        assert_eq!(output.stdout, b"output of fake-runtime\n");
        assert_eq!(stderr(output), "");
        assert_eq!(self.record().unwrap(), args);
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.socket);
        let _ = fs::remove_dir_all(&self.dir);
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
