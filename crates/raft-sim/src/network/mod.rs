//! The network: the way of a message from its sending to its arrival or loss.
//!
//! `Network::send` decides the fate of each message when it is sent: its latency, and whether it is
//! lost or doubled. While the message is in flight, a cut can still lose it, and an action can drop
//! it, delay it, double it or deliver it at once. Every draw is keyed by the link and the number of
//! the message on it, so that a message's fate does not depend on what happened elsewhere (see
//! `raft_core::chance`).

pub(crate) mod message_kind;
pub(crate) mod packet;
mod sent_by_kind;

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{Duration, Instant, NodeId, NodeSet};

use crate::address::{Endpoint, Link, PacketName};
use crate::event_queue::{Due, EventQueue};
use crate::limits::{PACKET_ENTRIES_MAX, PACKETS_MAX};
use crate::network::packet::{Content, Fate, Packet};
use crate::network::sent_by_kind::SentByKind;
use crate::options::{Latency, Options, Ratio};
use crate::whole::IS_WHOLE;

/// A queue of more messages than this does not fit into the caches of a processor. Taking one out
/// then takes as long as looking at so many messages.
const LONG_QUEUE: usize = 20_000;
const LOOKS_OF_A_LONG_QUEUE: u64 = 30;

/// All links, and all messages on them.
#[derive(Clone, Debug)]
pub struct Network {
    nodes: u8,
    chance: Key,
    /// The settings of links without their own.
    defaults: LinkSettings,
    links: Vec<LinkState>,
    /// The settings of each link's own. Apart from the links, since no message asks for these.
    own: Vec<OwnSettings>,
    /// Messages in flight; free slots are `None`.
    packets: Vec<Option<Packet>>,
    free: Vec<u32>,
    /// When each is due, by id and marked with its slot.
    due: EventQueue,
    next_id: u64,
    /// The room that these messages take, and those that wait at paused processes.
    taken: Room,
    /// The entries in all messages that found room so far.
    carried: u64,
    /// How many messages were looked at so far, in searches, by cuts, and in a long queue.
    looked_at: u64,
}

/// Room in the network.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    packets: usize,
    entries: usize,
}

#[derive(Clone, Copy, Debug)]
struct LinkSettings {
    latency: Latency,
    loss: Ratio,
    duplicate: Ratio,
}

#[derive(Clone, Copy, Debug)]
struct LinkState {
    /// All messages, of whatever kind: their names count them.
    sent: u64,
    /// The same by kind: chance counts them so.
    sent_by_kind: SentByKind,
    is_cut: bool,
    /// Its own settings, and for the rest the defaults: every message asks for them.
    settings: LinkSettings,
}

/// The settings that one link has of its own.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OwnSettings {
    pub(crate) latency: Option<Latency>,
    pub(crate) loss: Option<Ratio>,
    pub(crate) duplicate: Option<Ratio>,
}

/// The slot that holds a message in flight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlightSlot(u32);

/// What became of a message that was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Launched {
    /// It is on its way, even if only to where it gets lost.
    InFlight(FlightSlot),
    /// It is lost at once, since the network has no room for it: whoever sent it takes it out of
    /// its slot.
    NoRoom(FlightSlot),
}

/// The purposes of chance on a link.
enum Purpose {
    Latency = 1,
    Loss = 2,
    Duplication = 3,
    TwinLatency = 4,
}

impl Network {
    pub(crate) fn new(options: &Options, chance: Key) -> Network {
        let endpoints = usize::from(options.nodes) + 1;
        let defaults = LinkSettings {
            latency: options.latency,
            loss: options.loss,
            duplicate: options.duplicate,
        };
        let link = LinkState {
            sent: 0,
            sent_by_kind: SentByKind::default(),
            is_cut: false,
            settings: defaults,
        };
        Network {
            nodes: options.nodes,
            chance,
            defaults,
            links: alloc::vec![link; endpoints * endpoints],
            own: alloc::vec![OwnSettings::default(); endpoints * endpoints],
            packets: Vec::new(),
            free: Vec::new(),
            due: EventQueue::default(),
            next_id: 0,
            taken: Room::default(),
            carried: 0,
            looked_at: 0,
        }
    }

