package dev.eci.agent.install;

import dev.eci.agent.host.AtomicFile;
import dev.eci.agent.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The launcher's settings; it refuses them if anybody but root could have written them. */
record RuntimeConfStep(HostRoot root, String text) implements InstallStep {
  @Override
  public String name() {
    return "runtime.conf";
  }

  @Override
  public boolean apply() throws IOException {
    Path file = root.at(Places.RUNTIME_CONF);
    if (Files.isRegularFile(file) && Files.readString(file).equals(text)) {
      return false;
    }
    Files.createDirectories(root.at(Places.ROOT));
    AtomicFile.write(file, Bytes.of(text), "rw-r--r--");
    return true;
  }

  @Override
  public boolean undo() throws IOException {
    return Files.isDirectory(root.at(Places.ROOT))
        && AtomicFile.remove(root.at(Places.RUNTIME_CONF));
  }
}
