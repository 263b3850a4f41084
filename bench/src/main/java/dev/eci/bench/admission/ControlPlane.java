// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import dev.eci.crds.testing.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** An API server with its etcd and ECI's CRDs, from the lab. */
record ControlPlane(ApiServer server) implements AutoCloseable {
  static ControlPlane start() {
    return new ControlPlane(ApiServer.start());
  }

  KubernetesClient client() {
    return server.client();
  }

  Config config() {
    return server.config();
  }

  /** Returns when the CRDs are served. */
  void install(Collection<CustomResourceDefinition> crds) {
    server.install(crds);
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
      return Files.writeString(directory.resolve("kubeconfig"), server.kubeConfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port. */
  String address() {
    return config().getMasterUrl().replaceAll("^https://|/$", "");
  }

  @Override
  public void close() {
    server.close();
  }
}