    /// The messages in flight, those already lost on the way included, in no order of note.
    pub fn packets(&self) -> impl Iterator<Item = &Packet> {
        self.packets.iter().flatten()
    }

    /// The message in flight with this id.
    #[must_use]
    pub fn packet(&self, id: u64) -> Option<&Packet> {
        self.packets().find(|packet| packet.id == id)
    }

    /// How many messages were sent from one endpoint to another.
    #[must_use]
    pub fn sent_on(&self, from: Endpoint, to: Endpoint) -> u64 {
        self.links[self.place(from, to)].sent
    }

    /// The links that are cut now.
    pub fn cuts(&self) -> impl Iterator<Item = Link> {
        self.all_links().filter(|link| self.is_cut(*link))
    }

    /// Whether this direction is cut.
    #[must_use]
    pub fn is_cut(&self, link: Link) -> bool {
        self.links[self.place(Endpoint::Node(link.from), Endpoint::Node(link.to))].is_cut
    }

    /// The partition in force, however the links came to be cut: groups of nodes that hear
    /// all of their own group and nobody else. `None` while the network is whole, or cut in a
    /// way that makes no such groups.
    #[must_use]
    pub fn groups(&self) -> Option<Vec<NodeSet>> {
        let mut groups: Vec<NodeSet> = Vec::new();
        for node in NodeSet::first(self.nodes).iter() {
            let first = |group: &NodeSet| group.iter().next().unwrap_or(node);
            match groups
                .iter_mut()
                .find(|group| self.hear_each_other(first(group), node))
            {
                Some(group) => group.insert(node),
                None => groups.push([node].into_iter().collect()),
            }
        }
        let together = |link: &Link| {
            groups
                .iter()
                .any(|set| set.contains(link.from) && set.contains(link.to))
        };
        let fits = self
            .all_links()
            .all(|link| self.is_cut(link) != together(&link));
        (groups.len() > 1 && fits).then_some(groups)
    }

    fn hear_each_other(&self, one: NodeId, other: NodeId) -> bool {
        let (there, back) = (
            Link {
                from: one,
                to: other,
            },
            Link {
                from: other,
                to: one,
            },
        );
        !self.is_cut(there) && !self.is_cut(back)
    }

    /// How long messages take wherever a link has no setting of its own.
    #[must_use]
    pub fn latency(&self) -> Latency {
        self.defaults.latency
    }

    /// How many are lost wherever a link has no setting of its own.
    #[must_use]
    pub fn loss(&self) -> Ratio {
        self.defaults.loss
    }

    /// How many arrive twice wherever a link has no setting of its own.
    #[must_use]
    pub fn duplication(&self) -> Ratio {
        self.defaults.duplicate
    }

    /// The links with a latency or a loss of their own, and these.
    pub fn link_overrides(&self) -> impl Iterator<Item = (Link, Option<Latency>, Option<Ratio>)> {
        let settings = |link: Link| {
            let own = self.own_settings(link);
            (link, own.latency, own.loss)
        };
        self.all_links()
            .map(settings)
            .filter(|(_, latency, loss)| IS_WHOLE && (latency.is_some() || loss.is_some()))
    }

    /// When the way of the next message ends.
    #[inline]
    pub(crate) fn next_due(&self) -> Option<Instant> {
        self.due.next()
    }

    /// The entries in all messages that found room so far.
    pub(crate) fn carried(&self) -> u64 {
        self.carried
    }

    /// How many messages were looked at so far, in searches, by cuts, and in a long queue.
    #[inline]
    pub(crate) fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// Slots for messages, entries in messages, and moments at which messages are due.
    pub(crate) fn sizes(&self) -> [usize; 3] {
        let waiting = self.taken.packets + self.free.len() - self.packets.len();
        [
            self.packets.len() + waiting,
            self.taken.entries,
            self.due.len(),
        ]
    }

