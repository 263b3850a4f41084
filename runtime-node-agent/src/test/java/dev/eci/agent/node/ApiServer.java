package dev.eci.agent.node;

import dev.eci.agent.cluster.SmallClient;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One real API server for all tests, with our CRDs and the chart's own RBAC rules of the agent. */
final class ApiServer {
  private static final String DIRECTORY = "KUBE_API_TEST_DIR";
  private static final Path CHART = Path.of("..", "deploy", "chart");
  private static final String ACCOUNT = "system:serviceaccount:eci-system:eci-agent";

  private static final class Started {
    static final ApiServer SERVER = new ApiServer();
  }

  private final KubeAPIServer server;
  private final KubernetesClient admin;

  private ApiServer() {
    String directory = System.getenv(DIRECTORY);
    if (directory == null || !Files.isDirectory(Path.of(directory, "k8s"))) {
      throw new IllegalStateException(
          DIRECTORY
              + " must name a directory with k8s/<version>-linux-amd64/{etcd,kube-apiserver,kubectl}; make test sets it"
              + " (src/test/lab/lab binaries api builds them)");
    }
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(directory)
                .withOfflineMode(true)
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    admin = new KubernetesClientBuilder().withConfig(config()).build();
    prepare();
  }

  static KubernetesClient admin() {
    return Started.SERVER.admin;
  }

  /** May do what the chart grants the agent, and no more. */
  static KubernetesClient agent() {
    Config config = Started.SERVER.config();
    config.setImpersonateUsername(ACCOUNT);
    config.setImpersonateGroups("system:serviceaccounts", "system:authenticated");
    return SmallClient.create(config);
  }

  private Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  private void prepare() {
    try (Stream<Path> crds = Files.list(CHART.resolve("files/crds"))) {
      for (Path crd : crds.toList()) {
        try (InputStream yaml = Files.newInputStream(crd)) {
          var resource = admin.load(yaml);
          resource.serverSideApply();
          resource.waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
        }
      }
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

  private static boolean isEstablished(HasMetadata item) {
    return item instanceof CustomResourceDefinition definition
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
