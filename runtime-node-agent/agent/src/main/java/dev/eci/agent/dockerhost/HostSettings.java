// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.installer.dockerd.DockerInstaller;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.support.host.HostRoot;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says about a Docker host.
 *
 * @param proc a procfs that shows the host's processes
 * @param installer what is installed, and where
 * @param rangePool pool of UIDs and GIDs for containers, BASE:COUNT; empty for the default
 * @param metricsAddress where Prometheus scrapes the agent; empty if metrics are not served
 */
public record HostSettings(
    HostRoot root,
    Path proc,
    DockerInstaller.Settings installer,
    DockerLocator locator,
    String rangePool,
    Optional<InetSocketAddress> metricsAddress) {
  /** Directories that are mounted nosuid. The list is on disk, because their content is. */
  static final Path NOSUID_FILE = Path.of("/var/lib/eci/nosuid");

  /** Path of the installed eci-runtime. */
  String launcher() {
    return installer.places().launcher();
  }

  Path nosuidFile() {
    return NOSUID_FILE;
  }

  HostStatus status() {
    return HostStatus.of(installer.socket());
  }
}