    /// Sends a message, and a copy if the network makes one.
    #[inline]
    pub(crate) fn send(
        &mut self,
        now: Instant,
        from: Endpoint,
        to: Endpoint,
        content: Content,
    ) -> (Launched, Option<Launched>) {
        let place = self.place(from, to);
        let link = &mut self.links[place];
        let nth = link.sent;
        link.sent += 1;
        let LinkSettings {
            latency,
            loss,
            duplicate,
        } = link.settings;
        let is_cut = link.is_cut;
        let chance = link.sent_by_kind.next(&content, self.chance, place);
        let draw = |purpose: Purpose| chance.with(purpose as u64);
        let is_lost = loss.numerator > 0 && happens(draw(Purpose::Loss), loss);
        let fate = match (is_cut, is_lost) {
            (true, _) => Fate::Cut,
            (false, true) => Fate::Lost,
            (false, false) => Fate::Arrives,
        };
        let name = PacketName {
            from,
            to,
            nth,
            copy: 0,
        };
        let twin = (duplicate.numerator > 0 && happens(draw(Purpose::Duplication), duplicate))
            .then(|| content.clone());
        let due_at = now + latency.pick(draw(Purpose::Latency));
        let original = self.launch(name, content, now, due_at, fate);
        let twin = twin.map(|content| {
            let due_at = now + latency.pick(draw(Purpose::TwinLatency));
            self.launch_copy(PacketName { copy: 1, ..name }, content, now, due_at, fate)
        });
        (original, twin)
    }

    /// The message in this slot.
    #[inline]
    pub(crate) fn at(&self, slot: FlightSlot) -> Option<&Packet> {
        self.packets.get(slot.0 as usize)?.as_ref()
    }

    /// Takes the next message whose way ends at or before `until`.
    #[inline]
    pub(crate) fn take_due(&mut self, until: Instant) -> Option<Packet> {
        while let Some(Due { at, number, mark }) = self.due.take(until) {
            if self.due.len() > LONG_QUEUE {
                self.looked_at += LOOKS_OF_A_LONG_QUEUE;
            }
            let slot = &mut self.packets[mark as usize];
            // A message that was delivered by hand or delayed has left a stale entry behind.
            if let Some(packet) = slot
                && packet.id == number
                && packet.due_at == at
            {
                self.taken.leave(packet);
                self.free.push(mark);
                return slot.take();
            }
        }
        None
    }

    /// Takes out a message that found no room.
    #[cold]
    pub(crate) fn turn_away(&mut self, FlightSlot(slot): FlightSlot) -> Option<Packet> {
        self.free.push(slot);
        self.packets.get_mut(slot as usize)?.take()
    }

    /// Takes a named message off the network, to be delivered now.
    pub(crate) fn take(&mut self, name: PacketName) -> Option<Packet> {
        let place = self.position_of(name)?;
        self.free.push(u32::try_from(place).ok()?);
        let packet = self.packets[place].take()?;
        self.taken.leave(&packet);
        Some(packet)
    }

    /// Makes room for a message that waits at a paused process. Returns whether there was any.
    pub(crate) fn keep_waiting(&mut self, packet: &Packet) -> bool {
        let has_room = !self.taken.is_full();
        if has_room {
            self.taken.enter(packet.entry_count());
        }
        has_room
    }

    /// Frees the room of messages that have waited.
    pub(crate) fn end_waiting(&mut self, packets: &[Packet]) {
        packets.iter().for_each(|packet| self.taken.leave(packet));
    }

    /// Loses a named message. Returns whether there was one that would have arrived.
    pub(crate) fn lose(&mut self, name: PacketName) -> bool {
        let packet = self
            .position_of(name)
            .and_then(|place| self.packets[place].as_mut());
        packet.map(|packet| packet.fate = Fate::Lost).is_some()
    }

    /// Delays a named message. Returns whether there was one.
    pub(crate) fn delay(&mut self, name: PacketName, by: Duration) -> bool {
        let Some(place) = self.position_of(name) else {
            return false;
        };
        let Some(packet) = self.packets[place].as_mut() else {
            return false;
        };
        packet.due_at = packet.due_at + by;
        if let Ok(slot) = u32::try_from(place) {
            self.due.add(packet.due_at, packet.id, slot);
        }
        true
    }

