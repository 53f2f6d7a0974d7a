//! Every test of the command line in one program, which is compiled and linked once.

mod command_line;
mod demo_cluster;
mod demo_node;
mod judged;
mod parallel;
mod seeds;
