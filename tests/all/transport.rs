//! The copy on another machine in earnest: the engine over SFTP and the attachments over rsync, against an sshd of its own
//! on the loopback that knows one key.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::copies::{COMPLAINT, Engine, engine, head, head_of_file, until};
use crate::home::Home;
use crate::pty::PATIENCE;
use crate::sshd::RunFolder;

const SCRIPTS: &str = "assets/deploy/copy";

/// The other machine: whoever runs the test, with a key made for it.
struct OtherMachine {
    folder: TempDir,
    sshd: Child,
    port: u16,
    user: String,
    _run_folder: RunFolder,
}

impl OtherMachine {
    /// `None` where there is no sshd.
    fn start() -> Option<Self> {
        let program = ["/usr/sbin/sshd", "/usr/bin/sshd"].into_iter().find(|path| Path::new(path).exists());
        let Some(program) = program else {
            eprintln!("there is no sshd here: skipped");
            return None;
        };
        let user = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap()?.name;
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        for name in ["key", "host"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f"])
                .arg(place(name))
                .status();
            assert!(made.unwrap().success());
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let home = folder.path().display();
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {home}/host\nPidFile none\nUsePAM no\nStrictModes no\n\
             PermitRootLogin prohibit-password\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
             AuthorizedKeysFile {home}/key.pub\nSubsystem sftp internal-sftp\n"
        );
        std::fs::write(place("sshd_config"), config).unwrap();
        let run_folder = RunFolder::held();
        let sshd = Command::new(program)
            .args(["-D", "-f"])
            .arg(place("sshd_config"))
            .arg("-E")
            .arg(place("sshd.log"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let this = Self { folder, sshd, port, user, _run_folder: run_folder };
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < PATIENCE, "sshd does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        std::fs::write(this.path("known_hosts"), format!("[127.0.0.1]:{port} {}\n", this.host_key()))
            .unwrap();
        Some(this)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Type and key, as they stand in the public half.
    fn host_key(&self) -> String {
        let public = std::fs::read_to_string(self.path("host.pub")).unwrap();
        public.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    /// The shipped configuration with its second place instead of its first.
    fn config(&self, shipped: &str) -> String {
        let folder_only = ["      type: file\n", "      path: /mnt/copy/ydt.db\n"];
        let taken = folder_only.iter().fold(shipped.to_owned(), |text, line| {
            assert!(text.contains(line), "{line}");
            text.replacen(line, "", 1)
        });
        let wanted = [
            ("# type: sftp", "type: sftp".to_owned()),
            ("# host: copy.example:22", format!("host: 127.0.0.1:{}", self.port)),
            ("# user: ydt-copy", format!("user: {}", self.user)),
            ("# key-path: /etc/ydt/copy_key", format!("key-path: {}", self.path("key").display())),
            ("# host-key: ssh-ed25519 AAAA……", format!("host-key: {}", self.host_key())),
            ("# path: /srv/ydt/ydt.db", format!("path: {}", self.path("srv/ydt.db").display())),
        ];
        wanted.iter().fold(taken, |text, (line, with)| {
            assert!(text.contains(line), "{line}");
            text.replacen(line, with, 1)
        })
    }

    /// How rsync gets there.
    fn shell(&self) -> String {
        let (key, known) = (self.path("key"), self.path("known_hosts"));
        format!(
            "ssh -F none -p {} -i {} -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile={}",
            self.port,
            key.display(),
            known.display()
        )
    }

    fn attachments(&self) -> String {
        format!("{}@127.0.0.1:{}", self.user, self.path("srv/attachments").display())
    }
}

impl Drop for OtherMachine {
    fn drop(&mut self) {
        let _ended_already = self.sshd.kill();
        let _ended_already = self.sshd.wait();
    }
}

fn has_rsync() -> bool {
    let is_there = Command::new("rsync").arg("--version").stdout(Stdio::null()).status();
    let is_there = is_there.is_ok_and(|status| status.success());
    if !is_there {
        eprintln!("there is no rsync here: attachments are not tried over the line");
    }
    is_there
}

#[test]
fn what_was_committed_is_on_another_machine_soon_and_comes_back_from_there_with_its_attachments() {
    let (Some(program), Some(other)) = (engine(), OtherMachine::start()) else { return };
    std::fs::create_dir(other.path("srv")).unwrap();
    let home = Home::founded();
    let mut engine = Engine::start(&home, program, |shipped| other.config(shipped));
    let fetched = home.path("fetched.db");
    let mut longest = Duration::ZERO;
    for _ in 0..3 {
        assert_eq!(home.ydt_with(&["apply"], COMPLAINT).code, 0);
        let committed = head(&home, &home.database());
        let is_there = || engine.fetch(&home, &fetched) && head(&home, &fetched) == committed;
        longest = longest.max(until("the copy follows", is_there));
    }
    eprintln!("committed until fetched over SFTP and proven: {longest:?} at most");

    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let case = format!("{year}-0001");
    let attached = home.ydt_with(&["attach", &case, "照片.jpg"], "\u{1}photo");
    assert_eq!(attached.code, 0, "{}", attached.err);
    let committed = head(&home, &home.database()).unwrap();
    until("the attachment's event is copied", || {
        engine.fetch(&home, &fetched) && head_of_file(&fetched).as_deref() == Some(committed.as_str())
    });
    if !has_rsync() {
        return;
    }
    let local = home.path("town.db.attachments");
    let copied = || {
        let copied = Command::new(format!("{SCRIPTS}/copy-attachments"))
            .arg(&local)
            .arg(other.attachments())
            .env("RSYNC_RSH", other.shell())
            .output()
            .unwrap();
        assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
        other
            .path("srv/attachments")
            .read_dir()
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path().is_file())
            .count()
    };
    // What was there and is erased here goes there with the next copying.
    std::fs::write(local.join("erased"), "x").unwrap();
    assert_eq!(copied(), 2);
    std::fs::remove_file(local.join("erased")).unwrap();
    assert_eq!(copied(), 1);

    // This machine is gone but for what it remembers.
    engine.kill();
    for file in ["town.db", "town.db-wal", "town.db-shm", "fetched.db", "erased.list"] {
        let _not_there = std::fs::remove_file(home.path(file));
    }
    std::fs::remove_dir_all(&local).unwrap();
    let began = Instant::now();
    let folder = Path::new(env!("CARGO_BIN_EXE_ydt")).parent().unwrap();
    let beside = engine.program.parent().unwrap();
    let restored = Command::new(format!("{SCRIPTS}/restore.sh"))
        .args([&engine.config, home.database().to_str().unwrap(), &other.attachments()])
        .env("PATH", format!("{}:{}:/usr/bin:/bin", folder.display(), beside.display()))
        .env("HOME", home.0.path())
        .env("RSYNC_RSH", other.shell())
        .env_remove("XDG_STATE_HOME")
        .output()
        .unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    eprintln!("restored from another machine in {:?}", began.elapsed());
    assert_eq!(head(&home, &home.database()).unwrap(), committed);
    for left in ["town.db.from-copy", "town.db.from-copy.attachments"] {
        assert!(!home.path(left).exists(), "{left}");
    }
    assert_eq!(home.ydt(&["attach", &case, "--get", "1"]).out, "\u{1}photo");
}

#[test]
fn nothing_goes_to_a_machine_that_only_says_it_is_the_other_one() {
    let (Some(program), Some(other)) = (engine(), OtherMachine::start()) else { return };
    std::fs::create_dir(other.path("srv")).unwrap();
    let home = Home::founded();
    let written = std::fs::read_to_string(other.path("key.pub")).unwrap();
    let of_another: String = written.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let engine = Engine::start(&home, program, |shipped| {
        other.config(shipped).replace(&other.host_key(), &of_another)
    });
    let log = || std::fs::read_to_string(home.path("engine.log")).unwrap_or_default();
    until("the engine says what is wrong", || log().contains("host key") || log().contains("knownhosts"));
    assert!(!engine.fetch(&home, &home.path("fetched.db")));
    assert_eq!(other.path("srv").read_dir().unwrap().count(), 0);
}
