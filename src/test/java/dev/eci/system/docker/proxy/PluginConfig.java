// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy;

import dev.eci.harness.Lab;
import dev.eci.harness.docker.DockerHost;
import java.util.Objects;

/** Settings of a docker client that has the plugins compose and buildx. */
public final class PluginConfig {
  public static final String DIRECTORY = "/run/docker-cli-plugins";

  private PluginConfig() {}

  /** Returns the value for DOCKER_CONFIG. */
  public static String write(DockerHost host) {
    String plugins =
        Objects.requireNonNull(
            Lab.environment().get("ECI_LAB_PLUGINS"), "no plugins: src/test/lab/lab plugins");
    host.write(
        DIRECTORY + "/config.json", "{\"cliPluginsExtraDirs\": [\"%s\"]}".formatted(plugins));
    return DIRECTORY;
  }
}
