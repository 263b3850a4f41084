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
   * @param importsReplace see {@link SectionEdit}
   */
  static Plan plan(
      MainFile main, EngineConfig live, String ociRuntime, String socket, boolean importsReplace)
      throws IOException, NotInstallable {
    Engine engine = main.engine();
    ObjectNode own =
        live.nodesOwnHandler()
            .orElseThrow(() ->
                new NotInstallable(
                    "NoRuntimeHandler",
                    "containerd's configuration has no runtime handler to take settings from; enable its CRI plugin."));
    int version = main.version(live.version());
    String handler = HandlerDropIn.text(version, own);
    String conf = RuntimeConfStep.text(ociRuntime, socket);
    if (importsReplace && !engine.generatesConfig()) {
      String holding = main.holding(handler, version);
      return new Plan(
          engine,
          version,
          MainFile.ownDirectory(engine) + "/" + Places.DROP_IN,
          handler,
          Optional.of(holding),
          holding,
          conf);
    }
    Optional<String> imported = importsReplace ? Optional.empty() : main.importedDirectory();
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
        handler,
        imported.isPresent() ? Optional.empty() : Optional.of(main.importing(version)),
        main.importing(Places.STAGING, version),
        conf);
  }
}
