// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

/** The API server of all tests of a run, with the product's namespace and the operator's RBAC. */
final class ApiServer {
  static final String NAMESPACE = "eci-system";

  private static final class Started {
    static final ApiServer SERVER = new ApiServer();
  }

  private final dev.eci.crds.testing.ApiServer server;
  private final KubernetesClient admin;

  private ApiServer() {
    OperatorLogging.show(Level.parse(System.getProperty("eci.test.log", "WARNING")));
    server = dev.eci.crds.testing.ApiServer.shared();
    admin = client(server.config());
    try (InputStream rbac = ApiServer.class.getResourceAsStream("/rbac.yaml")) {
      admin
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .serverSideApply();
      admin.load(rbac).serverSideApply();
      admin.resource(webhookEndpoint(true)).serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the control plane would write it for the webhook's Service. */
  static EndpointSlice webhookEndpoint(boolean ready) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName("eci-webhook-1")
        .withNamespace(NAMESPACE)
        .addToLabels("kubernetes.io/service-name", "eci-webhook")
        .endMetadata()
        .withAddressType("IPv4")
        .addNewEndpoint()
        .withAddresses("192.0.2.1")
        .withNewConditions()
        .withReady(ready)
        .endConditions()
        .endEndpoint()
        .build();
  }

  static dev.eci.crds.testing.ApiServer server() {
    return Started.SERVER.server;
  }

  /** Applies them as a test's own, until it deletes them. */
  static void apply(List<HasMetadata> objects) {
    objects.forEach(object -> admin().resource(object).forceConflicts().serverSideApply());
  }

  /** Pods name it, and nothing in these tests runs them. */
  static void applyRuntimeClass(String name) {
    apply(
        List.of(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withHandler("eci")
                .build()));
  }

  static void applyNamespace(String name) {
    apply(List.of(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()));
  }

  /** May do everything. */
  static KubernetesClient admin() {
    return Started.SERVER.admin;
  }

  /** A new client with the rights that the RBAC of that account grants. */
  static KubernetesClient as(String serviceAccount) {
    return as(
        "system:serviceaccount:%s:%s".formatted(NAMESPACE, serviceAccount),
        "system:serviceaccounts");
  }

  /** A new client of that user in these groups. */
  static KubernetesClient as(String user, String... groups) {
    return client(server().configOf(user, groups));
  }

  /** An agent with the token of a pod on that node, and every right that RBAC can give. */
  static KubernetesClient asAgentOf(String node) {
    Config config =
        server()
            .configOf("system:serviceaccount:%s:eci-agent".formatted(NAMESPACE), "system:masters");
    config.setImpersonateExtras( // in the name of a header
        Map.of("authentication.kubernetes.io%2Fnode-name", List.of(node)));
    return client(config);
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
