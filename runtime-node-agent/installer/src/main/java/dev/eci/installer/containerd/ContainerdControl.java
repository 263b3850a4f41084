package dev.eci.installer.containerd;

import java.io.IOException;
import java.time.Duration;

/** What is done with the engine; {@link Containerd} is the real one. */
public interface ContainerdControl {
  /** The merged configuration that {@code config}, a path of the node, stands for. */
  ContainerdConfig dump(ContainerdService containerdService, String config) throws IOException;

  void restart(ContainerdService containerdService) throws IOException;

  /** Whether it serves pods again within {@code limit}. */
  boolean isResponsive(ContainerdService containerdService, Duration limit) throws IOException;
}
