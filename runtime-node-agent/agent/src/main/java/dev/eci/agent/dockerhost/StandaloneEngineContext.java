package dev.eci.agent.dockerhost;

import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a proxy that runs alone knows of its engine: what the engine says. */
public final class StandaloneEngineContext {
  private static final String RUNTIME = "eci";

  private final EngineApi api;
  private final Path listen;
  private volatile ProxyContext proxyContext;

  public StandaloneEngineContext(EngineApi api, Path listen) {
    this.api = api;
    this.listen = listen;
    this.proxyContext = setup("", "/var/lib/docker");
  }

  public ProxyContext now() {
    return proxyContext;
  }

  /** Asks again; an engine that is away stays what it was. */
  public void refresh() {
    try {
      EngineInfo engineInfo = EngineInfo.read(api);
      proxyContext =
          setup(engineInfo.runtimes().containsKey(RUNTIME) ? RUNTIME : "", engineInfo.dataRoot());
    } catch (IOException e) {
      // callers are told that it is away
    }
  }

  private ProxyContext setup(String runtime, String dataRoot) {
    List<HostPath> own = new ArrayList<>();
    own.add(real(listen));
    own.add(real(api.socket()));
    return new ProxyContext(
        runtime,
        new DockerEngineLayout(HostPath.of(real(Path.of(dataRoot)).value()), Set.of(), own),
        ProxyContext.LARGEST_BODY);
  }

  private static HostPath real(Path path) {
    try {
      return HostPath.of(Files.exists(path) ? path.toRealPath().toString() : clean(path));
    } catch (IOException e) {
      return HostPath.of(clean(path));
    }
  }

  private static String clean(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
