//! What the program takes for granted of the database library that is compiled in, so that a newer one that differs
//! is noticed here and not in a town.

use rusqlite::Connection;

/// Its bytes are looked for in the pages of the index.
const TOKEN: &str = "xq7secretzz";

/// A search index of the kind the program makes, holding one text.
fn index() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE VIRTUAL TABLE search USING fts5(body, content = '', contentless_delete = 1, tokenize = 'unicode61')",
    )
    .unwrap();
    db.execute("INSERT INTO search (rowid, body) VALUES (7, '村 里 ' || ?1)", [TOKEN]).unwrap();
    db
}

fn found(db: &Connection, phrase: &str) -> i64 {
    let phrase = format!("\"{phrase}\"");
    db.query_row("SELECT count(*) FROM search WHERE search MATCH ?1", [phrase], |row| row.get(0)).unwrap()
}

/// In how many blocks of the index the token's bytes stand.
fn traces(db: &Connection) -> i64 {
    let sql = "SELECT count(*) FROM search_data WHERE instr(block, CAST(?1 AS BLOB)) > 0";
    db.query_row(sql, [TOKEN], |row| row.get(0)).unwrap()
}

#[test]
fn the_library_is_one_that_does_not_damage_a_log_written_by_several_processes() {
    assert!(rusqlite::version_number() >= 3_051_003, "SQLite {}", rusqlite::version());
}

#[test]
fn a_text_deleted_from_the_index_is_found_no_more_but_is_gone_only_after_merging() {
    let db = index();
    assert_eq!((found(&db, "村 里"), found(&db, TOKEN), traces(&db)), (1, 1, 1));
    db.execute("DELETE FROM search WHERE rowid = 7", []).unwrap();
    assert_eq!((found(&db, "村 里"), found(&db, TOKEN)), (0, 0));
    assert_eq!(traces(&db), 1, "deleting takes the bytes away now, and erasing need not merge any more");
    db.execute("INSERT INTO search (search) VALUES ('optimize')", []).unwrap();
    assert_eq!(traces(&db), 0);
}
