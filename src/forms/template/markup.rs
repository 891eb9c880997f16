//! A part of a template as a tree of elements. What is not understood is kept as it was written, so that a template comes
//! out as it went in but for its fields.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No word processor nests deeper; a tree is walked by functions that call themselves.
const DEEPEST: usize = 200;
/// More elements than any form has.
const MOST_ELEMENTS: usize = 400_000;

/// What stands in an element.
#[derive(Debug, Clone)]
pub enum Node {
    Element(Element),
    /// Text and everything else, as it is written in the file.
    Raw(String),
}

#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    /// As written in the tag after the name, with the blank before it.
    pub attributes: String,
    pub children: Vec<Node>,
}

/// The part is no XML, or more of it than a form has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl Element {
    /// An element with this in it.
    pub fn of(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: String::new(), children }
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Raw(_) => None,
        })
    }

    /// The first element of this name directly in it.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// What is written directly in it, references unresolved.
    pub fn raw_text(&self) -> String {
        let raw = |node: &Node| match node {
            Node::Raw(text) => Some(text.clone()),
            Node::Element(_) => None,
        };
        self.children.iter().filter_map(raw).collect()
    }

    /// Hands over this element and all in it.
    pub fn walk<'e>(&'e self, each: &mut dyn FnMut(&'e Self)) {
        each(self);
        self.elements().for_each(|element| element.walk(each));
    }

    fn write(&self, out: &mut String) {
        // The root of the tree stands for the part and has no tag.
        let has_tag = !self.name.is_empty();
        if has_tag {
            out.extend(["<", &self.name, &self.attributes]);
            if self.children.is_empty() {
                out.push_str("/>");
                return;
            }
            out.push('>');
        }
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(out),
                Node::Raw(text) => out.push_str(text),
            }
        }
        if has_tag {
            out.extend(["</", &self.name, ">"]);
        }
    }
}

/// Reads a part; the root has no name and holds the declaration and the outermost element.
pub fn read(text: &str) -> Result<Element, Unreadable> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        let piece = reader.read_event().map_err(|_| Unreadable)?;
        match &piece {
            Event::Start(tag) => open.push(begun(tag)),
            Event::Empty(tag) => put(&mut open, Node::Element(begun(tag)))?,
            Event::End(_) => {
                let closed = open.pop().ok_or(Unreadable)?;
                put(&mut open, Node::Element(closed))?;
            }
            Event::Text(text) => put(&mut open, Node::Raw(text.to_string()))?,
            Event::CData(text) => {
                put(&mut open, Node::Raw(quick_xml::escape::escape(&**text).into_owned()))?;
            }
            Event::GeneralRef(name) => put(&mut open, Node::Raw(format!("&{};", &**name)))?,
            Event::Decl(text) => put(&mut open, Node::Raw(format!("<?{}?>", &**text)))?,
            Event::PI(text) => put(&mut open, Node::Raw(format!("<?{}?>", &**text)))?,
            Event::Comment(text) => put(&mut open, Node::Raw(format!("<!--{}-->", &**text)))?,
            Event::DocType(_) => return Err(Unreadable),
            Event::Eof => break,
        }
        count += 1;
        if open.len() > DEEPEST || count > MOST_ELEMENTS {
            return Err(Unreadable);
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(root),
        (_, _) => Err(Unreadable),
    }
}

fn begun(tag: &BytesStart<'_>) -> Element {
    Element {
        name: tag.name().as_ref().to_owned(),
        attributes: tag.attributes_raw().trim_end().to_owned(),
        children: Vec::new(),
    }
}

fn put(open: &mut [Element], node: Node) -> Result<(), Unreadable> {
    open.last_mut().ok_or(Unreadable)?.children.push(node);
    Ok(())
}

/// The part as it is written to the file.
pub fn written(root: &Element) -> String {
    let mut out = String::new();
    root.write(&mut out);
    out
}
