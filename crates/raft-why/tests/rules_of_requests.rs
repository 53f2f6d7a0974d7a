//! The rule that is shown of what a client asked, and of what a leader appends: each kind by its
//! own.

use raft_core::{
    Body, Change, Command, Decision, Duration, Extension, Extensions, Input, Instant, NodeId,
};
use raft_sim::{Action, Event, Observer, Options, Run, Target, World};
use raft_why::{Asked, Rule, rule};

/// Each refusal and each entry that a leader appends, with the rule that is shown of it.
#[derive(Default)]
struct Rules {
    asked: Option<Asked>,
    refused: Vec<Rule>,
    appended: Vec<Rule>,
}

impl Observer for Rules {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        let (Event::Decided { decision, .. }, Some(asked)) = (event, &self.asked) else {
            return;
        };
        match decision {
            Decision::CommandRefused { .. } => self.refused.push(rule(asked, decision)),
            Decision::EntriesAppended { .. } if !is_sent_entries(&asked.input) => {
                self.appended.push(rule(asked, decision));
            }
            _ => {}
        }
    }

    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        let node = world.node(node).and_then(|it| it.protocol());
        self.asked = node.map(|node| Asked::of(node, now, input));
    }
}

fn is_sent_entries(input: &Input) -> bool {
    let Input::Receive { message, .. } = input else {
        return false;
    };
    matches!(message.body, Body::AppendEntries(_))
}

fn played(extension: Extension, actions: &[Action]) -> Rules {
    let options = Options {
        nodes: 5,
        extensions: Extensions::from_iter([extension]),
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    let mut rules = Rules::default();
    let lead = Action::ForceTimeout(NodeId(0));
    for action in [lead].iter().chain(actions) {
        world.act(action, &mut rules);
        world.advance_to(world.now() + Duration::from_millis(500), &mut rules);
    }
    rules
}

/// The title of a rule, and the line that decided.
fn told(rule: &Rule) -> (&'static str, &'static str) {
    let decided = rule.lines.iter().find(|line| line.decides);
    (rule.title, decided.expect("a line decided").text)
}

fn change(to: u8, change: Change) -> Action {
    let to = Target::Node(NodeId(to));
    Action::Change { to, change }
}

fn ask(to: u8, command: &str) -> Action {
    Action::Write {
        to: Target::Node(NodeId(to)),
        command: Command::new(command),
    }
}

const NAMES_LEADER: &str = "if the node does not lead: name the leader that it knows (§8)";
const CHANGES: &str = "Cluster membership changes (Thesis §4.1)";

#[test]
fn a_refusal_has_the_rule_of_what_was_asked() {
    let remove = Change::RemoveServer(NodeId(4));
    let changes = played(Extension::Membership, &[change(1, remove)]);
    assert_eq!(told(&changes.refused[0]), (CHANGES, NAMES_LEADER));
    let reads = played(Extension::ReadIndex, &[ask(1, "GET x")]);
    let of_reads = "Reads beside the log (Thesis §6.4)";
    assert_eq!(told(&reads.refused[0]), (of_reads, NAMES_LEADER));
    let commands = played(Extension::ReadIndex, &[ask(1, "SET x=1")]);
    let of_commands = "Rules for leaders, and §8 for the others (Raft Figure 2)";
    assert_eq!(told(&commands.refused[0]), (of_commands, NAMES_LEADER));
}

/// Only a new leader's entry is blank: what follows are configurations, first one that is joint
/// and then the new one, and a command.
#[test]
fn an_entry_that_a_leader_appends_has_the_rule_of_its_kind() {
    let voters = [0, 1, 2].map(NodeId).into_iter().collect();
    let asked = [
        change(0, Change::RemoveServer(NodeId(4))),
        change(0, Change::Voters(voters)),
        ask(0, "SET x=1"),
    ];
    let appended = played(Extension::Membership, &asked).appended;
    let titles: Vec<&str> = appended.iter().map(|it| told(it).0).collect();
    let joint = "Joint consensus (Raft §6)";
    let of_commands = "Rules for leaders, and §8 for the others (Raft Figure 2)";
    let of_leaders = "Rules for leaders (Raft Figure 2, §8)";
    assert_eq!(titles, [of_leaders, CHANGES, joint, joint, of_commands]);
    let lines: Vec<&str> = appended.iter().map(|it| told(it).1).collect();
    assert!(lines[0].contains("appends a blank entry"), "{lines:?}");
    assert!(
        lines[2].contains("append a joint configuration"),
        "{lines:?}"
    );
    assert!(lines[3].contains("append the new one"), "{lines:?}");
}
