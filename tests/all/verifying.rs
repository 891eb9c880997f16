//! Every single edit behind the program's back is found and named by its place in the record.

use rusqlite::Connection;
use ydt::office::Office;
use ydt::store::{FirstBad, Head};

use crate::town::{Town, at};

/// A town with two cases, one of them transferred, and its file with nothing left in the log.
fn town() -> (Town, Head) {
    let mut town = Town::new();
    let case = town.accepted_for_village("低保评定未公示名单");
    town.act("zhangning", Some(case), "transfer", &[]).unwrap();
    town.complaint("村道路灯不亮");
    town.now = at("2026-11-03 09:00");
    town.act("zhangning", Some(case), "supplement", &[("text", "又来电话催问。")]).unwrap();
    let head = town.office.head().unwrap();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    (town, head)
}

/// The verdict on the town after an edit; the edit is taken back afterwards.
fn edited(town: &Town, anchor: Option<&Head>, edit: &str) -> Option<FirstBad> {
    let copy = town.folder.path().join("data/edited.db");
    let raw = Connection::open(town.path()).unwrap();
    raw.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let raw = Connection::open(&copy).unwrap();
    raw.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted; {edit};"
    ))
    .unwrap();
    assert!(raw.changes() > 0, "{edit} changed nothing");
    drop(raw);
    std::fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let bad = Office::open(&copy, "zhangning", "test").unwrap().verify(anchor).unwrap().first_bad;
    for ending in ["", "-wal", "-shm"] {
        let _not_there = std::fs::remove_file(format!("{}{ending}", copy.display()));
    }
    bad
}

