// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import java.io.IOException;
import java.time.Duration;

/** The operations on containerd; {@link Containerd} implements them on a real node. */
public interface ContainerdControl {
  /** The merged configuration with {@code config}, a path on the node, as the main file. */
  ContainerdConfig dump(ContainerdService containerdService, String config) throws IOException;

  void restart(ContainerdService containerdService) throws IOException;

  /** Whether it serves pods again within {@code limit}. */
  boolean isResponsive(ContainerdService containerdService, Duration limit) throws IOException;
}
