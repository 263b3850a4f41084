// SPDX-License-Identifier: Apache-2.0
//! The built eci-runtime between an engine (these tests), an agent (a thread on a Unix socket) and a runtime (a script
//! or a real one).
//!
//! Runs as root, because eci-runtime accepts only an agent that runs as root.

mod agent_unavailable;
mod bind_sources;
mod crash_recovery;
mod create;
mod device_files;
mod differential_parsing;
mod fake_agent;
mod fixture;
mod invalid_bundles;
mod malformed_responses;
mod nosuid;
mod pass_through_verbs;
mod real_runtimes;
mod runtime_config;
mod socket_holder;
mod standard_streams;
