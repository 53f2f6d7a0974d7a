//! The tree of branches: how they are opened, named, added, turned around, removed and brought
//! back.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Instant;

use super::Timeline;
use crate::action::TimedAction;
use crate::limits::RUN_MAX;
use crate::timeline::branch::Branch;
use crate::timeline::removed::{Origin, Removed};
use crate::timeline::run_state::UNLIMITED;
use crate::world::World;
use crate::world::event::Observer;

/// How many removals can be undone in a row.
const REMOVED_MAX: usize = 16;

impl<W: Observer + Clone> Timeline<W> {
    /// Opens a branch at the moment shown, and shows it.
    pub(super) fn fork(&mut self) {
        let branch = self.branch().fork(self.next_id, &self.now);
        self.next_id += 1;
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
    }

    /// Shows another branch at the moment shown, or at its end if that is earlier. Returns whether
    /// there is such a branch.
    pub fn open_branch(&mut self, id: u32) -> bool {
        let Some(place) = self.place_of(id) else {
            return false;
        };
        let at = self.at().min(self.branches[place].head);
        let kept = self.branches[place].kept_before(at).clone();
        let left = core::mem::replace(&mut self.now, kept);
        self.branches[self.current].leave(left);
        self.current = place;
        self.advance_to(at, UNLIMITED);
        true
    }

    /// Sets or removes the name of a branch. Returns whether there is such a branch.
    pub fn name_branch(&mut self, id: u32, name: Option<String>) -> bool {
        let place = self.place_of(id);
        if let Some(place) = place {
            self.branches[place].name = name;
        }
        place.is_some()
    }

    /// Adds a branch with these actions, which is the same as the branch shown until `forked_at`.
    /// The branch shown stays. Returns the number of the new branch.
    pub fn add_branch(
        &mut self,
        name: Option<String>,
        forked_at: Instant,
        actions: impl IntoIterator<Item = TimedAction>,
        head: Instant,
    ) -> u32 {
        let origin = self.branch();
        let actions = actions.into_iter().collect();
        let mut branch = Branch::new(self.next_id, origin.start(), actions);
        branch.name = name;
        branch.parent = Some(origin.id);
        branch.forked_at = forked_at.min(head);
        branch.head = head.min(RUN_MAX);
        self.next_id += 1;
        self.branches.push(branch);
        self.next_id - 1
    }

    /// Says which branch this one forked from, if from any, and until when both are the same.
    /// Returns whether that can be: both branches are there, and none descends from itself.
    pub fn set_origin(&mut self, id: u32, origin: Option<(u32, Instant)>) -> bool {
        let (parent, forked_at) = origin.map_or((None, Instant::ZERO), |(parent, until)| {
            (Some(parent), until)
        });
        let can_be = parent.is_none_or(|parent| {
            let line = self.ancestry(parent);
            self.place_of(parent).is_some() && line.iter().all(|(older, _)| *older != id)
        });
        match self.place_of(id).filter(|_| can_be) {
            None => false,
            Some(place) => {
                let branch = &mut self.branches[place];
                (branch.parent, branch.forked_at) = (parent, forked_at.min(branch.head));
                true
            }
        }
    }

    /// Turns a fork around: the parent of this branch becomes its child.
    pub fn make_origin(&mut self, id: u32) {
        let origin = self.branches.iter().find(|branch| branch.id == id);
        let Some((former, forked_at)) = origin.and_then(|it| Some((it.parent?, it.forked_at)))
        else {
            return;
        };
        for branch in &mut self.branches {
            if branch.id == id {
                (branch.parent, branch.forked_at) = (None, Instant::ZERO);
            } else if branch.id == former {
                (branch.parent, branch.forked_at) = (Some(id), forked_at);
            }
        }
    }

