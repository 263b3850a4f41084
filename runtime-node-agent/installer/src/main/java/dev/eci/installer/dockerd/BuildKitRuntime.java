// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.util.Optional;

/**
 * Sets the OCI runtime of builds (ISO-10). The BuildKit in dockerd calls the runtime that dockerd's
 * environment names, and reads it only at the start. So builds are protected after docker's next
 * restart, and until then {@link #missing} reports it.
 */
public record BuildKitRuntime(HostRoot root, NodeCommands commands, String launcher) {
  private static final String VARIABLE = "DOCKER_BUILDKIT_RUNC_COMMAND";

  public boolean isProtectedIn(Dockerd dockerd) {
    return launcher.equals(dockerd.environment().get(VARIABLE));
  }

  /** Why builds are not protected, as one sentence; empty if they are. */
  public String missing(Dockerd dockerd) {
    if (isProtectedIn(dockerd)) {
      return "";
    }
    String other = dockerd.environment().get(VARIABLE);
    if (other != null) {
      return "Builds are not protected: dockerd's environment names %s as their runtime; set %s=%s there."
          .formatted(other, VARIABLE, launcher);
    }
    return dropIn(dockerd).isPresent()
        ? "Builds are not protected until docker is restarted with the new environment: systemctl restart %s."
            .formatted(dockerd.unit())
        : "Builds are not protected: start dockerd with %s=%s in its environment."
            .formatted(VARIABLE, launcher);
  }

  /** The path of the drop-in for dockerd's unit; empty if systemd does not run dockerd. */
  public Optional<String> dropIn(Dockerd dockerd) {
    return SystemdDropIn.hasSystemd(root) && dockerd.unit().startsWith("docker")
        ? Optional.of(SystemdDropIn.of(root, commands, dockerd.unit()).path())
        : Optional.empty();
  }

  /** Returns whether it changed anything. */
  boolean install(String path) throws IOException {
    return new SystemdDropIn(root, commands, path)
        .install("[Service]\nEnvironment=%s=%s\n".formatted(VARIABLE, launcher));
  }

  void remove(String path) throws IOException {
    new SystemdDropIn(root, commands, path).remove();
  }
}
