// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.agent.kube.SlimKubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The API server of all tests, with the chart's own RBAC rules of the agent. */
final class AgentApiServer {
  private static final Path CHART = Path.of("..", "..", "deploy", "chart");
  private static final String ACCOUNT = "system:serviceaccount:eci-system:eci-agent";

  private static final class Started {
    static final AgentApiServer SERVER = new AgentApiServer();
  }

  private final dev.eci.crds.testing.ApiServer server;
  private final KubernetesClient admin;

  private AgentApiServer() {
    server = dev.eci.crds.testing.ApiServer.shared();
    admin = new KubernetesClientBuilder().withConfig(server.config()).build();
    prepare();
  }

  static KubernetesClient admin() {
    return Started.SERVER.admin;
  }

  /** May do what the chart grants the agent, and no more. */
  static KubernetesClient agent() {
    return SlimKubernetesClient.create(
        Started.SERVER.server.configOf(ACCOUNT, "system:serviceaccounts"));
  }

  private void prepare() {
    try {
      String rbac = Files.readString(CHART.resolve("templates/agent/rbac.yaml"));
      int rules = rbac.indexOf("\nrules:\n");
      admin
          .load(
              stream(
                  """
                  apiVersion: rbac.authorization.k8s.io/v1
                  kind: ClusterRole
                  metadata: {name: eci-agent}
                  %s
                  ---
                  apiVersion: rbac.authorization.k8s.io/v1
                  kind: ClusterRoleBinding
                  metadata: {name: eci-agent}
                  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: eci-agent}
                  subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "%s"}]
                  """
                      .formatted(rbac.substring(rules, rbac.indexOf("\n---\n", rules)), ACCOUNT)))
          .serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