    /// The moment until which two branches are the same, and whether the second is an ancestor of
    /// the first.
    #[must_use]
    pub fn parting(&self, one: u32, other: u32) -> (Instant, bool) {
        let [own, others] = [self.ancestry(one), self.ancestry(other)];
        let common = own.iter().find_map(|(ancestor, until)| {
            let met = others.iter().find(|(id, _)| id == ancestor);
            met.map(|(id, theirs)| (*until.min(theirs), *id == other))
        });
        common.unwrap_or((Instant::ZERO, false))
    }

    /// Removes a branch, unless it is the last one. Its children are adopted by its parent; when
    /// it has none, by the child that left it last. If it is the one shown, the adopter is shown.
    /// Returns whether it was removed.
    pub fn remove_branch(&mut self, id: u32) -> bool {
        let Some(origins) = self.place_of(id).map(|_| self.origins_from(id)) else {
            return false;
        };
        let own = self.branches.iter().find(|branch| branch.id == id);
        let parent = own.and_then(|own| own.parent.map(|parent| (parent, own.forked_at)));
        let heir = origins.iter().max_by_key(|child| child.forked_at);
        let Some((adopter, until)) = parent.or(heir.map(|heir| (heir.id, heir.forked_at))) else {
            return false;
        };
        for branch in &mut self.branches {
            if branch.id == adopter && parent.is_none() {
                (branch.parent, branch.forked_at) = (None, Instant::ZERO);
            } else if branch.parent == Some(id) {
                branch.parent = Some(adopter);
                branch.forked_at = branch.forked_at.min(until);
            }
        }
        if self.branch().id == id {
            self.open_branch(adopter);
        }
        let shown = self.branch().id;
        if let Some(place) = self.place_of(id) {
            let branch = self.branches.remove(place);
            self.removed.push(Removed { branch, origins });
        }
        if self.removed.len() > REMOVED_MAX {
            self.removed.remove(0);
        }
        self.current = self.place_of(shown).unwrap_or(0);
        self.look_at_memory();
        true
    }

    /// Brings back the branch that was removed last, and returns its number.
    pub fn undo_remove(&mut self) -> Option<u32> {
        let Removed { branch, origins } = self.removed.pop()?;
        let (id, shown) = (branch.id, self.branch().id);
        let place = self.branches.partition_point(|older| older.id < id);
        self.branches.insert(place, branch);
        for origin in origins {
            if let Some(place) = self.place_of(origin.id) {
                let branch = &mut self.branches[place];
                (branch.parent, branch.forked_at) = (origin.parent, origin.forked_at);
            }
        }
        self.current = self.place_of(shown).unwrap_or(0);
        Some(id)
    }

    /// The branch of this number, and the world at the furthest moment of it that is kept; for the
    /// branch shown, at the moment shown.
    #[must_use]
    pub fn kept(&self, id: u32) -> Option<(&Branch<W>, &World)> {
        let place = self.place_of(id)?;
        let branch = &self.branches[place];
        let state = if place == self.current {
            &self.now
        } else {
            branch.furthest()
        };
        Some((branch, &state.world))
    }

    pub(super) fn place_of(&self, id: u32) -> Option<usize> {
        self.branches.iter().position(|branch| branch.id == id)
    }

    /// The places of the children of this branch.
    fn origins_from(&self, id: u32) -> Vec<Origin> {
        let children = self
            .branches
            .iter()
            .filter(|child| child.parent == Some(id));
        let origin = |child: &Branch<W>| Origin {
            id: child.id,
            parent: child.parent,
            forked_at: child.forked_at,
        };
        children.map(origin).collect()
    }

    /// A branch and its ancestors, each with the moment until which the branch is the same as it.
    fn ancestry(&self, id: u32) -> Vec<(u32, Instant)> {
        let mut line = Vec::from([(id, RUN_MAX)]);
        while let Some((id, until)) = line.last().copied() {
            let branch = self.branches.iter().find(|branch| branch.id == id);
            let Some((parent, branch)) = branch.and_then(|it| Some((it.parent?, it))) else {
                break;
            };
            line.push((parent, until.min(branch.forked_at)));
        }
        line
    }
}
