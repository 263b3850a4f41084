package dev.eci.agent;

import dev.eci.agent.docker.EngineApi;
import dev.eci.agent.docker.Info;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a proxy that runs alone knows of its engine: what the engine says. */
final class ProxySetup {
  private static final String RUNTIME = "eci";

  private final EngineApi api;
  private final Path listen;
  private volatile Setup setup;

  ProxySetup(EngineApi api, Path listen) {
    this.api = api;
    this.listen = listen;
    this.setup = setup("", "/var/lib/docker");
  }

  Setup now() {
    return setup;
  }

  /** Asks again; an engine that is away stays what it was. */
  void look() {
    try {
      Info info = Info.read(api);
      setup = setup(info.runtimes().containsKey(RUNTIME) ? RUNTIME : "", info.dataRoot());
    } catch (IOException e) {
      // callers are told that it is away
    }
  }

  private Setup setup(String runtime, String dataRoot) {
    List<NodePath> own = new ArrayList<>();
    own.add(real(listen));
    own.add(real(api.socket()));
    return new Setup(
        runtime,
        new Docker.Engine(NodePath.of(real(Path.of(dataRoot)).value()), Set.of(), own),
        Setup.LARGEST_BODY);
  }

  private static NodePath real(Path path) {
    try {
      return NodePath.of(Files.exists(path) ? path.toRealPath().toString() : clean(path));
    } catch (IOException e) {
      return NodePath.of(clean(path));
    }
  }

  private static String clean(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
