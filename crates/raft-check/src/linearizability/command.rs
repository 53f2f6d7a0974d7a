//! Commands as the state machine reads them.

/// What a command asks for. `Machine` in raft-sim is the model: a test holds both equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked<'a> {
    Set {
        key: &'a str,
        value: &'a str,
    },
    Get {
        key: &'a str,
    },
    Delete {
        key: &'a str,
    },
    Swap {
        key: &'a str,
        old: &'a str,
        new: &'a str,
    },
    Add {
        key: &'a str,
        amount: i64,
    },
    Transfer {
        amount: i64,
        from: &'a str,
        to: &'a str,
    },
    /// Text that is logged and means nothing.
    Text,
}

impl<'a> Asked<'a> {
    pub(crate) fn read(text: &'a str) -> Asked<'a> {
        let (verb, rest) = text.trim().split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        let asked = match verb {
            "SET" => set(rest),
            "GET" => one_key(rest).map(|key| Asked::Get { key }),
            "DELETE" => one_key(rest).map(|key| Asked::Delete { key }),
            "CAS" => words(rest).map(|[key, old, new]| Asked::Swap { key, old, new }),
            "ADD" => add(rest),
            "TRANSFER" => transfer(rest),
            _ => None,
        };
        asked.unwrap_or(Asked::Text)
    }

    /// The keys it reads or writes: none, one, or the two that a transfer ties.
    pub(crate) fn keys(self) -> impl Iterator<Item = &'a str> {
        let (first, second) = match self {
            Asked::Set { key, .. }
            | Asked::Get { key }
            | Asked::Delete { key }
            | Asked::Swap { key, .. }
            | Asked::Add { key, .. } => (Some(key), None),
            Asked::Transfer { from, to, .. } => (Some(from), Some(to)),
            Asked::Text => (None, None),
        };
        first.into_iter().chain(second)
    }
}

fn set(rest: &str) -> Option<Asked<'_>> {
    let (key, value) = rest.split_once('=')?;
    let key = one_key(key.trim())?;
    let value = value.trim();
    Some(Asked::Set { key, value })
}

fn add(rest: &str) -> Option<Asked<'_>> {
    let [key, amount] = words(rest)?;
    let amount = amount.parse().ok()?;
    Some(Asked::Add { key, amount })
}

fn transfer(rest: &str) -> Option<Asked<'_>> {
    let [amount, from, "->", to] = words(rest)? else {
        return None;
    };
    let amount = amount.parse().ok()?;
    Some(Asked::Transfer { amount, from, to })
}

fn one_key(text: &str) -> Option<&str> {
    (!text.is_empty() && !text.contains(char::is_whitespace)).then_some(text)
}

fn words<const N: usize>(text: &str) -> Option<[&str; N]> {
    let mut found = text.split_whitespace();
    let mut words = [""; N];
    for word in &mut words {
        *word = found.next()?;
    }
    found.next().is_none().then_some(words)
}
