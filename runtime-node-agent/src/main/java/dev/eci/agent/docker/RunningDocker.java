package dev.eci.agent.docker;

import dev.eci.agent.host.CommandResult;
import dev.eci.agent.host.NodeCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A dockerd by its API, and by signal: a reload needs no restart. */
public record RunningDocker(Dockerd dockerd, EngineApi api, NodeCommands commands)
    implements DockerControl {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public Info info() throws IOException {
    return Info.read(api);
  }

  /** Only after it has answered once: before that the signal would end it. */
  @Override
  public void reload() throws IOException {
    CommandResult sent =
        commands.run(LIMIT, "sh", "-c", "kill -HUP \"$0\"", String.valueOf(dockerd.pid()));
    if (!sent.ok()) {
      throw new IOException("dockerd cannot be told to reload: " + sent.reason());
    }
  }

  @Override
  public List<DockerContainer> under(String runtime) throws IOException {
    return new Containers(api)
        .list(true).stream().filter(found -> found.runtime().equals(runtime)).toList();
  }
}
