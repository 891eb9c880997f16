//! Fields of a template found and filled, paragraph by paragraph. A word processor cuts a field's name into several runs
//! wherever half of it looks different or was typed later, so it is looked for in the text of the whole paragraph.

use super::markup::{Element, Node};
use crate::forms::docx::{FALLBACK_FONT, LATIN_FONT, printable};
use crate::forms::fields::Values;
use crate::forms::fonts::{Font, runs};

/// Elements that hold runs of the same paragraph.
const AROUND_RUNS: [&str; 9] = [
    "w:hyperlink",
    "w:ins",
    "w:moveTo",
    "w:smartTag",
    "w:sdt",
    "w:sdtContent",
    "w:fldSimple",
    "w:customXml",
    "w:dir",
];
/// Elements between or in runs that nobody sees.
const UNSEEN: [&str; 12] = [
    "w:pPr",
    "w:rPr",
    "w:sdtPr",
    "w:sdtEndPr",
    "w:proofErr",
    "w:bookmarkStart",
    "w:bookmarkEnd",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:permStart",
    "w:permEnd",
    "w:lastRenderedPageBreak",
];
/// A name in a sentence shows so much of a field that has no end.
const SHOWN: usize = 12;

/// One character of a text, or where a field stood.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Char(char),
    /// The number of the field in its paragraph.
    Field(usize),
}

/// The text of one `w:t`; a piece without an element stands for something that is no text.
struct Piece {
    tokens: Vec<Token>,
    is_text: bool,
}

/// A field, from its first brace to behind its last: piece and place in it.
struct Slot {
    name: String,
    from: (usize, usize),
    to: (usize, usize),
}

/// The names of all fields, in order.
///
/// # Errors
/// A sentence about one that has no end.
pub fn names(root: &Element) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut fault = None;
    root.walk(&mut |element| {
        if element.name == "w:p" {
            match slots(&pieces(element)) {
                Ok(slots) => names.extend(slots.into_iter().map(|slot| slot.name)),
                Err(why) => {
                    fault.get_or_insert(why);
                }
            }
        }
    });
    fault.map_or(Ok(names), Err)
}

/// Fills every field with its value. A field that the paper doesn't have becomes nothing.
///
/// # Errors
/// As [`names`].
pub fn fill(element: &mut Element, values: &Values) -> Result<(), String> {
    let mut filled = Vec::with_capacity(element.children.len());
    for node in std::mem::take(&mut element.children) {
        match node {
            Node::Element(mut inner) => {
                fill(&mut inner, values)?;
                if inner.name == "w:p" {
                    filled.extend(fill_paragraph(inner, values)?.into_iter().map(Node::Element));
                } else {
                    filled.push(Node::Element(inner));
                }
            }
            raw @ Node::Raw(_) => filled.push(raw),
        }
    }
    element.children = filled;
    Ok(())
}

/// The text of a paragraph in the order in which it is read; text boxes in it have paragraphs of their own.
fn pieces(paragraph: &Element) -> Vec<Piece> {
    let mut pieces = Vec::new();
    gather(paragraph, &mut pieces);
    pieces
}

fn gather(element: &Element, pieces: &mut Vec<Piece>) {
    for inner in element.elements() {
        let name = inner.name.as_str();
        if name == "w:t" && element.name == "w:r" {
            let tokens = inner.raw_text().chars().map(Token::Char).collect();
            pieces.push(Piece { tokens, is_text: true });
        } else if name == "w:r" || AROUND_RUNS.contains(&name) {
            gather(inner, pieces);
        } else if !UNSEEN.contains(&name) {
            pieces.push(Piece { tokens: vec![Token::Char('\n')], is_text: false });
        }
    }
}

/// The fields of a text. Full-width braces count too, as an input method for Chinese writes them.
fn slots(pieces: &[Piece]) -> Result<Vec<Slot>, String> {
    let mut text: Vec<(char, (usize, usize))> = Vec::new();
    for (piece, Piece { tokens, .. }) in pieces.iter().enumerate() {
        for (place, token) in tokens.iter().enumerate() {
            let c = match token {
                Token::Char('｛') => '{',
                Token::Char('｝') => '}',
                Token::Char(c) => *c,
                Token::Field(_) => '\n',
            };
            text.push((c, (piece, place)));
        }
    }
    let is_pair = |at: usize, brace: char| {
        [at, at + 1].iter().all(|at| text.get(*at).is_some_and(|(c, _)| *c == brace))
    };
    let (mut slots, mut at) = (Vec::new(), 0);
    while at < text.len() {
        if !is_pair(at, '{') {
            at += 1;
            continue;
        }
        let inside = text.iter().skip(at + 2).map(|(c, _)| *c);
        let end = (at + 2..text.len())
            .take_while(|end| text.get(*end).is_some_and(|(c, _)| *c != '\n'))
            .find(|end| is_pair(*end, '}'));
        let Some(end) = end else {
            let begun: String = inside.take(SHOWN).take_while(|c| *c != '\n').collect();
            return Err(format!("模板里的“{{{{{begun}”没有写完，少了 }}}}，没有导入；请补上再导入。"));
        };
        let name = inside.take(end - at - 2).filter(|c| !c.is_whitespace()).collect();
        let (Some((_, from)), Some((_, (piece, last)))) = (text.get(at), text.get(end + 1)) else { break };
        slots.push(Slot { name, from: *from, to: (*piece, last + 1) });
        at = end + 2;
    }
    Ok(slots)
}