    /// Sends a copy of a named message now, if there is such a message.
    pub(crate) fn duplicate(&mut self, now: Instant, name: PacketName) -> Option<Launched> {
        let place = self.position_of(name)?;
        let content = self.packets[place].as_ref()?.content.clone();
        self.looked_at += self.packets.len() as u64;
        let copies = self.packets().filter(|packet| is_copy_of(packet, name));
        let copy = copies.map(|packet| packet.name.copy).max()? + 1;
        let place = self.place(name.from, name.to);
        let latency = self.links[place].settings.latency;
        let chance = self
            .chance
            .with((place as u64) << 48 | name.nth)
            .with(Purpose::TwinLatency as u64)
            .with(u64::from(copy));
        let due_at = now + latency.pick(chance);
        let name = PacketName { copy, ..name };
        Some(self.launch_copy(name, content, now, due_at, Fate::Arrives))
    }

    /// Cuts one direction.
    pub(crate) fn cut(&mut self, now: Instant, link: Link) {
        self.cut_all(now, |other| *other == link);
    }

    /// Cuts all links for which this holds, in one pass over the messages: those on such a link
    /// that have not passed the middle meet the cut.
    fn cut_all(&mut self, now: Instant, parts: impl Fn(&Link) -> bool) {
        for link in self.all_links().filter(&parts) {
            let place = self.place(Endpoint::Node(link.from), Endpoint::Node(link.to));
            self.links[place].is_cut = true;
        }
        self.looked_at += self.packets.len() as u64;
        for packet in self.packets.iter_mut().flatten() {
            if packet.fate == Fate::Arrives
                && let (Endpoint::Node(from), Endpoint::Node(to)) =
                    (packet.name.from, packet.name.to)
                && parts(&Link { from, to })
                && now < packet.halfway()
            {
                packet.fate = Fate::Cut;
            }
        }
    }

    pub(crate) fn mend(&mut self, link: Link) {
        let place = self.place(Endpoint::Node(link.from), Endpoint::Node(link.to));
        self.links[place].is_cut = false;
    }

    pub(crate) fn heal(&mut self) {
        self.links.iter_mut().for_each(|link| link.is_cut = false);
    }

    /// Cuts every link between different groups and mends every link within one.
    pub(crate) fn partition(&mut self, now: Instant, groups: &[NodeSet]) {
        self.heal();
        let together = |link: &Link| {
            groups
                .iter()
                .any(|set| set.contains(link.from) && set.contains(link.to))
        };
        self.cut_all(now, |link| !together(link));
    }

    /// Cuts a node off from all others.
    pub(crate) fn isolate(&mut self, now: Instant, node: NodeId) {
        self.cut_all(now, |link| link.from == node || link.to == node);
    }

    pub(crate) fn set_latency(&mut self, link: Option<Link>, latency: Latency) {
        match link {
            Some(link) => self.set_own(link, |own| own.latency = Some(latency)),
            None => self.set_defaults(|defaults| defaults.latency = latency),
        }
    }

    pub(crate) fn set_loss(&mut self, link: Option<Link>, ratio: Ratio) {
        match link {
            Some(link) => self.set_own(link, |own| own.loss = Some(ratio)),
            None => self.set_defaults(|defaults| defaults.loss = ratio),
        }
    }

    pub(crate) fn set_duplication(&mut self, link: Option<Link>, ratio: Ratio) {
        match link {
            Some(link) => self.set_own(link, |own| own.duplicate = Some(ratio)),
            None => self.set_defaults(|defaults| defaults.duplicate = ratio),
        }
    }

    /// The settings of this link's own.
    pub(crate) fn own_settings(&self, link: Link) -> OwnSettings {
        let place = self.place(Endpoint::Node(link.from), Endpoint::Node(link.to));
        self.own[place]
    }

    /// Gives this link these settings; where there is none, it follows the others again.
    pub(crate) fn put_back_settings(&mut self, link: Link, own: OwnSettings) {
        self.set_own(link, |settings| *settings = own);
    }

    /// Changes the settings of a link's own.
    fn set_own(&mut self, link: Link, change: impl FnOnce(&mut OwnSettings)) {
        let place = self.place(Endpoint::Node(link.from), Endpoint::Node(link.to));
        change(&mut self.own[place]);
        self.links[place].settings = self.own[place].over(self.defaults);
    }

