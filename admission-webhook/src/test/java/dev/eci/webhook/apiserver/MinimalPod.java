// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** The pod for tests that create many of them. */
public final class MinimalPod {
  private MinimalPod() {}

  /**
   * With one container.
   *
   * @param hostPid whether the pod violates RES-1
   */
  public static Pod of(String namespace, String name, boolean hostPid) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withHostPID(hostPid ? true : null)
        .addNewContainer()
        .withName("c")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .build();
  }
}
