// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import dev.eci.crds.v1alpha1.EciNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** An object in YAML, and the response of a real API server to it. */
record ManifestYaml(KubernetesClient client, HasMetadata object) {
  /** An object of cluster scope. */
  ManifestYaml(KubernetesClient client, HasMetadata object, String namespace) {
    this(client, from(object, namespace));
  }

  private static HasMetadata from(HasMetadata object, String namespace) {
    object.getMetadata().setNamespace(namespace);
    return object;
  }

  static ManifestYaml from(KubernetesClient client, String yaml) {
    byte[] bytes = ("---\n" + yaml).getBytes(StandardCharsets.UTF_8);
    return new ManifestYaml(
        client, client.load(new ByteArrayInputStream(bytes)).items().getFirst());
  }

  /** A busybox pod with further fields of its spec, one line each. */
  static ManifestYaml pod(KubernetesClient client, String namespace, String name, String fields) {
    String spec =
        fields.contains("containers:")
            ? fields
            : "containers: [{name: c, image: busybox}]\n" + fields;
    return from(
        client,
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: %s}
        spec:
        """
                .formatted(namespace, name)
            + spec.indent(2));
  }

  /** A Node whose kubelet reports such a container runtime. */
  static Resource<Node> node(KubernetesClient client, String name, String containerRuntimeVersion) {
    Resource<Node> resource =
        client.resource(new NodeBuilder().withNewMetadata().withName(name).endMetadata().build());
    var _ = resource.create();
    var _ =
        resource
            .subresource("status")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"status\":{\"nodeInfo\":{\"containerRuntimeVersion\":\"%s\"}}}"
                    .formatted(containerRuntimeVersion));
    return resource;
  }

  /** The EciNode of a node whose agent has inspected containerd. */
  static Resource<EciNode> eciNode(KubernetesClient client, String name, boolean userNamespaces) {
    EciNode node = new EciNode();
    node.setMetadata(new ObjectMetaBuilder().withName(name).build());
    Resource<EciNode> resource = client.resource(node);
    var _ = resource.create();
    client
        .resources(EciNode.class)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"capabilities\":{\"podUserNamespaces\":%s}}}".formatted(userNamespaces));
    return resource;
  }

  HasMetadata create() {
    return client.resource(object).create();
  }

  /** The denial of the API server, or empty. The object is not stored in either case (dry run). */
  String denial() {
    try {
      var _ = client.resource(object).dryRun().create();
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }
    return "";
  }
}
