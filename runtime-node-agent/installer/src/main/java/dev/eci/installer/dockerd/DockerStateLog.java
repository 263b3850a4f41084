// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.log.Log;

/** Logs what changed between two reconciliations. */
final class DockerStateLog {
  private static final Log LOG = Log.of(DockerInstallation.class);

  private DockerStateLog() {}

  static void logChanges(DockerState was, DockerState next) {
    if (!was.problem().equals(next.problem()) && !next.problem().isEmpty()) {
      LOG.warn("docker is not protected", "because", next.problem());
    }
    if (!was.installed() && next.installed()) {
      LOG.info("docker is protected", "pid", next.pid(), "version", next.version());
    }
    if (!was.builds().equals(next.builds()) && !next.builds().isEmpty()) {
      LOG.warn(next.builds());
    }
    if (!was.unprotected().equals(next.unprotected())) {
      LOG.warn(
          "containers that run unprotected",
          "count",
          next.unprotected().size(),
          "names",
          next.unprotected().stream().map(DockerInventory.UnprotectedContainer::name).toList());
    }
  }
}
