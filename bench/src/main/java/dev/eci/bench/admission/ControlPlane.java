package dev.eci.bench.admission;

import dev.eci.harness.Project;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An API server with its etcd, from the lab. */
record ControlPlane(KubeAPIServer server, KubernetesClient client, Config config)
    implements AutoCloseable {
  private static final Path CRDS = Project.CHART.resolve("files/crds");

  /** With our CRDs. */
  static ControlPlane start(Path directory) {
    try {
      // certificates are written beside the binaries
      Files.createSymbolicLink(directory.resolve("k8s"), binaries().resolve("k8s"));
      KubeAPIServer server =
          new KubeAPIServer(
              new KubeAPIServerConfigBuilder()
                  .withOfflineMode(true)
                  .withTestDir(directory.toString())
                  .build());
      server.start();
      Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
      config.setRequestRetryBackoffLimit(0);
      ControlPlane started =
          new ControlPlane(
              server, new KubernetesClientBuilder().withConfig(config).build(), config);
      try (Stream<Path> files = Files.list(CRDS)) {
        started.install(
            files
                .map(file ->
                    started
                        .client
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .load(file.toFile())
                        .item())
                .toList());
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path binaries() {
    return Optional.ofNullable(System.getenv("KUBE_API_TEST_DIR"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache/eci-lab/kube-api-test"));
  }

  /** Returns when they are served. */
  void install(Collection<CustomResourceDefinition> crds) {
    List<CustomResourceDefinition> installed =
        crds.stream().map(crd -> client.resource(crd).forceConflicts().serverSideApply()).toList();
    client
        .resourceList(installed)
        .waitUntilCondition(
            crd -> established((CustomResourceDefinition) crd), 60, TimeUnit.SECONDS);
  }

  private static boolean established(CustomResourceDefinition crd) {
    // for a moment after it was made it has a status without conditions
    return crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** The objects of a file in YAML. */
  static List<HasMetadata> read(KubernetesClient client, Path file) {
    try (var in = Files.newInputStream(file)) {
      return client.load(in).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path kubeconfig(Path directory) {
    try {
      return Files.writeString(directory.resolve("kubeconfig"), server.getKubeConfigYaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port. */
  String address() {
    return config.getMasterUrl().replaceAll("^https://|/$", "");
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
