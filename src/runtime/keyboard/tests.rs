//! Bytes and the moments at which they come, against what they mean.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::{Strategy as _, any};

use super::*;
use crate::ui::input::typed;
use crate::ui::theme::Widths;

/// What comes of these pieces, each this many milliseconds after the one before, and of the silence after the last.
fn heard(pieces: &[(u64, &[u8])], typing: bool) -> Vec<Input> {
    let mut keyboard = Keyboard::new(Keys::default());
    let mut now = Duration::from_secs(1);
    let mut inputs = Vec::new();
    for (after, bytes) in pieces {
        let at = now + Duration::from_millis(*after);
        silence_until(&mut keyboard, at, typing, &mut inputs);
        inputs.extend(keyboard.came(bytes, at, typing));
        now = at;
    }
    silence_until(&mut keyboard, now + Duration::from_mins(1), typing, &mut inputs);
    assert_eq!(keyboard.due(), None, "something is waited for that will never come");
    inputs
}

/// Tells of silence whenever the keyboard asks for it, as the thread does.
fn silence_until(keyboard: &mut Keyboard, until: Duration, typing: bool, inputs: &mut Vec<Input>) {
    let mut steps = 0;
    while let Some(due) = keyboard.due().filter(|due| *due < until) {
        inputs.extend(keyboard.quiet(due, typing));
        steps += 1;
        assert!(steps < 10, "the thread would spin");
    }
}

fn at_once(bytes: &[u8]) -> Vec<Input> {
    heard(&[(0, bytes)], false)
}

fn key(code: KeyCode) -> Input {
    Input::Key(code.into())
}

fn held(c: char, modifiers: KeyModifiers) -> Input {
    Input::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
}

fn letters(text: &str) -> Vec<Input> {
    text.chars().map(|c| Input::Key(sequence::character(c))).collect()
}

#[test]
fn no_reply_of_the_terminal_is_a_key() {
    let replies: [&[u8]; 24] = [
        b"\x1b]0;q\x07",
        b"\x1b]0;q\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]11;rgb:ffff/ffff/ffff\x07",
        b"\x1b]52;c;cXE=\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x1bP!|00000000\x1b\\",
        b"\x1bP>|XTerm(390)\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b^private\x1b\\",
        b"\x1bXstart of string\x1b\\",
        "\u{9d}0;q\u{7}".as_bytes(),
        "\u{9b}?62;c".as_bytes(),
        b"\x1b[24;80R",
        b"\x1b[0;0R",
        b"\x1b[?62;1;6c",
        b"\x1b[>0;276;0c",
        b"\x1b[?2026;2$y",
        b"\x1b[8;24;80t",
        b"\x1b[0n",
        b"\x1b[?1u",
        b"\x1b[M q!",
        b"\x1b[38;5;1m",
        b"\x1b]0;never ended",
    ];
    for garbage in [&b"\x1b[I\x1b[O"[..], b"\x1b[<0;0;0M\x1b[<99;q", b"\x1b[<\x1b[?\x1b]\x1b\\"] {
        assert_eq!(at_once(garbage), [], "{}", garbage.escape_ascii());
    }
    for reply in replies {
        assert_eq!(at_once(reply), [], "{}", reply.escape_ascii());
        // Nor when it comes in two pieces, as long as the first shows what it is.
        for cut in 3..reply.len() {
            let (head, tail) = reply.split_at(cut);
            let inputs = heard(&[(0, head), (200, tail)], false);
            let is_cut_short = head.starts_with(b"\x1b[M") || !head.starts_with(b"\x1b");
            assert!(inputs.is_empty() || is_cut_short, "{}: {inputs:?}", reply.escape_ascii());
        }
    }
}

