//! Every single edit behind the program's back is found and named by its place in the record.

use std::ops::ControlFlow;

use rusqlite::Connection;
use ydt::domain::ids::PersonId;
use ydt::domain::town::setting_key::SettingKey;
use ydt::intake::{self, Options};
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

/// Edits as somebody does who knows the file: the triggers are taken away and put back.
fn behind_the_triggers(raw: &Connection, edit: &str) -> rusqlite::Result<u64> {
    let mut statement = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let triggers = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let triggers: Vec<(String, String)> = triggers.collect::<rusqlite::Result<_>>()?;
    let drop: String = triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name};")).collect();
    raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN; {drop}"))?;
    let before = raw.total_changes();
    let edited = raw.execute_batch(edit);
    let changes = raw.total_changes() - before;
    let make: String = triggers.iter().map(|(_, sql)| format!("{sql};")).collect();
    raw.execute_batch(&format!("{make} COMMIT"))?;
    edited.map(|()| changes)
}

/// The verdict on the town after an edit; the edit is taken back afterwards.
fn edited(town: &Town, anchor: Option<&Head>, edit: &str) -> Option<FirstBad> {
    let copy = town.folder.path().join("data/edited.db");
    let raw = Connection::open(town.path()).unwrap();
    raw.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let raw = Connection::open(&copy).unwrap();
    assert!(behind_the_triggers(&raw, edit).unwrap() > 0, "{edit} changed nothing");
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
        ("UPDATE events SET body = replace(body, 'civil_affairs', 'medical') WHERE position = 6", 6),
        ("UPDATE events SET body = body || ' ' WHERE position = 1", 1),
        ("UPDATE events SET hash = zeroblob(32) WHERE position = 3", 3),
        ("UPDATE events SET stream_id = 77 WHERE position = 4", 4),
        ("UPDATE events SET seq = 77 WHERE position = 4", 4),
        ("DELETE FROM events WHERE position = 5", 5),
        ("DELETE FROM events WHERE position = 1", 1),
        ("UPDATE events SET position = -position WHERE position IN (4, 5);
          UPDATE events SET position = 9 + position WHERE position < 0", 4),
        ("INSERT INTO events SELECT stream_id, 99, 99, at, actor, on_behalf_of, action, act, origin, body, hash
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
        "UPDATE cases SET respondent_position = '某职务' WHERE case_id = 1",
        "UPDATE cases SET bucket = 'closed' WHERE case_id = 2",
        "DELETE FROM clocks WHERE case_id = 2; DELETE FROM cases WHERE case_id = 2",
        "INSERT INTO cases SELECT 9, '2026-0009', platform_no, seq, stage, bucket, scope, kind, route, unit_id,
         holding_unit_id, field, village, key_matters, title, respondent, complained_at, received_at, urgency, ended,
         next_step, platform_key, waits_for_role, waits_for_unit,
         respondent_position, awaits_word_since, returned, returned_by FROM cases WHERE case_id = 2",
        "UPDATE cases SET awaits_word_since = 20000 WHERE case_id = 2",
        "UPDATE cases SET returned = 'reply', returned_by = 3 WHERE case_id = 2",
        "UPDATE cases SET waits_for_role = 'auditor' WHERE case_id = 2",
        "UPDATE cases SET waits_for_unit = 6 WHERE case_id = 2",
        "INSERT INTO waiting_people VALUES (4, 2)",
        "UPDATE streams SET kind = 'town' WHERE stream_id = 1",
        "UPDATE streams SET kind = 'case' WHERE stream_id = 0",
        "UPDATE streams SET kind = 'other' WHERE stream_id = 2",
        "DELETE FROM streams WHERE stream_id = 2",
        "INSERT INTO streams VALUES (77, 'case')",
        "UPDATE clocks SET clock_id = 9 WHERE case_id = 2",
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
        "INSERT INTO delegations VALUES (1, 3, 5, '2026-01-01', '2027-01-01', NULL)",
        "INSERT INTO rights_waiting VALUES (4, 1, NULL, NULL, NULL)",
        "UPDATE assessments SET decided_by = 'meeting' WHERE case_id = 1",
        "DELETE FROM assessments WHERE case_id = 1",
        "INSERT INTO assessments VALUES (2, 'meeting')",
        "INSERT INTO pending_steps VALUES (1, 'proposal', 0, 1, 5, 'leader_in_charge', 1)",
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
             WHERE m.type = 'table' AND c.name IN ('case_id', 'other_id', 'stream_id') ORDER BY m.name = 'cases'",
        )
        .unwrap();
    let columns: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let tally = format!(
        "UPDATE tallies SET n = n - 1 WHERE bucket = (SELECT bucket FROM cases WHERE case_id = {case});"
    );
    let deletions =
        columns.iter().map(|(table, column)| format!("DELETE FROM {table} WHERE {column} = {case};"));
    let index = format!("DELETE FROM search WHERE rowid = {case};");
    let serial = format!("UPDATE serials SET last = {case} - 1;");
    [tally, index, serial].into_iter().chain(deletions).collect()
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

/// A town in which every table that a town of today can fill holds something.
fn full_town() -> Town {
    let (mut town, _) = town();
    let case = town.complaint("修路款去向不明");
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", "party_committee"),
        ("unit", "社会事务办"),
    ];
    town.act("zhangning", Some(case), "assess", &assess).unwrap();
    town.act("zhangning", Some(case), "accept", &[]).unwrap();
    town.act("liufang", Some(case), "propose", &[("text", "拟请社会事务办核实修路款去向。")]).unwrap();
    town.act("liufang", Some(case), "submit", &[("document", "proposal")]).unwrap();
    town.act("zhoumin", Some(case), "sign", &[("opinion", "同意，从速核实。")]).unwrap();
    let fields = [
        ("title", "村干部作风粗暴"),
        ("content", "接访时态度粗暴。"),
        ("complained_at", "2026-11-02 08:00"),
        ("respondent", "秦某某"),
        ("platform_no", "JB-1"),
    ];
    let sealed = town.act("zhangning", None, "register", &fields).unwrap().case;
    town.act("zhangning", Some(sealed), "seal", &[("basis", "managed_above")]).unwrap();
    let merged = town.complaint("村道路灯又不亮");
    town.act("zhangning", Some(merged), "merge", &[("into", "2026-0002")]).unwrap();

    crate::meetings::submitted(&mut town, "2026-0002");
    town.office.act_as("hezhiqiang").unwrap();
    let (from, until) = ("2026-11-03".parse().unwrap(), "2026-11-06".parse().unwrap());
    town.office.delegate(PersonId(4), from, until, town.now).unwrap();
    town.office.act_as("zhangning").unwrap();
    town.office.set_setting(SettingKey::ApproachingShort, "2", town.now).unwrap();
    town.in_town("calendar_load", &[]);
    town.in_town("hand_over", &[("from", "王秀"), ("to", "钱双")]);
    town.in_town("propose_rights", &[("person", "刘芳"), ("login", "lf")]);
    town.office.say_column("网格员", Some("plain"), town.now).unwrap();
    let rows = "平台编号,投诉时间,投诉事项名称,投诉内容\nP-9,2026-11-02 08:00,井盖缺失,三组井盖丢了\n,2026-11-02 08:10,垃圾没有清,两周没有清运\n";
    let path = town.folder.path().join("push.csv");
    std::fs::write(&path, rows).unwrap();
    let file =
        intake::read_path(&path, &Options::at(town.now), &mut |_, _| ControlFlow::Continue(())).unwrap();
    town.office.import(&file, false, town.now, &mut |_, _| ControlFlow::Continue(())).unwrap();
    town.now = at("2026-11-06 09:00");
    town.office.check(town.now).unwrap();
    let alerts = town.office.alerts().unwrap();
    town.office.acknowledge_alert(alerts[0].id, town.now).unwrap();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    town
}

/// What `verify` cannot or need not find, each with its reason. A column alone, `*` for a row taken away, `+` for one
/// added; a name alone is the whole table.
const NOT_FOUND: &[(&str, &[&str], &str)] = &[
    ("unfinished_erasures", &[], "a mark of work to be done; it proves nothing"),
    ("meta", &[], "town_revision and warnings_of are computed; the others are named in a test of their own"),
    ("delegations", &["delegation_id"], "only the order counts, and that is compared"),
    (
        "alerts",
        &["alert_id", "round", "level", "due_on", "raised_at", "clock", "case_id", "*", "+"],
        "raising an alert is no event; who saw it is, and that is compared",
    ),
    (
        "alerts",
        &["notified_at", "notify_after", "notify_attempts"],
        "whether a command was run is no fact of the record",
    ),
    ("clocks", &["approaching_from", "remind_from"], "computed; of a stopped clock nobody reads them"),
    ("repeat_hints", &[], "proposals, never facts"),
    ("numbered_rows", &[], "what the platform said last; another digest makes the next push a supplement"),
    ("unnumbered_rows", &[], "as for the numbered ones"),
    (
        "undecided",
        &[],
        "what an upgrade noted to be looked at; whether it still is so is asked of the record",
    ),
    ("known_backups", &[], "where backups were put; looked for again each time"),
    ("open_forms", &[], "who has a form open now; forgotten after two minutes"),
];

fn is_excepted(table: &str, what: &str) -> bool {
    NOT_FOUND
        .iter()
        .any(|(name, columns, _)| *name == table && (columns.is_empty() || columns.contains(&what)))
}

/// Every single edit of every table: each column of one row, the row taken away, and one more like it.
fn single_edits(raw: &Connection) -> Vec<(String, String, String)> {
    let mut statement = raw
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%fts5%'
                 AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' ORDER BY name",
        )
        .unwrap();
    let tables: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut edits = Vec::new();
    for table in tables {
        let mut statement =
            raw.prepare(&format!("SELECT name, type, pk FROM pragma_table_info('{table}')")).unwrap();
        let columns: Vec<(String, String, i64)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let changed = |(name, kind, _): &(String, String, i64)| match kind.as_str() {
            "INTEGER" => format!("CASE {name} WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE coalesce({name}, 0) + 1 END"),
            "BLOB" => format!("randomblob(length({name}))"),
            _ => format!("coalesce({name}, '') || 'x'"),
        };
        let keys: Vec<&str> =
            columns.iter().filter(|(_, _, pk)| *pk > 0).map(|(name, ..)| name.as_str()).collect();
        let keys = keys.join(", ");
        for (order, which) in [("", "first"), (" DESC", "last")] {
            let last = keys.rsplit(", ").next().unwrap();
            let row = format!("({keys}) = (SELECT {keys} FROM {table} ORDER BY {last}{order} LIMIT 1)");
            for column in &columns {
                let edit = format!("UPDATE {table} SET {} = {} WHERE {row}", column.0, changed(column));
                edits.push((table.clone(), column.0.clone(), edit));
            }
            edits.push((table.clone(), "*".to_owned(), format!("DELETE FROM {table} WHERE {row}")));
            if which == "first" {
                let values: Vec<String> = columns
                    .iter()
                    .map(|column| if column.0 == last { changed(column) } else { column.0.clone() })
                    .collect();
                let names: Vec<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
                let edit = format!(
                    "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {row}",
                    names.join(", "),
                    values.join(", ")
                );
                edits.push((table.clone(), "+".to_owned(), edit));
            }
        }
    }
    edits
}

