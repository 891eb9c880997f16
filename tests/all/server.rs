//! Several people on one server: who asks, whether the time can be believed, who was first, and what is shipped to set
//! it all up.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use ydt::domain::time::Moment;
use ydt::office::{NewTown, Office};

use crate::home::{Home, results};
use crate::pty::PATIENCE;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/deploy");

/// Runs the program as sudo would leave its environment.
fn as_if_by_sudo(home: &Home, user: &str, words: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ydt"))
        .args(words)
        .env_clear()
        .env("HOME", home.0.path())
        .env("YDT_DB", home.database())
        .env("SUDO_UID", user)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn who_only_claims_to_come_by_sudo_is_refused_whatever_is_set() {
    let home = Home::founded();
    let session = std::fs::read_to_string("/proc/self/loginuid").unwrap_or_default();
    let why = if session.trim() == u32::MAX.to_string() { "pam_loginuid" } else { "sudo 说是用户" };
    for _ in 0..2 {
        for words in [&["list"][..], &["verify"], &["settings", "list"]] {
            let (code, told) = as_if_by_sudo(&home, "64999", words);
            assert!(code == 4 && told.contains(why) && told.lines().count() == 1, "{code} {told}");
        }
        let (code, told) = as_if_by_sudo(&home, "root; true", &["list"]);
        assert!(code == 4 && told.contains("不是用户编号"), "{told}");
        // The process that started this one is no sudo, so the setting changes nothing for it.
        assert_eq!(home.ydt(&["settings", "set", "identity", "sudo"]).code, 0);
    }
    assert_eq!(home.ydt(&["settings", "get", "identity"]).out, "sudo\n");
}

/// The time of day there and then, as people write it.
fn present() -> String {
    let output = Command::new("date").args(["-u", "-d", "8 hours", "+%Y-%m-%d %H:%M"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn nothing_is_saved_by_a_clock_that_was_set_back_until_somebody_confirms_the_time() {
    let home = Home::new();
    let login = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    let new = NewTown {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        login,
        name: "周敏".to_owned(),
        sandbox: false,
        org: None,
    };
    let ahead = Moment::parse(&present()).unwrap().plus_seconds(3 * 60 * 60);
    drop(Office::create(&home.database(), new, "test", ahead).unwrap());
    let line = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
    let refused = |input: &str| {
        let ended = home.ydt_with(&["apply"], input);
        assert_eq!(ended.code, 4, "{}", ended.err);
        results(&ended)[0]["refusal"].clone()
    };
    let doubt = refused(line);
    assert_eq!(doubt["code"], "doubtful_time");
    assert!(doubt["message"].as_str().unwrap().contains("还早"), "{doubt}");
    home.ydt(&["check"]).refused(4, "核对服务器时间");
    assert_eq!(home.ydt(&["list"]).code, 0, "reading goes on");
    // Whoever writes what a wrong clock shows has not looked at a right one.
    let wrong = format!(r#"{{"command":"confirm_time","time":"{}"}}"#, ahead.minute());
    assert_eq!(refused(&wrong)["code"], "invalid_value");
    assert_eq!(refused(line)["code"], "doubtful_time");
    let right = format!(r#"{{"command":"confirm_time","time":"{}"}}"#, present());
    let confirmed = home.ydt_with(&["apply"], &right);
    assert_eq!((confirmed.code, &results(&confirmed)[0]["events"][0]), (0, &"time_confirmed".into()));
    assert_eq!(home.ydt_with(&["apply"], line).code, 0);
    assert_eq!((home.cases(), home.ydt(&["verify"]).code), (1, 0));
}

#[test]
fn whoever_comes_second_is_told_who_was_first_with_what_and_when() {
    let home = Home::practice();
    let lines = r#"{"command":"register","title":"路灯","content":"路灯坏了","complained_at":"2026-03-05"}
{"case":"$last","command":"assess","scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}
{"case":"$last","command":"accept"}
{"case":"$last","command":"accept"}"#;
    let ended = home.ydt_with(&["apply"], lines);
    let last = results(&ended).pop().unwrap();
    let message = last["refusal"]["message"].as_str().unwrap();
    assert_eq!(last["refusal"]["code"], "wrong_stage");
    assert!(message.contains("最近一步是") && message.contains("办的“受理”"), "{message}");
}

#[test]
fn the_memory_of_the_program_is_for_no_other_process() {
    if !nix::unistd::geteuid().is_root() {
        eprintln!("only root can look at another user's process; not tried");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("ydt");
    std::fs::copy(env!("CARGO_BIN_EXE_ydt"), &program).unwrap();
    let mut command = Command::new(&program);
    command.args(["calendar", "due", "--batch"]).uid(65_534).gid(65_534).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = loop {
        match command.spawn() {
            // Another test was just starting a process, which held the copy open for writing until it had begun.
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            child => break child.unwrap(),
        }
    };
    // What the kernel keeps of a process whose memory is closed belongs to root.
    let files = format!("/proc/{}/mem", child.id());
    let since = std::time::Instant::now();
    while Path::new(&files).metadata().unwrap().uid() != 0 {
        assert!(since.elapsed() < PATIENCE, "its memory can be read by its user");
        std::thread::yield_now();
    }
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

fn script(name: &str, words: &[&str]) -> Output {
    Command::new("sh").arg(format!("{SCRIPTS}/{name}")).args(words).output().unwrap()
}

#[test]
fn what_is_shipped_is_set_up_and_checked_and_what_is_wrong_is_named() {
    let is_there = |program: &str| {
        let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap();
        found.status.success()
    };
    if !nix::unistd::geteuid().is_root() || !is_there("useradd") {
        eprintln!("no useradd, or not root; not tried");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let program = env!("CARGO_BIN_EXE_ydt");
    for _ in 0..2 {
        let set_up = script("setup.sh", &["--root", root, "--program", program]);
        assert!(set_up.status.success(), "{}", String::from_utf8_lossy(&set_up.stderr));
    }
    let check = || {
        let checked = script("check.sh", &["--root", root]);
        (checked.status.code(), String::from_utf8(checked.stdout).unwrap())
    };
    let (code, told) = check();
    assert!(code == Some(0) && !told.contains("不对"), "{told}");
    let data = folder.path().join("var/lib/ydt");
    assert_eq!(data.metadata().unwrap().mode() & 0o777, 0o700);
    assert_ne!(data.metadata().unwrap().uid(), 0);
    for (path, mode) in [("var/lib/ydt", 0o755), ("etc/sudoers.d/ydt", 0o644), ("usr/local/bin/ydt", 0o777)] {
        let path = folder.path().join(path);
        let right = path.metadata().unwrap().permissions();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let (code, told) = check();
        assert!(code == Some(1) && told.contains("chmod"), "{told}");
        std::fs::set_permissions(&path, right).unwrap();
    }
    assert_eq!(check().0, Some(0));
    copies_are_set_up_when_asked_for(folder.path(), &check);
    assert_eq!(
        script("setup.sh", &["--root", root]).status.code(),
        Some(2),
        "without a program nothing is set up"
    );
}

/// Units, scripts and configuration of the copies elsewhere: by a flag, and from then on without it.
fn copies_are_set_up_when_asked_for(folder: &Path, check: &dyn Fn() -> (Option<i32>, String)) {
    let (root, program) = (folder.to_str().unwrap(), env!("CARGO_BIN_EXE_ydt"));
    assert!(check().1.contains("跳过  异地副本"));
    let set_up =
        |more: &[&str]| script("setup.sh", &[&["--root", root, "--program", program], more].concat());
    assert_eq!(set_up(&["--litestream", "/no/such/file"]).status.code(), Some(2));
    assert!(!folder.join("etc/ydt/litestream.yml").exists(), "nothing was set up");
    // Any program will do here: none is started.
    let asked = set_up(&["--copy", "--litestream", "/bin/true"]);
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(asked.status.success() && told.contains("ydt-copy-attachments.timer"), "{told}");
    let (code, told) = check();
    let rsync = told.lines().any(|line| line.starts_with("不对  rsync"));
    assert!(code == Some(i32::from(rsync)), "{told}");
    for path in
        ["/etc/ydt/litestream.yml", "/usr/local/lib/ydt/restore.sh", "/etc/systemd/system/ydt-copy.service"]
    {
        assert!(told.contains(&format!("对    {path}")), "{told}");
    }
    // What was written there stays, and units follow the version that is set up.
    let (config, unit) =
        (folder.join("etc/ydt/litestream.yml"), folder.join("etc/systemd/system/ydt-copy.service"));
    std::fs::write(&config, "dbs: []\n").unwrap();
    std::fs::remove_file(&unit).unwrap();
    assert!(set_up(&[]).status.success());
    assert_eq!(std::fs::read_to_string(&config).unwrap(), "dbs: []\n");
    assert!(unit.exists());
    std::fs::set_permissions(&config, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(check().1.contains("chmod 640"), "{}", check().1);
}

#[test]
fn the_shipped_units_are_what_the_system_takes() {
    let folder = tempfile::tempdir().unwrap();
    let mut units = Vec::new();
    for from in [SCRIPTS.to_owned(), format!("{SCRIPTS}/copy")] {
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            if !path.extension().is_some_and(|ending| ending == "service" || ending == "timer") {
                continue;
            }
            // The programs need not be installed here.
            let text = std::fs::read_to_string(&path).unwrap();
            let line = |line: &str| {
                let program = line.strip_prefix("ExecStart=").and_then(|rest| rest.split(' ').next());
                program.map_or_else(|| line.to_owned(), |program| line.replace(program, "/bin/true"))
            };
            let text: Vec<String> = text.lines().map(line).collect();
            let copy = folder.path().join(path.file_name().unwrap());
            std::fs::write(&copy, text.join("\n")).unwrap();
            units.push(copy);
        }
    }
    assert!(units.len() >= 6, "{units:?}");
    let Ok(verified) = Command::new("systemd-analyze").arg("verify").args(&units).output() else {
        eprintln!("there is no systemd-analyze here: skipped");
        return;
    };
    let said = String::from_utf8_lossy(&verified.stderr).into_owned();
    // What it says of units of the system itself is not ours.
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("ydt")).collect();
    assert!(ours.is_empty(), "{ours:?}");
}

#[test]
fn the_command_of_a_login_is_the_console_or_a_command_of_the_program_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let sudo = folder.path().join("sudo");
    std::fs::write(&sudo, "#!/bin/sh\nfor word in \"$@\"; do printf '[%s]' \"$word\"; done\n").unwrap();
    std::fs::set_permissions(&sudo, std::fs::Permissions::from_mode(0o755)).unwrap();
    let login = |asked: Option<&str>| {
        let mut command = Command::new("/bin/sh");
        command.arg(format!("{SCRIPTS}/login")).env_clear().env("PATH", folder.path());
        if let Some(asked) = asked {
            command.env("SSH_ORIGINAL_COMMAND", asked);
        }
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let begins = "[-n][-u][ydt][--][/usr/local/bin/ydt]";
    assert_eq!(login(None), (Some(0), begins.to_owned()));
    assert_eq!(login(Some("ydt list --json")), (Some(0), format!("{begins}[list][--json]")));
    let odd = "ydt show $(id) ; cat /etc/passwd `x` * > /tmp/x";
    let words = "[show][$(id)][;][cat][/etc/passwd][`x`][*][>][/tmp/x]";
    assert_eq!(login(Some(odd)), (Some(0), format!("{begins}{words}")));
    for other in ["sh", "/bin/sh -c id", "scp -t /tmp", "internal-sftp", "  ", "ydtx"] {
        assert_eq!(login(Some(other)), (Some(4), String::new()), "{other}");
    }
}

#[test]
fn who_opened_which_case_is_noted_once_a_minute_for_whoever_audits_or_administers() {
    let home = Home::practice();
    let line = r#"{"command":"register","title":"路灯","content":"路灯坏了","complained_at":"2026-03-05"}"#;
    assert_eq!(home.ydt_with(&["apply"], line).code, 0);
    let at = |time: &str, case: &str| home.ydt(&["--now", time, "show", case]);
    for time in ["2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 09:00:59", "2026-11-23 09:01"] {
        assert_eq!(at(time, "2026-0001").code, 0);
    }
    // A case that is not there was not opened.
    assert_eq!(at("2026-11-23 09:02", "2026-0009").code, 4);
    let listed = home.ydt(&["--now", "2026-11-24 09:00", "openings", "--json"]).json();
    let lines = listed.as_array().unwrap();
    assert_eq!(lines.len(), 2, "{listed}");
    assert_eq!(
        (&lines[1]["case_no"], &lines[1]["at"]),
        (&"2026-0001".into(), &"2026-11-23T09:01:00+08:00".into())
    );
    let none = home.ydt(&["--now", "2026-11-24 09:00", "openings", "--case", "2026-0002", "--json"]);
    assert_eq!(none.json(), serde_json::json!([]));
    let folder = home.path(".local/state/ydt/openings").read_dir().unwrap().next().unwrap().unwrap().path();
    let file = folder.join("2026-11");
    assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600);
    assert!(!std::fs::read_to_string(file).unwrap().contains("路灯"));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}
