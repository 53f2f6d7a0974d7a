//! One test for each claim that Raft §5 and its Figure 2 make, section in the name. The claim
//! is retold in the comment; E…, R…, C… and P… are numbers of `docs/conformance.md`.

mod broken_rules;
mod conformance;
mod figure_2;
mod figure_2_append_entries;
mod figure_2_request_vote;
mod figure_2_servers;
mod figures_7_and_8;
mod forged;
mod lost_messages;
mod rules_left_out;
mod rules_left_out_of_transfers;
mod section_5_1;
mod section_5_1_roles;
mod section_5_2;
mod section_5_2_votes;
mod section_5_3;
mod section_5_3_backtracking;
mod section_5_3_commands;
mod section_5_3_matching;
mod section_5_4;
mod section_5_4_leaders;
mod section_5_5;
mod section_5_6;
mod section_8;
