package dev.eci.installer.dockerd;

import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.util.Optional;

/**
 * The BuildKit in dockerd calls the runtime that its environment names, and reads that only when it
 * starts (ISO-10). So a build is protected from docker's next restart on, and until then we say so.
 */
public record BuildKitRuntime(HostRoot root, NodeCommands commands, String launcher) {
  private static final String VARIABLE = "DOCKER_BUILDKIT_RUNC_COMMAND";

  public boolean isProtectedIn(Dockerd dockerd) {
    return launcher.equals(dockerd.environment().get(VARIABLE));
  }

  /** One sentence on what is missing; empty if nothing is. */
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
        ? "Builds are not protected until docker is restarted, which systemd then does with our setting: systemctl restart %s."
            .formatted(dockerd.unit())
        : "Builds are not protected: start dockerd with %s=%s in its environment."
            .formatted(VARIABLE, launcher);
  }

  /** Where the drop-in of dockerd's unit belongs; empty if systemd does not run it. */
  public Optional<String> dropIn(Dockerd dockerd) {
    return SystemdDropIn.hasSystemd(root) && dockerd.unit().startsWith("docker")
        ? Optional.of(SystemdDropIn.of(root, commands, dockerd.unit()).path())
        : Optional.empty();
  }

  /** Whether anything had to be changed. */
  boolean install(String path) throws IOException {
    return new SystemdDropIn(root, commands, path)
        .install("[Service]\nEnvironment=%s=%s\n".formatted(VARIABLE, launcher));
  }

  void remove(String path) throws IOException {
    new SystemdDropIn(root, commands, path).remove();
  }
}
