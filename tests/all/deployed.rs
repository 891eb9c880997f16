//! The shipped deployment in earnest: accounts of this machine, its sudo and an sshd of its own on the loopback.
//!
//! It makes accounts and installs the program, so it runs only for root where `YDT_DEPLOY=1` asks for it (`.ci/run` does),
//! never where the program is deployed already, and takes everything away again.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use serde_json::Value;
use tempfile::TempDir;

use crate::pty::{Console, PATIENCE};
use crate::sshd::RunFolder;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/deploy");
const DATA: &str = "/var/lib/ydt";
const OPERATOR: &str = "ydt-test-op";
const HANDLER: &str = "ydt-test-ha";
const LEADER: &str = "ydt-test-le";
/// Has an account and belongs to the group, and is registered as nobody.
const STRANGER: &str = "ydt-test-no";
const ACCOUNTS: [&str; 4] = [OPERATOR, HANDLER, LEADER, STRANGER];

const ORG: &str = r#"
[[unit]]
name = "新建村"
kind = "village"
[[person]]
name = "周敏"
login = "ydt-test-op"
positions = ["commission_operator"]
[[person]]
name = "王平"
login = "ydt-test-ha"
unit = "新建村"
positions = ["handler"]
[[person]]
name = "李敏"
login = "ydt-test-le"
positions = ["discipline_secretary"]
contacts = ["新建村"]
"#;

/// Two complaints, the first of which is the village's.
const CASES: &str = r#"{"command":"register","title":"路灯不亮","content":"村口路灯坏了两盏。","complained_at":"2026-03-05","complainant":"钱桂英","contact":"13987654321"}
{"case":"$last","command":"assess","scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}
{"case":"$last","command":"accept"}
{"case":"$last","command":"transfer"}
{"command":"register","title":"低保评定","content":"名单没有张贴。","complained_at":"2026-03-05"}
"#;

fn run(program: &str, words: &[&str], input: &str) -> Output {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads nothing may be gone already.
    let _not_read = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Exit code, standard output and standard error.
fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn is_there(program: &str) -> bool {
    run("sh", &["-c", &format!("command -v {program}")], "").status.success()
}

/// Why the test cannot or should not run here.
fn hindrance() -> Option<&'static str> {
    if std::env::var_os("YDT_DEPLOY").is_none_or(|asked| asked != "1") {
        return Some("not asked for by YDT_DEPLOY=1");
    }
    if !nix::unistd::geteuid().is_root() {
        return Some("not root");
    }
    if !["sudo", "sshd", "ssh", "ssh-keygen", "useradd", "setpriv", "pgrep"].into_iter().all(is_there) {
        return Some("sudo, sshd or useradd is not installed");
    }
    let is_deployed = Path::new(DATA).exists() || Path::new("/usr/local/bin/ydt").exists();
    let is_known = |name: &str| run("getent", &["passwd", name], "").status.success();
    let are_known = ACCOUNTS.iter().any(|name| is_known(name)) || is_known("ydt");
    (is_deployed || are_known).then_some("the program is deployed on this machine already")
}

/// What was set up; taken away again when this is dropped, however the test ends.
struct Deployed {
    folder: TempDir,
    sshd: Option<Child>,
    port: u16,
    _run_folder: RunFolder,
}

impl Deployed {
    fn set_up() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut this = Self { folder, sshd: None, port, _run_folder: RunFolder::held() };
        let home = this.folder.path().to_str().unwrap().to_owned();
        for account in ACCOUNTS {
            let words = ["--no-create-home", "--home-dir", &home, "--shell", "/bin/sh", account];
            assert!(run("useradd", &words, "").status.success(), "{account}");
        }
        let setup = format!("{SCRIPTS}/setup.sh");
        let mut words = vec![setup.as_str(), "--program", env!("CARGO_BIN_EXE_ydt")];
        for account in ACCOUNTS {
            words.extend(["--member", account]);
        }
        let (code, _, err) = told(&run("sh", &words, ""));
        assert_eq!(code, 0, "{err}");
        let (code, out, _) = told(&run("sh", &[&format!("{SCRIPTS}/check.sh")], ""));
        assert_eq!(code, 0, "{out}");
        this.listen();
        this
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A key for each account, and an sshd that takes the shipped settings in.
    fn listen(&mut self) {
        std::fs::create_dir(self.file("keys")).unwrap();
        for name in ACCOUNTS.iter().chain(&["host"]) {
            let key = self.file(name);
            let words = ["-q", "-t", "ed25519", "-N", "", "-f", key.to_str().unwrap()];
            assert!(run("ssh-keygen", &words, "").status.success());
            std::fs::copy(key.with_extension("pub"), self.file("keys").join(name)).unwrap();
        }
        let (home, port) = (self.folder.path().display(), self.port);
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {home}/host\nPidFile none\nUsePAM yes\nStrictModes no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nAuthorizedKeysFile {home}/keys/%u\n\
             Include /etc/ssh/sshd_config.d/ydt.conf\n"
        );
        std::fs::write(self.file("sshd_config"), config).unwrap();
        let sshd = Command::new("/usr/sbin/sshd")
            .args(["-D", "-f"])
            .arg(self.file("sshd_config"))
            .arg("-E")
            .arg(self.file("sshd.log"))
            .stdin(Stdio::null())
            .spawn();
        self.sshd = Some(sshd.unwrap());
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(since.elapsed() < PATIENCE, "sshd does not listen");
            std::thread::yield_now();
        }
    }

    /// The words of an ssh command as this account.
    fn ssh(&self, account: &str) -> Vec<String> {
        let key = self.file(account).display().to_string();
        let port = self.port.to_string();
        let words = ["-F", "none", "-i", &key, "-p", &port, "-o", "StrictHostKeyChecking=no", "-o"];
        let more = ["UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes"];
        let to = format!("{account}@127.0.0.1");
        words.into_iter().chain(more).map(str::to_owned).chain([to]).collect()
    }

    fn over_ssh(&self, account: &str, command: &str, input: &str) -> (i32, String, String) {
        let words = self.ssh(account);
        let words: Vec<&str> = words.iter().map(String::as_str).chain([command]).collect();
        told(&run("ssh", &words, input))
    }

    /// How many cases the account sees.
    fn sees(&self, account: &str) -> usize {
        let (code, out, err) = self.over_ssh(account, "ydt list --json", "");
        assert_eq!(code, 0, "{account}: {err}");
        serde_json::from_str::<Value>(&out).unwrap().as_array().unwrap().len()
    }
}

