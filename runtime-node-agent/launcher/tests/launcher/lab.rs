//! An installed launcher in a directory of its own: `bin/eci-runtime`, `runtime.conf`, a bundle and a socket's place.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

pub const STAND_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/launcher/stand-in-runtime");
pub const ENGINE_CONFIG: &str = r#"{"ociVersion":"1.2.0","from":"engine"}"#;

/// Tests run side by side.
static NEXT: AtomicU32 = AtomicU32::new(0);

pub struct Lab {
    pub dir: PathBuf,
    pub socket: PathBuf,
}

impl Lab {
    /// None, and a notice, where the tests cannot run.
    pub fn new() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: the launcher's tests need root");
            return None;
        }
        let name = format!("eci-launcher-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        // On the disk of the built launcher, so that it can be linked: a copy that another test's fork holds open for writing cannot be run.
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        fs::create_dir_all(dir.join("bin")).unwrap();
        fs::create_dir(dir.join("bundle")).unwrap();
        fs::hard_link(env!("CARGO_BIN_EXE_eci-runtime"), dir.join("bin/eci-runtime")).unwrap();
        let lab = Self { dir: fs::canonicalize(dir).unwrap(), socket: std::env::temp_dir().join(name + ".sock") };
        lab.conf(&format!("runtime = {STAND_IN}\nsocket = {}\nwait-seconds = 1\n", lab.socket.display()));
        lab.config(ENGINE_CONFIG.as_bytes());
        Some(lab)
    }

    pub fn conf(&self, text: &str) {
        let path = self.dir.join("runtime.conf");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }

    /// Waits up to `seconds` for the agent.
    pub fn patient(self, seconds: u32) -> Self {
        self.conf(&format!("runtime = {STAND_IN}\nsocket = {}\nwait-seconds = {seconds}\n", self.socket.display()));
        self
    }

    pub fn with_runtime(self, runtime: &Path) -> Self {
        self.conf(&format!("runtime = {}\nsocket = {}\n", runtime.display(), self.socket.display()));
        self
    }

    pub fn config(&self, bytes: &[u8]) {
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

    /// What the stand-in was called with; None if it was not called.
    pub fn record(&self) -> Option<Vec<String>> {
        let text = fs::read_to_string(self.dir.join("record")).ok()?;
        Some(text.lines().skip(1).map(str::to_owned).collect())
    }

    /// The launcher failed, said `why`, and did not call the runtime.
    pub fn assert_refused(&self, output: &Output, why: &str) {
        let said = stderr(output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.starts_with("enhanced container isolation: ") && said.contains(why), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert_eq!(self.record(), None, "the runtime was called");
        assert_eq!(output.stdout, b"");
    }

    /// The runtime was called with just these arguments, and its answer and exit code came through.
    pub fn assert_ran(&self, output: &Output, args: &[&str]) {
        assert_eq!(output.status.code(), Some(7), "{}", stderr(output));
        assert_eq!(output.stdout, b"answer of the stand-in\n");
        assert_eq!(stderr(output), "");
        assert_eq!(self.record().unwrap(), args);
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.socket);
        let _ = fs::remove_dir_all(&self.dir);
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
