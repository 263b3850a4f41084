package dev.eci.operator.apiserver;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Stream;

/** One real API server for all tests of a run, with our CRDs, namespace and RBAC. */
final class ApiServer {
  static final String NAMESPACE = "eci-system";

  private static final String DIRECTORY = "KUBE_API_TEST_DIR";
  private static final Path CRDS = Path.of("..", "deploy", "chart", "files", "crds");

  private static final class Started {
    static final ApiServer SERVER = new ApiServer();
  }

  private final KubeAPIServer server;
  private final KubernetesClient admin;

  private ApiServer() {
    Logs.show(Level.parse(System.getProperty("eci.test.log", "WARNING")));
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

  /** May do everything. */
  static KubernetesClient admin() {
    return Started.SERVER.admin;
  }

  /** A new client that may do what the RBAC of that account grants. */
  static KubernetesClient as(String serviceAccount) {
    Config config = Started.SERVER.config();
    config.setImpersonateUsername(
        "system:serviceaccount:%s:%s".formatted(NAMESPACE, serviceAccount));
    config.setImpersonateGroups("system:serviceaccounts", "system:authenticated");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A new client of that user in these groups. */
  static KubernetesClient as(String user, String... groups) {
    Config config = Started.SERVER.config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(groups), java.util.stream.Stream.of("system:authenticated"))
            .toArray(String[]::new));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  static String kubeconfig() {
    return Started.SERVER.server.getKubeConfigYaml();
  }

  private Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  private void prepare() {
    try (Stream<Path> crds = Files.list(CRDS);
        InputStream rbac = ApiServer.class.getResourceAsStream("/rbac.yaml")) {
      for (Path crd : crds.toList()) {
        try (InputStream yaml = Files.newInputStream(crd)) {
          var resource = admin.load(yaml);
          resource.serverSideApply();
          resource.waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
        }
      }
      admin
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .serverSideApply();
      admin.load(rbac).serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isEstablished(HasMetadata item) {
    return item instanceof CustomResourceDefinition definition
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
