// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a proxy that runs alone knows about its engine: only what the engine reports. */
final class StandaloneEngineContext {
  private static final String RUNTIME = "eci";

  private final EngineApi api;
  private final Path listen;
  private volatile ProxyContext current;

  StandaloneEngineContext(EngineApi api, Path listen) {
    this.api = api;
    this.listen = listen;
    this.current = context(api, listen, "", "/var/lib/docker", true);
  }

  ProxyContext current() {
    return current;
  }

  /** Reads the engine's info again. While the engine is away, the last known info applies. */
  void refresh() {
    try {
      EngineInfo info = EngineInfo.read(api);
      current =
          context(
              api,
              listen,
              info.runtimes().containsKey(RUNTIME) ? RUNTIME : "",
              info.dataRoot(),
              info.hasUnifiedCgroups());
    } catch (IOException e) {
      // each caller gets an error that says so
    }
  }

  private static ProxyContext context(
      EngineApi api, Path listen, String runtime, String dataRoot, boolean hasUnifiedCgroups) {
    return new ProxyContext(
        runtime,
        new DockerEngineLayout(
            HostPath.of(real(Path.of(dataRoot)).value()),
            Set.of(),
            List.of(real(listen), real(api.socket()))),
        ProxyContext.LARGEST_BODY,
        BuildProtectionRule.ALL,
        hasUnifiedCgroups);
  }

  private static HostPath real(Path path) {
    try {
      return HostPath.of(Files.exists(path) ? path.toRealPath().toString() : normalized(path));
    } catch (IOException e) {
      return HostPath.of(normalized(path));
    }
  }

  private static String normalized(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