    /// Changes the settings of links without their own.
    fn set_defaults(&mut self, change: impl FnOnce(&mut LinkSettings)) {
        change(&mut self.defaults);
        for (link, own) in self.links.iter_mut().zip(&self.own) {
            link.settings = own.over(self.defaults);
        }
    }

    /// Puts a message into a slot. A message is large, so it is written where it stays, and nothing
    /// takes it in hand before. One that finds no room is lost, unless it would have met a cut.
    #[inline]
    fn launch(
        &mut self,
        name: PacketName,
        content: Content,
        sent_at: Instant,
        due_at: Instant,
        fate: Fate,
    ) -> Launched {
        let id = self.next_id;
        self.next_id += 1;
        let has_room = !self.taken.is_full();
        let fate = if has_room || fate == Fate::Cut {
            fate
        } else {
            Fate::Lost
        };
        let entries = content.entry_count();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.packets.push(None);
            u32::try_from(self.packets.len() - 1).unwrap_or(u32::MAX)
        });
        self.packets[slot as usize] = Some(Packet {
            id,
            name,
            content,
            sent_at,
            due_at,
            fate,
        });
        if !has_room {
            return Launched::NoRoom(FlightSlot(slot));
        }
        self.taken.enter(entries);
        self.carried += entries as u64;
        self.due.add(due_at, id, slot);
        Launched::InFlight(FlightSlot(slot))
    }

    /// The same for a copy. Copies are rare: kept apart, they leave the way of all others short.
    #[cold]
    fn launch_copy(
        &mut self,
        name: PacketName,
        content: Content,
        sent_at: Instant,
        due_at: Instant,
        fate: Fate,
    ) -> Launched {
        self.launch(name, content, sent_at, due_at, fate)
    }

    /// The slot of the message with this name, if it would still arrive.
    fn position_of(&mut self, name: PacketName) -> Option<usize> {
        self.looked_at += self.packets.len() as u64;
        let arrives = |packet: &Packet| packet.name == name && packet.fate == Fate::Arrives;
        self.packets
            .iter()
            .position(|packet| packet.as_ref().is_some_and(arrives))
    }

    pub(crate) fn all_links(&self) -> impl Iterator<Item = Link> + use<> {
        let nodes = self.nodes;
        let pair = move |from: u8| {
            (0..nodes).map(move |to| Link {
                from: NodeId(from),
                to: NodeId(to),
            })
        };
        (0..nodes)
            .flat_map(pair)
            .filter(|link| link.from != link.to)
    }

    #[inline]
    fn place(&self, from: Endpoint, to: Endpoint) -> usize {
        let nodes = usize::from(self.nodes);
        let number = |endpoint: Endpoint| match endpoint {
            Endpoint::Node(node) => node.position().min(nodes),
            Endpoint::Clients => nodes,
        };
        number(from) * (nodes + 1) + number(to)
    }
}

impl OwnSettings {
    /// These, and for the rest the defaults.
    fn over(self, defaults: LinkSettings) -> LinkSettings {
        LinkSettings {
            latency: self.latency.unwrap_or(defaults.latency),
            loss: self.loss.unwrap_or(defaults.loss),
            duplicate: self.duplicate.unwrap_or(defaults.duplicate),
        }
    }
}

impl Room {
    #[inline]
    fn is_full(&self) -> bool {
        self.packets >= PACKETS_MAX || self.entries >= PACKET_ENTRIES_MAX
    }

    #[inline]
    fn enter(&mut self, entries: usize) {
        self.packets += 1;
        self.entries += entries;
    }

    #[inline]
    fn leave(&mut self, packet: &Packet) {
        self.packets -= 1;
        self.entries -= packet.entry_count();
    }
}

/// Whether both are the same message, whichever copy of it.
fn is_copy_of(packet: &Packet, name: PacketName) -> bool {
    let copy = packet.name.copy;
    packet.name == PacketName { copy, ..name }
}

#[inline]
fn happens(chance: Key, ratio: Ratio) -> bool {
    chance.chance(u64::from(ratio.numerator), u64::from(ratio.denominator))
}
