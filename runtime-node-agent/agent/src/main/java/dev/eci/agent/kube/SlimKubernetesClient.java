// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * Creates a client that knows only the few types that the agent uses. By default, fabric8 loads
 * every type of the Kubernetes API at the first response, which would be half of this process's
 * memory.
 */
public final class SlimKubernetesClient {
  private SlimKubernetesClient() {}

  /** For the cluster that this process runs in, or the one in KUBECONFIG. */
  public static KubernetesClient create() {
    return create(new ConfigBuilder().build());
  }

  public static KubernetesClient create(Config config) {
    KubernetesSerialization serialization = new KubernetesSerialization(new ObjectMapper(), false);
    List.of(Node.class, Namespace.class, Status.class, Event.class, EciNode.class, EciPolicy.class)
        .forEach(serialization::registerKubernetesResource);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization)
        .build();
  }
}