#[test]
fn every_edit_of_an_event_is_named_by_its_place() {
    let (town, head) = town();
    let last = head.count;
    let edits = [
        ("UPDATE events SET actor = 2 WHERE position = 4", 4),
        ("UPDATE events SET on_behalf_of = 2 WHERE position = 4", 4),
        ("UPDATE events SET at = '2026-11-01T08:30:00+08:00' WHERE position = 5", 5),
        ("UPDATE events SET action = 'transfer' WHERE position = 5", 5),
        ("UPDATE events SET act = 'other' WHERE position = 6", 6),
        ("UPDATE events SET origin = 'elsewhere' WHERE position = 6", 6),
        ("UPDATE events SET body = replace(body, 'civil_affairs', 'medical') WHERE position = 5", 5),
        ("UPDATE events SET body = body || ' ' WHERE position = 1", 1),
        ("UPDATE events SET hash = zeroblob(32) WHERE position = 3", 3),
        ("UPDATE events SET case_id = 77 WHERE position = 4", 4),
        ("UPDATE events SET seq = 77 WHERE position = 4", 4),
        ("DELETE FROM events WHERE position = 5", 5),
        ("DELETE FROM events WHERE position = 1", 1),
        ("UPDATE events SET position = -position WHERE position IN (4, 5);
          UPDATE events SET position = 9 + position WHERE position < 0", 4),
        ("INSERT INTO events SELECT case_id, 99, 99, at, actor, on_behalf_of, action, act, origin, body, hash
          FROM events WHERE position = 5", last + 1),
    ];
    for (edit, place) in edits {
        let bad = edited(&town, None, edit).unwrap_or_else(|| panic!("{edit} was not found"));
        assert_eq!(bad.seq, place, "{edit}: {}", bad.reason);
        assert!(bad.reason.chars().any(|c| c > '\u{4e00}'), "{edit}: {}", bad.reason);
    }
}

#[test]
fn every_edit_beside_the_events_is_found() {
    let (town, _) = town();
    let edits = [
        "UPDATE cases SET stage = 'complaint' WHERE case_id = 1",
        "UPDATE cases SET title = '别的题目' WHERE case_id = 1",
        "UPDATE cases SET case_no = '2026-0007' WHERE case_id = 1",
        "UPDATE cases SET platform_no = 'X' WHERE case_id = 1",
        "UPDATE cases SET platform_key = 'x' WHERE case_id = 1",
        "UPDATE cases SET received_at = received_at - 86400 WHERE case_id = 1",
        "UPDATE cases SET urgency = urgency + 1 WHERE case_id = 1",
        "UPDATE cases SET unit_id = 6 WHERE case_id = 1",
        "UPDATE cases SET respondent = '某人' WHERE case_id = 1",
        "UPDATE cases SET bucket = 'closed' WHERE case_id = 2",
        "DELETE FROM clocks WHERE case_id = 2; DELETE FROM cases WHERE case_id = 2",
        "INSERT INTO cases SELECT 9, '2026-0009', platform_no, seq, stage, bucket, scope, kind, route, unit_id,
         holding_unit_id, field, village, key_matters, title, respondent, complained_at, received_at, urgency, ended,
         next_step, waiting_person, platform_key FROM cases WHERE case_id = 2",
        "UPDATE clocks SET due_on = '2027-01-01' WHERE case_id = 1",
        "UPDATE clocks SET stopped_on = '2026-11-03' WHERE case_id = 2",
        "UPDATE clocks SET approaching_from = '2027-01-01' WHERE case_id = 2",
        "DELETE FROM clocks WHERE case_id = 2",
        "UPDATE identities SET name = '别人' WHERE case_id = 1",
        "UPDATE identities SET contact = '1' WHERE case_id = 1",
        "DELETE FROM identities WHERE case_id = 1",
        "UPDATE identity_texts SET body = '别人' WHERE case_id = 1",
        "UPDATE case_texts SET body = body || '。' WHERE case_id = 1 AND seq = 1",
        "UPDATE case_texts SET key = randomblob(16) WHERE case_id = 1 AND seq = 1",
        "DELETE FROM case_texts WHERE case_id = 1",
        "DELETE FROM identity_texts WHERE case_id = 1",
        "UPDATE tallies SET n = n + 1",
        "INSERT INTO signers VALUES (4, 1)",
        "UPDATE people SET name = '别人' WHERE person_id = 2",
        "DELETE FROM positions WHERE person_id = 3",
        "INSERT INTO positions VALUES (2, 'administrator')",
        "UPDATE units SET name = '别的村' WHERE unit_id = 5",
        "UPDATE people SET login = 'intruder' WHERE person_id = 4",
        "INSERT INTO delegations VALUES (1, 3, 5, '2026-01-01', '2027-01-01')",
        "INSERT INTO pending_steps VALUES (1, 'proposal', 1, 5, 'leader_in_charge', 1)",
        "UPDATE mirroring SET missing = NULL WHERE case_id = 1; UPDATE mirroring SET mirrored = 'x' WHERE case_id = 1",
    ];
    let missed: Vec<&str> = edits.into_iter().filter(|edit| edited(&town, None, edit).is_none()).collect();
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

/// Takes a case away from every table that knows it.
fn cut(town: &Town, case: u32) -> String {
    let raw = Connection::open(town.path()).unwrap();
    let mut statement = raw
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name IN ('case_id', 'other_id') ORDER BY m.name = 'cases'",
        )
        .unwrap();
    let columns: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let tally = format!(
        "UPDATE tallies SET n = n - 1 WHERE bucket = (SELECT bucket FROM cases WHERE case_id = {case});"
    );
    let deletions =
        columns.iter().map(|(table, column)| format!("DELETE FROM {table} WHERE {column} = {case};"));
    std::iter::once(tally).chain(deletions).collect()
}

#[test]
fn a_printed_head_finds_a_cut_tail_an_older_copy_and_a_recomputed_chain() {
    let (mut town, head) = town();
    assert_eq!(town.office.verify(Some(&head)).unwrap().first_bad, None);

    let older = town.folder.path().join("data/older.db");
    let raw = Connection::open(town.path()).unwrap();
    raw.execute("VACUUM INTO ?1", [older.to_str().unwrap()]).unwrap();
    drop(raw);
    std::fs::set_permissions(&older, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    town.complaint("后来的一件");
    let later = town.office.head().unwrap();
    // What was recorded since is no fault: the anchor stands in the middle.
    assert_eq!(town.office.verify(Some(&head)).unwrap().first_bad, None);
    let older = Office::open(&older, "zhangning", "test").unwrap();
    assert_eq!(older.verify(None).unwrap().first_bad, None, "by itself an older copy is sound");
    assert!(older.verify(Some(&later)).unwrap().first_bad.is_some());

    // The last case cut away with everything that belongs to it: sound by itself, too short for the anchor.
    let cut = &cut(&town, 3);
    assert_eq!(edited(&town, None, cut), None);
    assert!(edited(&town, Some(&later), cut).is_some());

    // Another town with the same number of events and a chain that is right in itself.
    let (other, _) = self::town();
    let bad = other.office.verify(Some(&head)).unwrap().first_bad.unwrap();
    assert_eq!(bad.seq, head.count);
}
