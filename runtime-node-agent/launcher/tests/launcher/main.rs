//! The built launcher between an engine (these tests), an agent (a thread on a unix socket) and a runtime (a script, or real ones).
//!
//! Runs as root, as the launcher asks nobody but root.

mod agent;
mod agent_away;
mod bundles;
mod hostile_agent;
mod keeper;
mod killed;
mod lab;
mod nosuid;
mod other_verbs;
mod real_runtimes;
mod same_reading;
mod settings_file;
mod sources;
mod starting;