impl Drop for Deployed {
    fn drop(&mut self) {
        if let Some(sshd) = &mut self.sshd {
            let _gone_already = sshd.kill();
            let _gone_already = sshd.wait();
        }
        // What still runs belongs to accounts that this test made.
        for account in ACCOUNTS.iter().chain(&["ydt"]) {
            for process in processes_of(account) {
                run("kill", &["-9", &process], "");
            }
            run("userdel", &[account], "");
        }
        run("groupdel", &["ydt-users"], "");
        for path in [
            DATA,
            "/etc/ydt",
            "/usr/local/bin/ydt",
            "/usr/local/lib/ydt",
            "/etc/ssh/sshd_config.d/ydt.conf",
            "/etc/sudoers.d/ydt",
            "/etc/systemd/system/ydt-watch.service",
            "/etc/systemd/system/ydt-check.service",
            "/etc/systemd/system/ydt-check.timer",
        ] {
            run("rm", &["-rf", path], "");
        }
    }
}

fn processes_of(account: &str) -> Vec<String> {
    let (_, out, _) = told(&run("pgrep", &["-u", account], ""));
    out.lines().map(str::to_owned).collect()
}

/// Runs a command as an account that did not log in, with nothing of this process's surroundings.
fn as_account(account: &str, words: &[&str], input: &str) -> (i32, String, String) {
    let begins = ["--reuid", account, "--regid", account, "--init-groups", "--reset-env"];
    let words: Vec<&str> = begins.into_iter().chain(words.iter().copied()).collect();
    told(&run("setpriv", &words, input))
}

/// Runs the program as the service user, as `README.md` tells whoever founds the town to do.
fn as_service(words: &[&str], input: &str) -> (i32, String, String) {
    let surroundings = std::fs::read_to_string(format!("{SCRIPTS}/environment")).unwrap();
    let mut all = vec!["env", "HOME=/var/lib/ydt"];
    all.extend(surroundings.lines());
    all.push("/usr/local/bin/ydt");
    all.extend(words);
    as_account("ydt", &all, input)
}

fn user_id(account: &str) -> String {
    told(&run("id", &["-u", account], "")).1.trim().to_owned()
}

#[test]
fn three_people_work_over_ssh_and_nobody_else_gets_in() {
    if let Some(why) = hindrance() {
        eprintln!("{why}; not tried");
        return;
    }
    let town = Deployed::set_up();
    let init = ["init", "--town", "建胜镇", "--district", "大渡口区", "--name", "值班服务"];
    let (code, _, err) = as_service(&init, "");
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = as_service(&["org", "import", "-"], ORG);
    assert_eq!(code, 0, "{err}");

    let (code, _, err) = town.over_ssh(OPERATOR, "ydt list", "");
    if code == 4 && err.contains("pam_loginuid") {
        eprintln!("the system notes no login session here; who it is, is what sudo says");
        assert_eq!(as_service(&["settings", "set", "identity", "sudo"], "").0, 0);
    }
    everybody_sees_what_they_may(&town);
    nobody_gets_in_otherwise(&town);
    a_lost_line_ends_the_program_and_keeps_the_draft(&town);
    let (code, out, err) = as_service(&["verify"], "");
    assert_eq!(code, 0, "{out}{err}");
}

