package dev.eci.agent;

import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.engine.Aliases;
import java.util.HashMap;
import java.util.Map;

/** Wherever dockerd listens: to policy it is Docker's socket. */
final class DockerAliases {
  private DockerAliases() {}

  static Map<String, String> of(DockerHost docker) {
    Map<String, String> aliases = new HashMap<>(Aliases.USUAL);
    docker
        .engine()
        .ifPresent(engine -> engine.sockets().forEach(s -> aliases.put(s, "/run/docker.sock")));
    return aliases;
  }
}