#[test]
fn what_follows_a_reply_is_a_key_again() {
    for reply in
        ["\x1b]0;q\x07", "\x1bP1$r\x1b\\", "\x1b[?2026;2$y", "\x1b[>0;276;0c", "\x1b]0;cut\x1b[24;80R"]
    {
        assert_eq!(heard(&[(0, reply.as_bytes()), (100, b"j")], false), letters("j"), "{reply:?}");
        assert_eq!(at_once(format!("{reply}j").as_bytes()), letters("j"), "{reply:?}");
    }
    assert_eq!(heard(&[(0, b"\x1b]0;never ended"), (400, b"j")], false), letters("j"));
}

#[test]
fn keys_typed_by_hand_are_never_taken_for_the_beginning_of_a_reply() {
    let esc = key(KeyCode::Esc);
    for letter in [']', 'P', 'X', '^', '_', '[', 'O'] {
        let mut typed = [0; 4];
        let bytes = letter.encode_utf8(&mut typed).as_bytes();
        let inputs = heard(&[(0, b"\x1b"), (80, bytes), (80, b"j")], false);
        let expected: Vec<Input> =
            std::iter::once(esc.clone()).chain(letters(&format!("{letter}j"))).collect();
        assert_eq!(inputs, expected, "{letter}");
        // With Alt the letter comes in one piece with ESC; the key after it is kept.
        let alt = heard(&[(0, &[b"\x1b", bytes].concat()), (80, b"j")], false);
        assert_eq!(alt.last(), letters("j").last(), "{letter}");
        assert_eq!(alt.len(), 2, "{letter}");
    }
    assert_eq!(heard(&[(0, b"\x1b"), (200, b"\x1b")], false), [esc.clone(), esc.clone()]);
    assert_eq!(at_once(b"\x1b\x1b[A"), [esc, key(KeyCode::Up)]);
}

#[test]
fn every_key_of_a_keyboard_is_understood_however_it_is_cut() {
    let ctrl = KeyModifiers::CONTROL;
    let table: [(&[u8], Input); 26] = [
        (b"\r", key(KeyCode::Enter)),
        (b"\t", key(KeyCode::Tab)),
        (b"\x7f", key(KeyCode::Backspace)),
        (b"\x03", held('c', ctrl)),
        (b"\0", held(' ', ctrl)),
        (b"\x1b", key(KeyCode::Esc)),
        (b"\x1bf", held('f', KeyModifiers::ALT)),
        ("\u{1b}村".as_bytes(), held('村', KeyModifiers::ALT)),
        (b"G", held('G', KeyModifiers::SHIFT)),
        ("村".as_bytes(), held('村', KeyModifiers::NONE)),
        ("𠮷".as_bytes(), held('𠮷', KeyModifiers::NONE)),
        (b"\x1b[A", key(KeyCode::Up)),
        (b"\x1bOB", key(KeyCode::Down)),
        (b"\x1b[1;5C", Input::Key(KeyEvent::new(KeyCode::Right, ctrl))),
        (b"\x1b[H", key(KeyCode::Home)),
        (b"\x1b[4~", key(KeyCode::End)),
        (b"\x1b[3;2~", Input::Key(KeyEvent::new(KeyCode::Delete, KeyModifiers::SHIFT))),
        (b"\x1b[5~", key(KeyCode::PageUp)),
        (b"\x1b[Z", Input::Key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT))),
        (b"\x1bOP", key(KeyCode::F(1))),
        (b"\x1b[[B", key(KeyCode::F(2))),
        (b"\x1b[15~", key(KeyCode::F(5))),
        (b"\x1b[24~", key(KeyCode::F(12))),
        (b"\x1b[115;5u", held('s', ctrl)),
        (b"\x1b[27;5;13~", Input::Key(KeyEvent::new(KeyCode::Enter, ctrl))),
        (b"\x1b[1;2S", Input::Key(KeyEvent::new(KeyCode::F(4), KeyModifiers::SHIFT))),
    ];
    for (bytes, expected) in table {
        assert_eq!(at_once(bytes), std::slice::from_ref(&expected), "{}", bytes.escape_ascii());
        let single: Vec<(u64, &[u8])> = bytes.chunks(1).map(|byte| (5, byte)).collect();
        assert_eq!(heard(&single, true), [expected], "{} byte by byte", bytes.escape_ascii());
    }
    assert_eq!(at_once(b"\x1b[115;5:3u"), [], "a key going up");
}