/// The paragraph with its fields filled. A field at its end makes as many paragraphs as it has; one with something
/// behind it breaks its lines.
fn fill_paragraph(mut paragraph: Element, values: &Values) -> Result<Vec<Element>, String> {
    let mut pieces = pieces(&paragraph);
    let slots = slots(&pieces)?;
    let Some(last) = slots.last() else { return Ok(vec![paragraph]) };
    let is_at_end =
        pieces.iter().enumerate().skip(last.to.0).all(|(piece, Piece { tokens, .. })| {
            tokens.len() <= if piece == last.to.0 { last.to.1 } else { 0 }
        });
    for (number, slot) in slots.iter().enumerate().rev() {
        put_field(&mut pieces, slot, number);
    }
    let lines = slots.iter().map(|slot| values.lines(&slot.name).unwrap_or_default().to_vec()).collect();
    let mut filling = Filling {
        lines,
        further: Vec::new(),
        splits: is_at_end.then_some(slots.len() - 1),
        look: None,
        pieces: pieces.into_iter(),
    };
    filling.rewrite(&mut paragraph);
    Ok(split(paragraph, &filling))
}

/// Puts a field's number in the place of its name, in the run in which it begins.
fn put_field(pieces: &mut [Piece], Slot { from, to, .. }: &Slot, number: usize) {
    for at in from.0..=to.0 {
        let Some(piece) = pieces.get_mut(at) else { continue };
        let begins = if at == from.0 { from.1 } else { 0 };
        let ends = if at == to.0 { to.1 } else { piece.tokens.len() };
        let mark = (at == from.0).then_some(Token::Field(number));
        piece.tokens.splice(begins..ends, mark);
    }
}

/// What is needed while the runs of one paragraph are written anew.
struct Filling {
    /// The lines of each field.
    lines: Vec<Vec<String>>,
    /// Lines of the last field that make paragraphs of their own.
    further: Vec<String>,
    /// The number of the field that does so.
    splits: Option<usize>,
    /// The properties of the run in which that one begins.
    look: Option<Element>,
    pieces: std::vec::IntoIter<Piece>,
}

impl Filling {
    fn rewrite(&mut self, element: &mut Element) {
        let mut written = Vec::with_capacity(element.children.len());
        for node in std::mem::take(&mut element.children) {
            match node {
                Node::Element(run) if run.name == "w:r" => written.append(&mut self.rewrite_run(run)),
                Node::Element(mut around) if AROUND_RUNS.contains(&around.name.as_str()) => {
                    self.rewrite(&mut around);
                    written.push(Node::Element(around));
                }
                Node::Element(other) => {
                    self.pass(&other.name);
                    written.push(Node::Element(other));
                }
                raw @ Node::Raw(_) => written.push(raw),
            }
        }
        element.children = written;
    }

    /// Steps over the piece that stands for an element without text.
    fn pass(&mut self, name: &str) {
        if !UNSEEN.contains(&name) {
            self.pieces.next();
        }
    }

    /// The run with its text; a value is a run of its own, so the run goes on behind it in another.
    fn rewrite_run(&mut self, mut run: Element) -> Vec<Node> {
        let look = run.child("w:rPr").cloned();
        let begin = || look.iter().cloned().map(Node::Element).collect::<Vec<_>>();
        let is_begun = |children: &[Node]| children.len() > look.iter().count();
        let (mut written, mut children) = (Vec::new(), begin());
        let close = |children: &mut Vec<Node>, written: &mut Vec<Node>, attributes: &str| {
            let done = std::mem::replace(children, begin());
            if is_begun(&done) {
                let (name, attributes) = ("w:r".to_owned(), attributes.to_owned());
                written.push(Node::Element(Element { name, attributes, children: done }));
            }
        };
        for node in std::mem::take(&mut run.children) {
            match node {
                Node::Element(text) if text.name == "w:t" => {
                    let tokens = self.pieces.next().filter(|piece| piece.is_text).map(|piece| piece.tokens);
                    let mut words = String::new();
                    for token in tokens.unwrap_or_default() {
                        match token {
                            Token::Char(c) => words.push(c),
                            Token::Field(number) => {
                                push_text(&mut children, std::mem::take(&mut words));
                                close(&mut children, &mut written, &run.attributes);
                                written.append(&mut self.value(number, look.as_ref()));
                            }
                        }
                    }
                    push_text(&mut children, words);
                }
                Node::Element(other) if other.name == "w:rPr" => {}
                Node::Element(other) => {
                    self.pass(&other.name);
                    children.push(Node::Element(other));
                }
                Node::Raw(blanks) => {
                    if !blanks.trim().is_empty() {
                        children.push(Node::Raw(blanks));
                    }
                }
            }
        }
        close(&mut children, &mut written, &run.attributes);
        written
    }

