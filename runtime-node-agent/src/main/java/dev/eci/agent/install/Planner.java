package dev.eci.agent.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.engine.Engine;
import dev.eci.agent.engine.EngineConfig;
import java.io.IOException;
import java.util.Optional;

/** From what is on the node to what shall be; no I/O. */
final class Planner {
  private Planner() {}

  /**
   * The plan for this node.
   *
   * @param live the merged configuration, with or without us in it
   * @param ociRuntime absolute path of the node's runc
   * @param socket where the launcher finds the agent
   */
  static Plan plan(MainFile main, EngineConfig live, String ociRuntime, String socket)
      throws IOException, NotInstallable {
    Engine engine = main.engine();
    ObjectNode own =
        live.nodesOwnHandler()
            .orElseThrow(() ->
                new NotInstallable(
                    "NoRuntimeHandler",
                    "containerd's configuration has no runtime handler to take settings from; enable its CRI plugin."));
    int version = main.version(live.version());
    Optional<String> imported = main.importedDirectory();
    if (imported.isEmpty() && engine.generatesConfig()) {
      throw new NotInstallable(
          "GeneratedConfig",
          "%s is written anew by %s at every start and imports no directory; add an import of a directory to its template, or update the distribution."
              .formatted(engine.config(), engine.unit()));
    }
    return new Plan(
        engine,
        version,
        imported.orElseGet(() -> MainFile.ownDirectory(engine)) + "/" + Places.DROP_IN,
        HandlerDropIn.text(version, own),
        imported.isPresent() ? Optional.empty() : Optional.of(main.importing(version)),
        main.importing(Places.STAGING, version),
        RuntimeConfStep.text(ociRuntime, socket));
  }
}
