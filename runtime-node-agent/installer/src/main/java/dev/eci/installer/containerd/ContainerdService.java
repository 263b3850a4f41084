package dev.eci.installer.containerd;

import java.nio.file.Path;

/**
 * The containerd of this node, all paths as the node sees them.
 *
 * @param unit the systemd unit that runs it
 * @param binary what to call for {@code config dump}
 * @param config its main configuration file, whether it exists or not
 * @param searchPath its PATH, in which it finds runc
 */
public record ContainerdService(String unit, String binary, String config, String searchPath) {
  /** Distributions that write the main file anew at every start; only what it imports lasts. */
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
