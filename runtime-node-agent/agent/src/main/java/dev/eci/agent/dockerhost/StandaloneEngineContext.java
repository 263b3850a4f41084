// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.dockerapi.EngineInfo;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a proxy that runs alone knows about its engine: only what the engine reports. */
final class StandaloneEngineContext {
  private static final Log LOG = Log.of(StandaloneEngineContext.class);
  private static final String RUNTIME = "eci";

  private final EngineApi api;
  private final Path listen;
  private volatile ProxyContext current;
  private String warned = "";

  StandaloneEngineContext(EngineApi api, Path listen) {
    this.api = api;
    this.listen = listen;
    this.current = context(api, listen, "", "/var/lib/docker", true, true);
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
              info.hasUnifiedCgroups(),
              !info.runtimes().containsKey(RUNTIME) || info.defaultRuntime().equals(RUNTIME));
      warn(info.defaultRuntime(), info.runtimes().containsKey(RUNTIME));
    } catch (IOException e) {
      // each caller gets an error that says so
    }
  }

  /** Once for each default runtime: what no request names runs under it. */
  private void warn(String runtime, boolean hasOurs) {
    if (runtime.equals(warned) || (hasOurs && runtime.equals(RUNTIME))) {
      return;
    }
    warned = runtime;
    LOG.warn(
        hasOurs
            ? "the engine's default runtime is not eci, so services and builds are denied"
            : "the engine has no runtime eci, so containers, services and builds run without a private user namespace",
        "default",
        runtime);
  }

  private static ProxyContext context(
      EngineApi api,
      Path listen,
      String runtime,
      String dataRoot,
      boolean hasUnifiedCgroups,
      boolean hasProtectedDefault) {
    return new ProxyContext(
        runtime,
        new DockerEngineLayout(
            HostPath.of(real(Path.of(dataRoot)).value()),
            Set.of(),
            List.of(real(listen), real(api.socket()))),
        ProxyContext.LARGEST_BODY,
        hasProtectedDefault ? BuildProtectionRule.ALL : BuildProtectionRule.NONE,
        hasUnifiedCgroups,
        hasProtectedDefault);
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
