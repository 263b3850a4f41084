// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.util.List;

/** The operations on a running engine; {@link RunningDocker} implements them on a real host. */
public interface DockerControl {
  EngineInfo info() throws IOException;

  /** Makes the engine read its configuration file again. Containers are not affected. */
  void reload() throws IOException;

  /** All containers that were created with {@code runtime}, including stopped ones. */
  List<DockerContainer> under(String runtime) throws IOException;
}