#[test]
fn every_single_edit_of_every_table_is_found() {
    let town = full_town();
    let whole = town.folder.path().join("data/whole.db");
    let copy = town.folder.path().join("data/edited.db");
    Connection::open(town.path()).unwrap().execute("VACUUM INTO ?1", [whole.to_str().unwrap()]).unwrap();
    let edits = single_edits(&Connection::open(&whole).unwrap());
    let (mut done, mut missed) = (0, Vec::new());
    for (table, what, edit) in edits {
        std::fs::copy(&whole, &copy).unwrap();
        std::fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let raw = Connection::open(&copy).unwrap();
        // What a constraint of the table itself forbids cannot be done, and an empty table has nothing to edit.
        let is_done = behind_the_triggers(&raw, &edit).is_ok_and(|changes| changes > 0);
        drop(raw);
        if is_done && !is_excepted(&table, &what) {
            done += 1;
            let verdict = Office::open(&copy, "zhangning", "test").and_then(|office| office.verify(None));
            if verdict.is_ok_and(|verdict| verdict.first_bad.is_none()) {
                missed.push(edit);
            }
        }
        for ending in ["", "-wal", "-shm"] {
            let _not_there = std::fs::remove_file(format!("{}{ending}", copy.display()));
        }
    }
    assert!(missed.is_empty(), "{} of {done} not found:\n{}", missed.len(), missed.join("\n"));
    assert!(done > 200, "only {done} edits were tried");
}

