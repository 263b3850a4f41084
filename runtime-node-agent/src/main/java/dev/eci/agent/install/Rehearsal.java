package dev.eci.agent.install;

import dev.eci.agent.engine.Engine;
import dev.eci.agent.engine.EngineConfig;
import dev.eci.agent.engine.EngineControl;
import dev.eci.agent.host.AtomicFile;
import dev.eci.agent.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows the engine copies of what is planned, and compares what it makes of them with what it has
 * now. Nothing that a restarting engine would read is touched before this has passed.
 */
record Rehearsal(HostRoot root, EngineControl control) {
  /** Beside the main file, since imports may be relative to it. */
  private static final String SUFFIX = ".eci-staged";

  void run(Plan plan, EngineConfig live) throws IOException, NotInstallable {
    String main = plan.engine().config() + SUFFIX;
    Path dropIn = root.at(Places.STAGING + "/" + Places.DROP_IN);
    try {
      Files.createDirectories(root.at(Places.STAGING));
      Files.createDirectories(root.at(plan.engine().configDirectory()));
      AtomicFile.write(dropIn, Bytes.of(plan.dropInText()), "rw-------");
      AtomicFile.write(root.at(main), Bytes.of(plan.staged()), "rw-------");
      compare(control.dump(plan.engine(), main), live);
    } finally {
      clean(plan.engine());
    }
  }

  /** Also removes what a crash left. */
  void clean(Engine engine) throws IOException {
    if (Files.isDirectory(root.at(engine.configDirectory()))) {
      AtomicFile.remove(root.at(engine.config() + SUFFIX));
    }
    if (Files.isDirectory(root.at(Places.STAGING))) {
      AtomicFile.remove(root.at(Places.STAGING + "/" + Places.DROP_IN));
      Directories.removeIfEmpty(root.at(Places.STAGING));
    }
  }

  /** Everything is as it was, and our handler is there. */
  static void compare(EngineConfig planned, EngineConfig live) throws NotInstallable {
    List<String> lost = live.without(Places.HANDLER).differences(planned.without(Places.HANDLER));
    if (!lost.isEmpty()) {
      throw new NotInstallable(
          "ConfigWouldChange",
          "With our drop-in containerd would read other settings than now (%s); nothing was changed."
              .formatted(String.join(", ", lost.stream().limit(5).toList())));
    }
    String launcher =
        planned
            .handler(Places.HANDLER)
            .map(handler -> handler.path("options").path("BinaryName").asText(""))
            .orElse("");
    if (!launcher.equals(Places.LAUNCHER)) {
      throw new NotInstallable(
          "HandlerNotTaken",
          "containerd does not take the handler \"eci\" from our drop-in; look for another definition of it in its configuration.");
    }
  }
}
