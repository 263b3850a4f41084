// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.dockerapi.EngineInfo;
import dev.eci.support.host.CommandResult;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Controls a dockerd by its API and by signal. A reload needs no restart. */
public record RunningDocker(Dockerd dockerd, EngineApi api, NodeCommands commands)
    implements DockerControl {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public EngineInfo info() throws IOException {
    return EngineInfo.read(api);
  }

  /** Call it only after dockerd has responded once: before that, the signal would end dockerd. */
  @Override
  public void reload() throws IOException {
    CommandResult sent =
        commands.run(LIMIT, "sh", "-c", "kill -HUP \"$0\"", String.valueOf(dockerd.pid()));
    if (!sent.isSuccess()) {
      throw new IOException("failed to reload dockerd: " + sent.reason());
    }
  }

  @Override
  public List<DockerContainer> under(String runtime) throws IOException {
    return new ContainerLister(api)
        .list(true).stream().filter(found -> found.runtime().equals(runtime)).toList();
  }
}