    fn value(&mut self, number: usize, look: Option<&Element>) -> Vec<Node> {
        let mut lines = self.lines.get_mut(number).map(std::mem::take).unwrap_or_default();
        if self.splits == Some(number) && lines.len() > 1 {
            self.further = lines.split_off(1);
            self.look = look.cloned();
        }
        value_runs(&lines, look)
    }
}

fn push_text(children: &mut Vec<Node>, escaped: String) {
    if !escaped.is_empty() {
        children.push(text_element(escaped));
    }
}

fn text_element(escaped: String) -> Node {
    let mut text = Element::of("w:t", vec![Node::Raw(escaped)]);
    " xml:space=\"preserve\"".clone_into(&mut text.attributes);
    Node::Element(text)
}

/// Lines as runs of these properties; characters that the office's font lacks get one that has them.
fn value_runs(lines: &[String], look: Option<&Element>) -> Vec<Node> {
    let mut written = Vec::new();
    let mut run = |look: Option<Element>, content: Node| {
        let children = look.into_iter().map(Node::Element).chain([content]).collect();
        written.push(Node::Element(Element::of("w:r", children)));
    };
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            run(look.cloned(), Node::Element(Element::of("w:br", Vec::new())));
        }
        for (font, text) in runs(&printable(line)) {
            let look = match font {
                Font::Office => look.cloned(),
                Font::Fallback => Some(in_fallback(look)),
            };
            run(look, text_element(quick_xml::escape::escape(text).into_owned()));
        }
    }
    written
}

/// The same properties with the font that has rare characters.
fn in_fallback(look: Option<&Element>) -> Element {
    let mut look = look.cloned().unwrap_or_else(|| Element::of("w:rPr", Vec::new()));
    let is = |node: &Node, name: &str| matches!(node, Node::Element(element) if element.name == name);
    look.children.retain(|node| !is(node, "w:rFonts"));
    let mut fonts = Element::of("w:rFonts", Vec::new());
    fonts.attributes = format!(
        " w:hint=\"eastAsia\" w:ascii=\"{LATIN_FONT}\" w:hAnsi=\"{LATIN_FONT}\" w:eastAsia=\"{FALLBACK_FONT}\""
    );
    // The format wants the fonts right behind the style.
    let after_style = look.children.iter().position(|node| is(node, "w:rStyle")).map_or(0, |style| style + 1);
    look.children.insert(after_style, Node::Element(fonts));
    look
}

/// The paragraph and one more for each further line. What ends a section stays at the end.
fn split(mut paragraph: Element, filling: &Filling) -> Vec<Element> {
    if filling.further.is_empty() {
        return vec![paragraph];
    }
    let mut properties = paragraph.child("w:pPr").cloned();
    let section = take_section(&mut paragraph);
    if let Some(properties) = &mut properties {
        properties.children.retain(|node| !is_section(node));
    }
    let mut paragraphs = vec![paragraph];
    for line in &filling.further {
        let look = properties.iter().cloned().map(Node::Element);
        let words = value_runs(std::slice::from_ref(line), filling.look.as_ref());
        paragraphs.push(Element::of("w:p", look.chain(words).collect()));
    }
    if let (Some(section), Some(last)) = (section, paragraphs.last_mut()) {
        match last.children.first_mut() {
            Some(Node::Element(properties)) if properties.name == "w:pPr" => {
                properties.children.push(section);
            }
            Some(_) | None => {
                last.children.insert(0, Node::Element(Element::of("w:pPr", vec![section])));
            }
        }
    }
    paragraphs
}

fn is_section(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.name == "w:sectPr")
}

fn take_section(paragraph: &mut Element) -> Option<Node> {
    for node in &mut paragraph.children {
        if let Node::Element(properties) = node
            && properties.name == "w:pPr"
        {
            let place = properties.children.iter().position(is_section)?;
            return Some(properties.children.remove(place));
        }
    }
    None
}
