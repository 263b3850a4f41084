// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.PathAliases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Directories of this node's containerd and kubelet, as the last inspection found them; the
 * defaults until then. The inspection writes, all services read: safe for any thread.
 */
public final class ContainerdPaths {
  private volatile String tasks = ContainerdConfig.tasks("/run/containerd");
  private volatile Map<String, String> aliases = PathAliases.USUAL;

  /** The directory of bundles of running containers. */
  public String tasks() {
    return tasks;
  }

  /** See {@link PathAliases}. */
  public Map<String, String> aliases() {
    return aliases;
  }

  void update(ContainerdConfig config, Path proc) throws IOException {
    tasks = config.tasks();
    aliases = PathAliases.of(config, proc);
  }
}
