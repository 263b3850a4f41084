// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.dockerapi;

import java.util.List;

/**
 * The paths of a dockerd, in the spelling of its settings.
 *
 * @param pid of dockerd
 * @param dataRoot /var/lib/docker unless it is configured
 * @param inits paths where it may find docker-init
 * @param sockets on which it listens
 * @param own other files and directories of the engine and of the agent
 */
public record DockerEngine(
    long pid, String dataRoot, List<String> inits, List<String> sockets, List<String> own) {}
