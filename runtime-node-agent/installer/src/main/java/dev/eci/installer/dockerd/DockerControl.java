package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.util.List;

/** What is done with one running engine; {@link RunningDocker} is the real one. */
public interface DockerControl {
  EngineInfo info() throws IOException;

  /** Makes it read its configuration file again; containers do not notice. */
  void reload() throws IOException;

  /** All containers that were created for {@code runtime}, stopped ones too. */
  List<DockerContainer> under(String runtime) throws IOException;
}
