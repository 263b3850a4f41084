// SPDX-License-Identifier: Apache-2.0
//! The paths below /run/eci that eci-runtime uses, and the names in a container's directory. The agent has the same
//! paths.

/// Where the agent listens, unless `runtime.conf` names another socket.
pub const AGENT_SOCKET: &str = "/run/eci/agent.sock";

/// Contains a directory for each container that has mounts of eci-runtime.
pub const CONTAINERS: &str = "/run/eci/containers";

/// In a container's directory: where its root file system is mounted.
pub const ROOTFS: &str = "rootfs";

/// In a container's directory: where the sources of its bind mounts are mounted, each under its index.
pub const BINDS: &str = "binds";

/// In a container's directory: what eci-runtime records about it.
pub const STATE: &str = "state.json";

/// Next to the control socket of the socket holder: where the engine's own socket is moved.
pub const ENGINE_SOCKET: &str = "docker.sock";
