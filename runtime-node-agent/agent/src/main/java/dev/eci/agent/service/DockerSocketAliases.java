package dev.eci.agent.service;

import dev.eci.installer.containerd.PathAliases;
import dev.eci.installer.dockerd.DockerInstallation;
import java.util.HashMap;
import java.util.Map;

/** Wherever dockerd listens: to policy it is Docker's socket. */
final class DockerSocketAliases {
  private DockerSocketAliases() {}

  static Map<String, String> discover(DockerInstallation docker) {
    Map<String, String> aliases = new HashMap<>(PathAliases.USUAL);
    docker
        .engine()
        .ifPresent(engine -> engine.sockets().forEach(s -> aliases.put(s, "/run/docker.sock")));
    return aliases;
  }
}
