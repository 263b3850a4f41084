// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.agent.nodestatus.DockerSocketState;
import java.io.IOException;

/** A dockerd next to the kubelet's containerd, and the proxied socket that pods get of it. */
public interface NodeDockerControl {
  /** From now on, provides what pods need, as far as policies allow any pod to have the socket. */
  void keep();

  /**
   * Removes what is there, unless running containers need it.
   *
   * @return how many containers do; 0 if all is removed
   * @throws IOException if dockerd does not release the runtime eci
   */
  int remove() throws IOException;

  DockerSocketState state();

  /** Runs {@code listener} from now on whenever the state has changed. */
  void onChange(Runnable listener);
}