#[test]
fn the_mouse_is_understood() {
    let table: [(&[u8], MouseEventKind, (u16, u16)); 4] = [
        (b"\x1b[<0;5;7M", MouseEventKind::Down(MouseButton::Left), (4, 6)),
        (b"\x1b[<0;5;7m", MouseEventKind::Up(MouseButton::Left), (4, 6)),
        (b"\x1b[<64;300;1M", MouseEventKind::ScrollUp, (299, 0)),
        (b"\x1b[<65;1;1M", MouseEventKind::ScrollDown, (0, 0)),
    ];
    for (bytes, kind, (column, row)) in table {
        let expected = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        assert_eq!(at_once(bytes), [Input::Mouse(expected)], "{}", bytes.escape_ascii());
    }
}

#[test]
fn bytes_that_are_no_utf8_do_nothing_and_are_told_once() {
    let rows: [&[u8]; 6] = [
        b"caf\xe9",
        b"\xe9",
        // GBK: 乹 ends in the byte of `q`, 镕 in that of `F`, 建胜 in what could be UTF-8.
        b"\x81q",
        b"\xe9F",
        b"\xbd\xa8\xca\xa4",
        b"q\xc0\xafq\xff\xf5",
    ];
    for bytes in rows {
        for typing in [false, true] {
            assert_eq!(heard(&[(0, bytes)], typing), [Input::NotUtf8], "{}", bytes.escape_ascii());
            let again = heard(&[(0, bytes), (1000, bytes), (1000, b"j")], typing);
            let told_and_key: Vec<Input> = [Input::NotUtf8].into_iter().chain(letters("j")).collect();
            assert_eq!(again, told_and_key, "{}", bytes.escape_ascii());
        }
    }
    // The first byte of a character, and then a key typed by hand.
    let inputs = heard(&[(0, b"\xe9"), (80, b"j")], false);
    assert_eq!(inputs, [Input::NotUtf8].into_iter().chain(letters("j")).collect::<Vec<_>>());
    assert_eq!(at_once(b"\x1b[200~\xbd\xa8q\x1b[201~"), [Input::NotUtf8]);
}

#[test]
fn a_bracketed_paste_is_one_text_even_when_its_end_is_lost() {
    let text = "甲\r乙\x1b[31mq";
    let paste = format!("\x1b[200~{text}\x1b[201~j");
    let expected: Vec<Input> = [Input::Paste(text.to_owned())].into_iter().chain(letters("j")).collect();
    assert_eq!(at_once(paste.as_bytes()), expected);
    let (begin, rest) = paste.as_bytes().split_at(6);
    let single = rest.chunks(1).map(|byte| (150, byte));
    assert_eq!(heard(&[(0, begin)].into_iter().chain(single).collect::<Vec<_>>(), true), expected);
    assert_eq!(at_once(b"\x1b[200~lost"), [Input::Paste("lost".to_owned())]);
}

#[test]
fn many_characters_without_a_pause_are_a_paste_and_few_are_keys() {
    let eleven = "quit program";
    assert_eq!(at_once(&eleven.as_bytes()[..11]), letters("quit progra"));
    for (pieces, text) in [
        (vec![(0, "quit program")], "quit program"),
        (vec![(0, "q"), (30, "uit p"), (30, "rogram")], "quit program"),
        (vec![(0, "投诉人来电说明"), (1, "\r补充：公示已经\t贴出")], "投诉人来电说明\r补充：公示已经\t贴出"),
        // Once it is known for a paste it may falter.
        (vec![(0, "qqqqqqqqqqqq"), (90, "q")], "qqqqqqqqqqqqq"),
    ] {
        let bytes: Vec<(u64, &[u8])> = pieces.iter().map(|(after, text)| (*after, text.as_bytes())).collect();
        let inputs = heard(&bytes, false);
        let [Input::Burst(keys)] = inputs.as_slice() else { panic!("{pieces:?}: {inputs:?}") };
        assert_eq!(typed(keys), text);
    }
    let typed_by_hand: Vec<(u64, &[u8])> = eleven.as_bytes().chunks(1).map(|byte| (31, byte)).collect();
    assert_eq!(heard(&typed_by_hand, false), letters(eleven));
}

