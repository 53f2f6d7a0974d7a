//! Every integration test of the core in one program, which is compiled and linked once.

mod explain;
mod extensions;
mod flow;
mod harness;
mod joint;
mod log;
mod membership;
mod paper;
mod parallel_write;
mod quorum;
mod random;
mod reads;
mod scripts;
mod snapshots;
mod transfer;
mod what_if;
mod words;
