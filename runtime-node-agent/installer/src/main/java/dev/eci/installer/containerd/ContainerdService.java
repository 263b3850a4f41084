// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import java.nio.file.Path;

/**
 * The systemd service that runs containerd on this node. All paths are the node's.
 *
 * @param unit the systemd unit that runs it
 * @param binary to run for {@code config dump}
 * @param config its main configuration file, whether it exists or not
 * @param searchPath its PATH, in which it finds runc
 */
public record ContainerdService(String unit, String binary, String config, String searchPath) {
  /** Whether the distribution overwrites the main file at every start. Imported files remain. */
  public boolean generatesConfig() {
    return unit.startsWith("k3s")
        || unit.startsWith("rke2")
        || unit.startsWith("k0s")
        || unit.startsWith("snap.microk8s");
  }

  public String configDirectory() {
    Path directory = Path.of(config).getParent();
    return directory == null ? "/" : directory.toString();
  }
}