#[test]
fn a_movement_key_held_down_is_no_paste_and_does_not_wait() {
    let mut keyboard = Keyboard::new(Keys::default());
    for n in 0..100 {
        let at = Duration::from_millis(1000 + n * 20);
        assert_eq!(keyboard.came(b"j", at, false), letters("j"), "{n}");
    }
    assert_eq!(at_once(&[b'j'; 5000]).len(), 5000);
    assert_eq!(at_once(&b"\x1b[B".repeat(5000)).len(), 5000);
    let two = at_once(b"jkjkjkjkjkjkjkjk");
    assert!(matches!(two.as_slice(), [Input::Burst(_)]), "{two:?}");
    let other = at_once(b"nnnnnnnnnnnn");
    assert!(matches!(other.as_slice(), [Input::Burst(_)]), "{other:?}");
}

#[test]
fn typing_into_a_field_shows_at_once() {
    let mut keyboard = Keyboard::new(Keys::default());
    let at = Duration::from_secs(1);
    assert_eq!(keyboard.came("村里".as_bytes(), at, true), letters("村里"));
    assert_eq!(keyboard.came(b"\r", at + Duration::from_millis(31), true), [key(KeyCode::Enter)]);
    // A line end that comes with text waits, for it may be the text's own.
    let mut keyboard = Keyboard::new(Keys::default());
    assert_eq!(keyboard.came(b"ab\rcd", at, true), letters("ab"));
    assert_eq!(keyboard.due(), Some(at + GAP + JUST_AFTER));
    let rest = keyboard.quiet(at + GAP + JUST_AFTER, true);
    assert_eq!(rest.len(), 3);
    assert_eq!(keyboard.due(), None);
}

#[test]
fn text_pasted_into_a_field_in_any_pieces_arrives_whole_and_no_line_end_submits() {
    let text = "村里低保评定后没有张贴名单。\r".repeat(600);
    for size in [1, 7, 100, 4095] {
        let pieces: Vec<(u64, &[u8])> = text.as_bytes().chunks(size).map(|piece| (3, piece)).collect();
        let mut arrived = String::new();
        for input in heard(&pieces, true) {
            match input {
                Input::Burst(keys) => arrived.push_str(&typed(&keys)),
                Input::Key(key) => {
                    assert_ne!(key.code, KeyCode::Enter, "in pieces of {size}");
                    arrived.push_str(&typed(&[key]));
                }
                Input::Paste(_) | Input::Mouse(_) | Input::Resize(..) | Input::NotUtf8 | Input::Drawn(_) => {
                    panic!("{input:?}")
                }
            }
        }
        assert!(arrived == text, "in pieces of {size}: {} of {}", arrived.len(), text.len());
    }
}

