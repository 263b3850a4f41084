// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import dev.eci.harness.story.Manifests;
import java.util.HashMap;
import java.util.Map;

/** The Docker hosts of a run: one per runtime of the engine, created on first use. */
final class Hosts implements AutoCloseable {
  private static final String CONFIG = "/etc/docker/daemon.json";

  private final BenchConfig benchConfig;
  private final Map<String, Host> made = new HashMap<>();

  Hosts(BenchConfig benchConfig) {
    this.benchConfig = benchConfig;
  }

  /** With this runtime, runc or crun, below eci-runtime and also under its own name. */
  Host forRuntime(String runtime) {
    Host host = made.get(runtime);
    return host == null ? make(runtime) : host;
  }

  private Host make(String runtime) {
    Variant variant = new Variant(Variant.Store.CONTAINERD, runtime);
    DockerHost docker = DockerHost.start("bench-" + runtime, variant);
    Host host = new Host(docker);
    // registered before the next step, so that it is closed if that step fails
    made.put(runtime, host);
    if (!runtime.equals("runc")) {
      name(docker, runtime);
    }
    if (benchConfig.isEci()) {
      docker.protect(Manifests.policy("{}"));
    }
    return host;
  }

  /** How an admin runs containers under another runtime than runc. */
  private static void name(DockerHost docker, String runtime) {
    String path = docker.script("command -v " + runtime).orThrow();
    String config = docker.read(CONFIG).strip();
    docker.write(
        CONFIG,
        config.substring(0, config.length() - 1)
            + ", \"runtimes\": {\"%s\": {\"path\": \"%s\"}}}\n".formatted(runtime, path));
    docker.engine().stop();
    docker.engine().start();
  }

  @Override
  public void close() {
    made.values().forEach(host -> host.docker().close());
  }
}
