package dev.eci.agent.node;

import dev.eci.agent.nodestatus.DockerSocketState;
import java.io.IOException;

/** A dockerd beside the kubelet's engine, and the filtered socket that pods get of it. */
public interface NodeDockerControl {
  /** What pods need is there from now on, as far as policies let any pod have the socket. */
  void keep();

  /**
   * Takes away what is there, unless something runs that needs it.
   *
   * @return how many containers do; 0 if all is gone
   * @throws IOException if dockerd does not let go of our runtime
   */
  int remove() throws IOException;

  DockerSocketState state();

  /** Runs {@code told} from now on whenever the state has become another. */
  void onChange(Runnable told);
}
