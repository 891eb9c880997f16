//! A disk that is full or nearly so: told before, never the end of the program, and reading goes on.

use std::path::PathBuf;
use std::process::Command;

use crate::home::{Home, rounds};

/// A disk of its own; gone with this.
pub struct Disk(pub PathBuf);

impl Disk {
    /// `None` where nothing may be mounted.
    pub fn mounted(home: &Home, words: &[&str]) -> Option<Self> {
        let place = home.path("disk");
        std::fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount").args(words).arg(&place).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then(|| Self(place))
    }

    fn free_kb(&self) -> u64 {
        let disk = nix::sys::statvfs::statvfs(&self.0).unwrap();
        disk.blocks_available() * disk.fragment_size() / 1024
    }

    /// Fills it until so many kB are left.
    fn fill(&self, left: u64) {
        let filler = self.0.join("filler");
        let _not_there = std::fs::remove_file(&filler);
        let much = usize::try_from(self.free_kb().saturating_sub(left) * 1024).unwrap();
        let _as_far_as_it_goes = std::fs::write(&filler, vec![b'x'; much]);
        std::fs::File::open(&self.0).unwrap().sync_all().unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What still ends there keeps it no longer than that.
        let _best_effort = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A small ext4 whose blocks are a quarter of a page.
fn small_blocks(home: &Home) -> Option<Disk> {
    let image = home.write("image", vec![0; 8 << 20]);
    let made = Command::new("mkfs.ext4").args(["-q", "-F", "-b", "1024", "-m", "0", &image]).output();
    if !made.is_ok_and(|made| made.status.success()) {
        return None;
    }
    Disk::mounted(home, &["-o", "loop", &image])
}

fn register(size: usize) -> String {
    let content = "字".repeat(size);
    format!(r#"{{"command":"register","title":"甲","content":"{content}","complained_at":"2026-03-05"}}"#)
}

#[test]
fn on_a_full_disk_of_small_blocks_the_program_never_ends_by_itself_and_reading_goes_on() {
    let home = Home::new();
    let Some(disk) = small_blocks(&home) else {
        eprintln!("nothing may be mounted here; not tried");
        return;
    };
    let db = disk.0.join("data/town.db");
    let ydt = |words: &[&str], input: &str| {
        home.ydt_with(&[&["--db", db.to_str().unwrap()], words].concat(), input)
    };
    assert_eq!(ydt(&["init", "--sandbox"], "").code, 0);
    let step = rounds(8, 1);
    let lines: Vec<String> = (0..120).map(|_| register(300)).collect();
    let (mut kept, mut full) = (0, 0);
    for left in (0..80).step_by(step).chain([128, 160, 200, 300]) {
        disk.fill(left);
        let acted = ydt(&["apply"], &lines.join("\n"));
        assert!([0, 6].contains(&acted.code), "{left} kB: {} {}", acted.code, acted.err);
        if acted.code == 6 {
            full += 1;
            assert!(acted.err.contains("磁盘已满"), "{left} kB: {}", acted.err);
        }
        kept += acted.out.lines().filter(|line| line.contains("\"ok\":true")).count();
        let listed = ydt(&["list", "--json"], "");
        assert_eq!(listed.code, 0, "{left} kB: {}", listed.err);
        assert_eq!(listed.json().as_array().unwrap().len(), kept, "{left} kB");
    }
    assert!(full > 4, "the disk was full only {full} times");
    disk.fill(u64::MAX);
    assert_eq!(ydt(&["verify"], "").code, 0);
    assert_eq!(ydt(&["apply"], &register(3)).code, 0, "there is room again");
}

#[test]
fn when_little_room_is_left_check_says_so_in_text_and_json() {
    let home = Home::new();
    let Some(disk) = Disk::mounted(&home, &["-t", "tmpfs", "-o", "size=64m,mode=0700", "tmpfs"]) else {
        eprintln!("nothing may be mounted here; not tried");
        return;
    };
    let db = disk.0.join("town.db");
    let ydt = |words: &[&str]| home.ydt(&[&["--db", db.to_str().unwrap()], words].concat());
    assert_eq!(ydt(&["init", "--sandbox"]).code, 0);
    let checked = ydt(&["check"]);
    assert!(checked.err.contains("磁盘只剩") && checked.err.contains("请尽快清理"), "{}", checked.err);
    let left = ydt(&["check", "--json"]).json()["scarce_space_mb"].as_u64().unwrap();
    assert!((1..64).contains(&left), "{left} MB");
    let mut console = crate::pty::Console::with(&db, &["sandbox"], 160, 32);
    console.wait_for_text("磁盘只剩");
    console.type_keys("q");
}
