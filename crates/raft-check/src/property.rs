//! The five safety properties, by the names the paper gives them.

/// A promise that Raft keeps at every moment, whatever fails (Raft Figure 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// At most one leader per term.
    ElectionSafety,
    /// Leaders only add to their logs.
    LeaderAppendOnly,
    /// Same index and same term mean same log up to there.
    LogMatching,
    /// Later leaders hold all that was committed before them.
    LeaderCompleteness,
    /// One entry per index, whoever applies it.
    StateMachineSafety,
}

impl Property {
    /// All of them, in the paper's order.
    pub const ALL: [Property; 5] = [
        Property::ElectionSafety,
        Property::LeaderAppendOnly,
        Property::LogMatching,
        Property::LeaderCompleteness,
        Property::StateMachineSafety,
    ];

    /// The name used in scenario files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Property::ElectionSafety => "election_safety",
            Property::LeaderAppendOnly => "leader_append_only",
            Property::LogMatching => "log_matching",
            Property::LeaderCompleteness => "leader_completeness",
            Property::StateMachineSafety => "state_machine_safety",
        }
    }

    /// The property with this [`Property::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Property> {
        Property::ALL
            .into_iter()
            .find(|property| property.name() == name)
    }

    /// The paper's name, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Property::ElectionSafety => "Election Safety",
            Property::LeaderAppendOnly => "Leader Append-Only",
            Property::LogMatching => "Log Matching",
            Property::LeaderCompleteness => "Leader Completeness",
            Property::StateMachineSafety => "State Machine Safety",
        }
    }

    /// What it promises, in one sentence of our own.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Property::ElectionSafety => "No term ever has more than one leader.",
            Property::LeaderAppendOnly => {
                "A leader only adds to the end of its log; it never changes or removes an entry."
            }
            Property::LogMatching => {
                "Two logs that hold an entry of the same term at the same index are equal from \
                 their beginning through that index."
            }
            Property::LeaderCompleteness => {
                "An entry that was committed in one term is in the log of every later term's \
                 leader."
            }
            Property::StateMachineSafety => {
                "No two nodes ever apply different entries at the same index."
            }
        }
    }

    /// Where it stands: `Raft` is the extended paper.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Property::ElectionSafety => "Raft Figure 3, §5.2",
            Property::LeaderAppendOnly | Property::LogMatching => "Raft Figure 3, §5.3",
            Property::LeaderCompleteness => "Raft Figure 3, §5.4",
            Property::StateMachineSafety => "Raft Figure 3, §5.4.3",
        }
    }

    /// Its place in [`Property::ALL`].
    pub(crate) fn place(self) -> usize {
        self as usize
    }
}
