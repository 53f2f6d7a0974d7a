//! The text of a command, parsed: for the state machine, and for the judge of its answers.
//!
//! `SET k=v`, `GET k`, `DELETE k`, `CAS k old new`, `ADD k n`, `TRANSFER n a -> b`. Any
//! other text, `TRANSFER n -> b` among it, is a valid entry that is logged and changes nothing.

/// A parsed command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParsedCommand<'a> {
    /// To give the key this value.
    Set {
        /// One word.
        key: &'a str,
        /// Any text.
        value: &'a str,
    },
    /// To read the value of the key.
    Get {
        /// One word.
        key: &'a str,
    },
    /// To take the key away.
    Delete {
        /// One word.
        key: &'a str,
    },
    /// To give the key a new value if it has the old one.
    Swap {
        /// One word.
        key: &'a str,
        /// The value it must have.
        old: &'a str,
        /// The value it gets.
        new: &'a str,
    },
    /// To add to the key's whole number.
    Add {
        /// One word.
        key: &'a str,
        /// May be negative.
        amount: i64,
    },
    /// To move an amount from one key's number to another's.
    Transfer {
        /// How much.
        amount: i64,
        /// The key that gives it.
        from: &'a str,
        /// The key that gets it.
        to: &'a str,
    },
    /// Nothing: text that is logged.
    Text,
}

impl<'a> ParsedCommand<'a> {
    /// Reads the text of a command.
    #[must_use]
    pub fn read(text: &'a str) -> ParsedCommand<'a> {
        let (verb, rest) = split_at(trimmed(text), b' ').unwrap_or((text, ""));
        let rest = trimmed(rest);
        let asked = match verb {
            "SET" => set(rest),
            "GET" => one_key(rest).map(|key| ParsedCommand::Get { key }),
            "DELETE" => one_key(rest).map(|key| ParsedCommand::Delete { key }),
            "CAS" => words(rest).map(|[key, old, new]| ParsedCommand::Swap { key, old, new }),
            "ADD" => add(rest),
            "TRANSFER" => transfer(rest),
            _ => None,
        };
        asked.unwrap_or(ParsedCommand::Text)
    }

    /// The keys it reads or writes: none, one, or the two that a transfer ties.
    pub fn keys(self) -> impl Iterator<Item = &'a str> {
        let (first, second) = match self {
            ParsedCommand::Set { key, .. }
            | ParsedCommand::Get { key }
            | ParsedCommand::Delete { key }
            | ParsedCommand::Swap { key, .. }
            | ParsedCommand::Add { key, .. } => (Some(key), None),
            ParsedCommand::Transfer { from, to, .. } => (Some(from), Some(to)),
            ParsedCommand::Text => (None, None),
        };
        first.into_iter().chain(second)
    }
}

fn set(rest: &str) -> Option<ParsedCommand<'_>> {
    let (key, value) = split_at(rest, b'=')?;
    let key = one_key(trimmed(key))?;
    let value = trimmed(value);
    Some(ParsedCommand::Set { key, value })
}

fn add(rest: &str) -> Option<ParsedCommand<'_>> {
    let [key, amount] = words(rest)?;
    let amount = amount.parse().ok()?;
    Some(ParsedCommand::Add { key, amount })
}

fn transfer(rest: &str) -> Option<ParsedCommand<'_>> {
    let [amount, from, "->", to] = words(rest)? else {
        return None;
    };
    let amount = amount.parse().ok()?;
    Some(ParsedCommand::Transfer { amount, from, to })
}

/// The text before the first of these ASCII characters, and the text after it.
fn split_at(text: &str, mark: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Without space at its ends; most texts have none there, which is quick to see.
fn trimmed(text: &str) -> &str {
    let is_bare = |end: Option<&u8>| end.is_none_or(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_bare(bytes.first()) && is_bare(bytes.last()) {
        return text;
    }
    text.trim()
}

/// The text as a key, if it is one word.
fn one_key(text: &str) -> Option<&str> {
    (!text.is_empty() && !text.contains(char::is_whitespace)).then_some(text)
}

/// The text as exactly `N` words.
fn words<const N: usize>(text: &str) -> Option<[&str; N]> {
    let mut found = text.split_whitespace();
    let mut words = [""; N];
    for word in &mut words {
        *word = found.next()?;
    }
    found.next().is_none().then_some(words)
}