fn everybody_sees_what_they_may(town: &Deployed) {
    let (code, out, err) = town.over_ssh(OPERATOR, "ydt apply", CASES);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!((town.sees(OPERATOR), town.sees(HANDLER), town.sees(LEADER)), (2, 1, 2));
    let of_others = town.over_ssh(HANDLER, "ydt show 2026-0002", "");
    let of_nobody = town.over_ssh(HANDLER, "ydt show 2026-0009", "");
    assert_eq!((of_others.0, of_others.2.replace("0002", "0009")), (4, of_nobody.2));
    for account in [OPERATOR, HANDLER, LEADER] {
        let (code, out, err) = town.over_ssh(account, "ydt show 2026-0001 --json", "");
        assert_eq!(code, 0, "{err}");
        assert!(!out.contains("钱桂英") && !out.contains("13987654321"), "{account}: {out}");
    }
    let (code, _, err) = town.over_ssh(STRANGER, "ydt list", "");
    assert!(code == 4 && err.contains(STRANGER) && err.contains("没有登记"), "{err}");
    let reasons = r#"{"case":"2026-0001","command":"transfer"}"#;
    assert_eq!(town.over_ssh(HANDLER, "ydt apply", reasons).0, 4, "no handler transfers");
}

fn nobody_gets_in_otherwise(town: &Deployed) {
    let database = format!("{DATA}/ydt.db");
    let forged = format!("SUDO_UID={}", user_id(LEADER));
    for account in ACCOUNTS {
        assert_ne!(as_account(account, &["cat", &database], "").0, 0, "{account} reads the file");
        assert_ne!(as_account(account, &["ls", DATA], "").0, 0, "{account} reads the folder");
        let direct = ["env", &format!("YDT_DB={database}"), &forged, "/usr/local/bin/ydt", "list"];
        assert_ne!(as_account(account, &direct, "").0, 0, "{account} runs the program on its own");
        for other in [&["/bin/sh", "-c", "id"][..], &["cat", &database]] {
            let words: Vec<&str> = ["sudo", "-n", "-u", "ydt", "--"].iter().chain(other).copied().collect();
            assert_ne!(as_account(account, &words, "").0, 0, "{account} runs {other:?}");
        }
    }
    let asked = ["sudo", "-n", "-u", "ydt", &forged, "/usr/local/bin/ydt", "list"];
    assert_ne!(as_account(OPERATOR, &asked, "").0, 0, "sudo takes a user from nobody");
    for command in ["sh -c id", "cat /var/lib/ydt/ydt.db", &format!("{forged} ydt list")] {
        let (code, out, _) = town.over_ssh(OPERATOR, command, "");
        assert_eq!((code, out.as_str()), (4, ""), "{command}");
    }
    // The service user's own process without sudo as its parent may claim what it likes.
    let served =
        ["env", &forged, &format!("YDT_DB={database}"), "HOME=/var/lib/ydt", "/usr/local/bin/ydt", "list"];
    let (code, out, err) = as_account("ydt", &served, "");
    assert!(code == 4 && out.is_empty() && err.contains("pam_loginuid"), "{code} {out} {err}");
    // Where sudo alone says who it is, it says whom it serves and not what stood in the environment.
    assert_eq!(as_service(&["settings", "set", "identity", "sudo"], "").0, 0);
    let by_sudo = ["env", &forged, "sudo", "-n", "-u", "ydt", "--", "/usr/local/bin/ydt", "list", "--json"];
    let (code, out, err) = as_account(HANDLER, &by_sudo, "");
    assert_eq!(code, 0, "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap().as_array().unwrap().len(), 1, "the handler's");
}

fn a_lost_line_ends_the_program_and_keeps_the_draft(town: &Deployed) {
    let words: Vec<String> = town.ssh(OPERATOR).iter().map(|word| format!("'{word}'")).collect();
    let script = format!("exec ssh -tt {}", words.join(" "));
    let open_form = |console: &mut Console| {
        console.wait_for_text("收件箱");
        console.type_keys(":");
        console.wait_for_text("命令");
        console.type_keys("登记投诉");
        console.wait_for_text("登记投诉");
        console.type_keys("\r");
    };
    let mut console = Console::script(&town.file("console"), &script);
    open_form(&mut console);
    console.wait_for_text("投诉事项名称");
    console.type_keys("井盖缺失");
    console.wait_for_text("井盖缺失");
    assert!(!processes_of("ydt").is_empty());
    console.signal(Signal::SIGKILL);
    let since = Instant::now();
    while !processes_of("ydt").is_empty() {
        assert!(since.elapsed() < Duration::from_secs(10), "the program outlives its line");
        std::thread::yield_now();
    }
    let mut again = Console::script(&town.file("console"), &script);
    open_form(&mut again);
    again.wait_for_text("未提交的内容");
    again.signal(Signal::SIGKILL);
}