#[test]
fn what_holds_for_the_whole_file_is_proven() {
    let (town, _) = town();
    let mut edits = vec![
        ("UPDATE meta SET value = '0' WHERE key = 'sandbox'", "演练库"),
        ("UPDATE meta SET value = '别的镇' WHERE key = 'town'", "镇名"),
        ("UPDATE meta SET value = '别的区' WHERE key = 'district'", "镇名或区名"),
        ("INSERT INTO meta VALUES ('door', 'open')", "不认识"),
        ("UPDATE serials SET last = last + 1", "编号"),
        ("UPDATE serials SET last = last - 1", "编号"),
        (
            "UPDATE case_texts SET body = body WHERE 0; DELETE FROM case_texts WHERE place = 'content'",
            "content",
        ),
        ("DELETE FROM identity_texts WHERE place = 'complainant'", "complainant"),
    ];
    // The key names drafts and digests; with another one nothing of that would be found.
    edits.push(("UPDATE meta SET value = 'ab' WHERE key = 'secret'", "密钥"));
    for (edit, word) in edits {
        let bad = edited(&town, None, edit).unwrap_or_else(|| panic!("{edit} was not found"));
        assert!(bad.reason.contains(word), "{edit}: {}", bad.reason);
    }
}

#[test]
fn a_text_that_is_gone_is_named_by_its_event_and_its_place() {
    let town = full_town();
    for (place, edit) in [
        ("content", "DELETE FROM case_texts WHERE case_id = 1 AND place = 'content'"),
        ("opinion", "DELETE FROM case_texts WHERE place = 'opinion'"),
        ("contact", "DELETE FROM identity_texts WHERE case_id = 2 AND place = 'contact'"),
    ] {
        let bad = edited(&town, None, edit).unwrap_or_else(|| panic!("{edit} was not found"));
        assert!(bad.seq > 0 && bad.reason.contains(place), "{edit}: {} {}", bad.seq, bad.reason);
    }
    let swapped = "UPDATE signers SET person_id = 8 WHERE person_id = (SELECT max(person_id) FROM signers)";
    assert!(edited(&town, None, swapped).is_some());
}