#[test]
fn a_line_cut_off_in_the_middle_loses_no_text_and_lets_no_key_act() {
    let cut_off = |bytes: &[u8], typing: bool| {
        let mut keyboard = Keyboard::new(Keys::default());
        let mut inputs = keyboard.came(bytes, Duration::from_secs(1), typing);
        inputs.extend(keyboard.end(typing));
        inputs
    };
    let text = "村里低保评定后\r没有张贴名单";
    for input in
        [format!("\x1b[200~{text}"), format!("\x1b[200~{text}\x1b[20"), format!("\x1b[200~{text}\x1b")]
    {
        assert_eq!(cut_off(input.as_bytes(), true), [Input::Paste(text.to_owned())], "{input:?}");
    }
    // A character that is not whole is left out, whatever came before it stays.
    let mut bytes = format!("\x1b[200~{text}").into_bytes();
    bytes.extend(&"。".as_bytes()[..2]);
    assert_eq!(cut_off(&bytes, true), [Input::Paste(text.to_owned())]);
    for text in [text, "a\rb", "甲"] {
        let mut arrived = String::new();
        for input in cut_off(text.as_bytes(), true) {
            match input {
                Input::Key(key) => arrived.push_str(&typed(&[key])),
                Input::Burst(keys) => arrived.push_str(&typed(&keys)),
                Input::Paste(_) | Input::Mouse(_) | Input::Resize(..) | Input::NotUtf8 | Input::Drawn(_) => {
                    panic!("{input:?}")
                }
            }
        }
        assert_eq!(arrived, text);
    }
    for held in ["q", "quit the program", "\x1b", "\x1b["] {
        assert_eq!(cut_off(held.as_bytes(), false), [], "{held:?}");
    }
}

#[test]
fn an_endless_stream_is_handed_over_in_pieces() {
    let mut keyboard = Keyboard::new(Keys::default());
    let mut handed_over = 0;
    for n in 0..1000 {
        let inputs = keyboard.came(&[b'q'; 1000], Duration::from_millis(1000 + n), false);
        handed_over += inputs.len();
        assert!(inputs.iter().all(|input| matches!(input, Input::Burst(_))));
    }
    assert!(handed_over > 50, "{handed_over}");
}

proptest::proptest! {
    #[test]
    fn no_bytes_whatever_make_it_fail_or_wait_for_ever(
        pieces in proptest::collection::vec(
            (0..400_u64, proptest::collection::vec(any::<u8>().prop_map(|byte| if byte % 5 == 0 { 0x1b } else { byte }), 0..40)),
            0..20,
        ),
        typing in any::<bool>(),
    ) {
        let pieces: Vec<(u64, &[u8])> = pieces.iter().map(|(after, bytes)| (*after, bytes.as_slice())).collect();
        heard(&pieces, typing);
    }

    #[test]
    fn text_is_never_lost_however_it_comes(
        text in "[a-zA-Z，。村里低保]{1,60}",
        gaps in proptest::collection::vec(0..200_u64, 60),
        typing in any::<bool>(),
    ) {
        let pieces: Vec<(u64, Vec<u8>)> =
            text.chars().zip(gaps).map(|(c, gap)| (gap, c.to_string().into_bytes())).collect();
        let pieces: Vec<(u64, &[u8])> = pieces.iter().map(|(gap, bytes)| (*gap, bytes.as_slice())).collect();
        let mut arrived = String::new();
        for input in heard(&pieces, typing) {
            match input {
                Input::Burst(keys) => arrived.push_str(&typed(&keys)),
                Input::Key(key) => arrived.push_str(&typed(&[key])),
                Input::Paste(_) | Input::Mouse(_) | Input::Resize(..) | Input::NotUtf8 | Input::Drawn(_) => {}
            }
        }
        proptest::prop_assert_eq!(arrived, text);
    }
}

#[test]
fn the_answer_how_wide_characters_are_drawn_is_no_key_and_f3_is_no_answer() {
    for typing in [false, true] {
        assert_eq!(heard(&[(0, b"\x1b[2;3R")], typing), [Input::Drawn(Widths::Narrow)]);
        assert_eq!(heard(&[(0, b"\x1b[2;4R")], typing), [Input::Drawn(Widths::Wide)]);
        // F3 with Shift, and answers to questions that nobody asked.
        for other in [&b"\x1b[1;2R"[..], b"\x1b[2;1R", b"\x1b[3;3R", b"\x1b[2;3;1R", b"\x1b[2R"] {
            assert_eq!(heard(&[(0, other)], typing), [], "{}", other.escape_ascii());
        }
    }
}
