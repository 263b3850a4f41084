package dev.eci.webhook.apiserver;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** The pod of tests that create many. */
public final class MinimalPod {
  private MinimalPod() {}

  /**
   * With one container.
   *
   * @param hostPid whether it asks for what RES-1 denies
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
