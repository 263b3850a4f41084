// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.testing;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A kube-apiserver with etcd and without controllers, in separate processes, and an administrator's
 * client.
 */
public final class ApiServer implements AutoCloseable {
  private static final Path CRDS = crds();

  private final KubeAPIServer server;
  private final KubernetesClient client;

  /** Started once: if the server does not start, every test fails without a second attempt. */
  private static final class Shared {
    static final ApiServer SERVER = start();
  }

  private ApiServer(KubeAPIServer server, KubernetesClient client) {
    this.server = server;
    this.client = client;
  }

  /** The server that all test classes of this JVM share. */
  public static ApiServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server with the CRDs of ECI. It ends with this JVM at the latest. */
  public static ApiServer start() {
    Path directory = separateDirectory(Binaries.find());
    KubeAPIServer server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withOfflineMode(true)
                .withTestDir(directory.toString())
                .build());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.stop();
              delete(directory);
            }));
    server.start();
    Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
    // without retries, so that a 5xx response fails the test at once
    config.setRequestRetryBackoffLimit(0);
    ApiServer started =
        new ApiServer(server, new KubernetesClientBuilder().withConfig(config).build());
    started.installCrds();
    return started;
  }

  /** The administrator's client, without retries. */
  public KubernetesClient client() {
    return client;
  }

  /** The administrator's configuration, for a separate client. */
  public Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  /** The configuration for a client of that user in these groups. */
  public Config configOf(String user, String... groups) {
    Config config = config();
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(
        Stream.concat(Stream.of(groups), Stream.of("system:authenticated")).toArray(String[]::new));
    return config;
  }

  public String kubeConfig() {
    return server.getKubeConfigYaml();
  }

  /** Found from the directory of any module. */
  private static Path crds() {
    Path file = Path.of("deploy", "chart", "files", "crds");
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .map(at -> at.resolve(file))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }

  /** Applies the CRDs of the chart and waits until they are served. */
  private void installCrds() {
    try (Stream<Path> files = Files.list(CRDS)) {
      install(
          files
              .map(file ->
                  client
                      .apiextensions()
                      .v1()
                      .customResourceDefinitions()
                      .load(file.toFile())
                      .item())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the kinds are served. */
  public void install(Collection<? extends HasMetadata> crds) {
    List<HasMetadata> installed = new ArrayList<>();
    crds.forEach(crd -> installed.add(client.resource(crd).forceConflicts().serverSideApply()));
    client.resourceList(installed).waitUntilCondition(ApiServer::established, 60, TimeUnit.SECONDS);
  }

  /** Whether the CRD exists and its kind is served. */
  public static boolean established(HasMetadata object) {
    // for a moment after its creation, a CRD has a status without conditions
    return object instanceof CustomResourceDefinition crd
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /**
   * kube-api-test writes certificates next to the binaries, and other tests may do so at the same
   * time.
   */
  private static Path separateDirectory(Path binaries) {
    try {
      Path copy = Files.createTempDirectory("kube-api-test");
      Files.createSymbolicLink(copy.resolve("k8s"), binaries.resolve("k8s"));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