#[test]
fn a_changed_schema_is_named_and_the_copying_engines_tables_are_passed_over() {
    let (town, _) = town();
    for (edit, word) in [
        ("DROP TRIGGER events_are_never_changed", "events_are_never_changed"),
        ("DROP TRIGGER case_texts_are_erased_by_order", "case_texts_are_erased_by_order"),
        ("DROP INDEX events_by_act", "events_by_act"),
        ("CREATE TABLE door (x)", "door"),
        ("CREATE TRIGGER quiet AFTER INSERT ON cases BEGIN SELECT 1; END", "quiet"),
    ] {
        let copy = town.folder.path().join("data/schema.db");
        let raw = Connection::open(town.path()).unwrap();
        raw.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
        Connection::open(&copy).unwrap().execute_batch(edit).unwrap();
        std::fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let bad = Office::open(&copy, "zhangning", "test").unwrap().verify(None).unwrap().first_bad;
        let bad = bad.unwrap_or_else(|| panic!("{edit} was not found"));
        assert!(bad.reason.contains(word), "{edit}: {}", bad.reason);
        for ending in ["", "-wal", "-shm"] {
            let _not_there = std::fs::remove_file(format!("{}{ending}", copy.display()));
        }
    }
    Connection::open(town.path())
        .unwrap()
        .execute_batch("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        .unwrap();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}
