//! The entries of a log, and the commands in them.

use alloc::sync::Arc;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use crate::quorum::Configuration;
use crate::types::Term;

/// A client's command, as text. Raft never reads it.
#[derive(Clone, Debug, Eq, PartialOrd, Ord)]
pub struct Command(Arc<str>);

/// Copies of one command share their text, so most comparisons need not read it.
impl PartialEq for Command {
    #[inline]
    fn eq(&self, other: &Command) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Hash for Command {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Command {
    /// A command with this text.
    #[must_use]
    pub fn new(text: &str) -> Command {
        Command(Arc::from(text))
    }

    /// The command's text.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Command {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A client of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u32);

/// The client and the number of a request (Raft §8, Thesis §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The client that made the request.
    pub client: ClientId,
    /// The client's number for this request; a retry keeps it.
    pub serial: u64,
}

/// The content of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payload {
    /// A client's command.
    Command {
        /// The client and the number of its request.
        origin: Origin,
        /// The command.
        command: Command,
    },
    /// What a leader appends by itself.
    Own(Own),
}

/// What a leader appends by itself. Apart from [`Payload`], so that an entry takes no more room
/// than a command does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Own {
    /// A new leader's empty entry, with which it can commit the entries of earlier terms
    /// (Raft §8).
    Blank,
    /// Who belongs to the cluster from this entry on (Thesis §4.1). With
    /// [`crate::Extension::Membership`] only.
    Configuration(Rare<Reconfiguration>),
}

/// A value that only an extension makes, out of line so that entries stay small. Without the
/// feature `extensions` there is none, and the compiler leaves out whatever handles one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rare<T>(
    #[cfg(feature = "extensions")] Arc<T>,
    #[cfg(not(feature = "extensions"))] core::convert::Infallible,
    core::marker::PhantomData<T>,
);

impl<T> Rare<T> {
    /// Keeps a value; `None` without the feature `extensions`.
    #[must_use]
    pub fn new(value: T) -> Option<Rare<T>> {
        #[cfg(feature = "extensions")]
        return Some(Rare(Arc::new(value), core::marker::PhantomData));
        #[cfg(not(feature = "extensions"))]
        {
            drop(value);
            None
        }
    }
}

impl<T: Clone> Rare<T> {
    /// The value, for a change that no other copy sees.
    #[inline]
    pub fn make_mut(&mut self) -> &mut T {
        #[cfg(feature = "extensions")]
        return Arc::make_mut(&mut self.0);
        #[cfg(not(feature = "extensions"))]
        match self.0 {}
    }
}

impl<T> Deref for Rare<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        #[cfg(feature = "extensions")]
        return &self.0;
        #[cfg(not(feature = "extensions"))]
        match self.0 {}
    }
}

/// The content of an entry that changes the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reconfiguration {
    /// Who asked for the change; `None` for the first half of adding a server, in which it joins
    /// as a learner. A joint configuration and the one behind it have the same.
    pub origin: Option<Origin>,
    /// The configuration.
    pub configuration: Configuration,
}

impl Reconfiguration {
    /// The request that the entry carries out: with a joint configuration, only half of it is done.
    fn carries_out(&self) -> Option<Origin> {
        self.origin.filter(|_| !self.configuration.is_joint())
    }
}

impl Payload {
    /// A new leader's empty entry.
    pub const BLANK: Payload = Payload::Own(Own::Blank);

    /// The client and the number of the request that the entry carries out, if there is one.
    #[inline]
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Payload::Command { origin, .. } => Some(*origin),
            Payload::Own(Own::Blank) => None,
            Payload::Own(Own::Configuration(change)) => change.carries_out(),
        }
    }

    /// The configuration that begins with the entry, if one does.
    #[inline]
    #[must_use]
    pub fn configuration(&self) -> Option<Configuration> {
        match self {
            Payload::Own(Own::Configuration(change)) => Some(change.configuration),
            Payload::Command { .. } | Payload::Own(Own::Blank) => None,
        }
    }
}

/// One entry of the log: the term in which a leader created it, and its content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The leader's term when it created the entry.
    pub term: Term,
    /// The content.
    pub payload: Payload,
}

/// A run of consecutive entries inside a message, shared by all copies of that message.
///
/// A heartbeat carries none and allocates nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entries(Option<Arc<[Entry]>>);

impl Entries {
    /// No entries: a heartbeat.
    pub const NONE: Entries = Entries(None);
}

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Entries {
        let entries: Arc<[Entry]> = entries.into_iter().collect();
        Entries((!entries.is_empty()).then_some(entries))
    }
}

impl Deref for Entries {
    type Target = [Entry];
    #[inline]
    fn deref(&self) -> &[Entry] {
        self.0.as_deref().unwrap_or_default()
    }
}
