//! The interface between the one reader of actions and its two sources, JSON and lines.

use alloc::string::String;
use alloc::vec::Vec;

use super::chaos::ChaosSpec;
use super::share::{Rate, Share};
use super::value::{Group, LateMessage, MessageSpec, Stopped, TargetSpec, Who};
use super::work::Work;
use crate::server::disk::DiskMode;

/// The text of one action, from which the reader takes one value after the other.
///
/// There are two: the JSON of a scenario file (`read/action_json.rs`), which finds a value by its
/// field and has a sentence for each mistake; and the line of a button (`read/action_line.rs`),
/// which has the values in a row. A module links only the one it uses: JSON with its sentences
/// would be a quarter of a page's first load.
pub(crate) trait Source {
    /// The reason why a value cannot be read.
    type Error;

    /// The reason why an action that only the full engine has cannot be read.
    fn not_built_in(&self, field: &'static str) -> Self::Error;

    /// A client's command, and the node that it asks if one is given.
    fn command_and_target(
        &mut self,
        field: &'static str,
    ) -> Result<(String, Option<TargetSpec>), Self::Error>;

    /// A key, and the node that the client asks if one is given.
    fn key_and_target(
        &mut self,
        field: &'static str,
    ) -> Result<(String, Option<TargetSpec>), Self::Error>;

    /// A node, by its number or its role.
    fn node(&mut self, field: &'static str) -> Result<Who, Self::Error>;

    /// A node, and the node that the client asks if one is given.
    fn node_and_target(
        &mut self,
        field: &'static str,
    ) -> Result<(Who, Option<TargetSpec>), Self::Error>;

    /// Nodes, each once, and the node that the client asks if one is given.
    fn nodes_and_target(
        &mut self,
        field: &'static str,
    ) -> Result<(Vec<Who>, Option<TargetSpec>), Self::Error>;

    /// A node, if one is given.
    fn node_if_given(&mut self, field: &'static str) -> Result<Option<Who>, Self::Error>;

    /// A node that has stopped, or all of them.
    fn stopped(&mut self, field: &'static str) -> Result<Stopped, Self::Error>;

    /// A link: its sender and its receiver.
    fn link(&mut self, field: &'static str) -> Result<[Who; 2], Self::Error>;

    /// A link, if one is given.
    fn link_if_given(&mut self, field: &'static str) -> Result<Option<[Who; 2]>, Self::Error>;

    /// A link, or a node whose links are all meant, or neither.
    #[expect(
        clippy::type_complexity,
        reason = "two values, of which one may be given"
    )]
    fn link_or_node(&mut self) -> Result<(Option<[Who; 2]>, Option<Who>), Self::Error>;

    /// The quickest and the slowest, in milliseconds.
    fn range_ms(&mut self, field: &'static str) -> Result<[u64; 2], Self::Error>;

    /// A count.
    fn count(&mut self, field: &'static str) -> Result<u32, Self::Error>;

    /// A span, in milliseconds.
    fn span_ms(&mut self, field: &'static str) -> Result<u64, Self::Error>;

    /// A share of the messages.
    fn share(&mut self, field: &'static str) -> Result<Share, Self::Error>;

    /// A clock's rate.
    fn rate(&mut self, field: &'static str) -> Result<Rate, Self::Error>;

    /// How a disk treats its writes.
    fn disk_mode(&mut self, field: &'static str) -> Result<DiskMode, Self::Error>;

    /// A workload, or the word for none.
    fn work(&mut self, field: &'static str) -> Result<Work, Self::Error>;

    /// Chaos, or the word for none.
    fn chaos(&mut self, field: &'static str) -> Result<ChaosSpec, Self::Error>;

    /// The sides of a partition.
    fn groups(&mut self, field: &'static str) -> Result<Vec<Group>, Self::Error>;

    /// A message in flight.
    fn message(&mut self, field: &'static str) -> Result<MessageSpec, Self::Error>;

    /// A message in flight, and its delay.
    fn late_message(&mut self, field: &'static str) -> Result<LateMessage, Self::Error>;
}
