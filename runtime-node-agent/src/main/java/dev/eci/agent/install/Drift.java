package dev.eci.agent.install;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether our files still are what we wrote. Looks at them only: what others change in the engine's
 * configuration is no reason for us to restart it.
 */
public record Drift(HostRoot root) {
  public boolean found(Installed installed) throws IOException {
    return !matches(Places.LAUNCHER, installed.launcherSha256())
        || !matches(installed.dropIn(), installed.dropInSha256())
        || !Files.isRegularFile(root.at(Places.RUNTIME_CONF))
        || importLost(installed);
  }

  private boolean importLost(Installed installed) throws IOException {
    String own = MainFile.ownDirectory(installed.engine());
    return installed.dropIn().startsWith(own + "/")
        && Bytes.read(root.at(installed.engine().config()))
            .map(text -> !text.contains(own + "/"))
            .orElse(true);
  }

  private boolean matches(String path, String sha256) throws IOException {
    Path file = root.at(path);
    return Files.isRegularFile(file) && Sha256.of(Files.readAllBytes(file)).equals(sha256);
  }
}
