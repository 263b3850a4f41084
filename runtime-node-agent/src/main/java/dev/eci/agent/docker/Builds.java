package dev.eci.agent.docker;

import dev.eci.agent.host.AtomicFile;
import dev.eci.agent.host.CommandResult;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.install.Bytes;
import dev.eci.agent.install.Directories;
import dev.eci.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The BuildKit in dockerd calls the runtime that its environment names, and reads that only when it
 * starts (ISO-10). So a build is protected from docker's next restart on, and until then we say so.
 */
public record Builds(HostRoot root, NodeCommands commands, String launcher) {
  private static final Log LOG = Log.of(Builds.class);
  private static final String VARIABLE = "DOCKER_BUILDKIT_RUNC_COMMAND";
  private static final String SYSTEMD = "/run/systemd/system";
  private static final String UNITS = "/etc/systemd/system";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  public boolean protectedIn(Dockerd dockerd) {
    return launcher.equals(dockerd.environment().get(VARIABLE));
  }

  /** One sentence on what is missing; empty if nothing is. */
  public String missing(Dockerd dockerd) {
    if (protectedIn(dockerd)) {
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
    boolean systemd = Files.isDirectory(root.root().resolve(SYSTEMD.substring(1)));
    return systemd && dockerd.unit().startsWith("docker")
        ? Optional.of("%s/%s.d/eci.conf".formatted(UNITS, dockerd.unit()))
        : Optional.empty();
  }

  /** Whether anything had to be changed. */
  boolean install(String path) throws IOException {
    String text =
        "# written by eci-agent, which removes this file again\n[Service]\nEnvironment=%s=%s\n"
            .formatted(VARIABLE, launcher);
    Path file = root.at(path);
    if (Bytes.read(file).equals(Optional.of(text))) {
      return false;
    }
    Files.createDirectories(root.at(directory(path)));
    AtomicFile.write(file, Bytes.of(text), "rw-r--r--");
    LOG.info("installed", "what", path);
    daemonReload();
    return true;
  }

  void remove(String path) throws IOException {
    if (Files.isDirectory(root.at(directory(path)))) {
      if (AtomicFile.remove(root.at(path))) {
        LOG.info("removed", "what", path);
      }
      Directories.removeIfEmpty(root.at(directory(path)));
      daemonReload();
    }
  }

  private void daemonReload() throws IOException {
    CommandResult reloaded = commands.run(LIMIT, "systemctl", "daemon-reload");
    if (!reloaded.ok()) {
      LOG.warn("systemd did not reload its units", "because", reloaded.reason());
    }
  }

  private static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
