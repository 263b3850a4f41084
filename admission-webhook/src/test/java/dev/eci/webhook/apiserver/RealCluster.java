// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import dev.eci.crds.testing.ApiServer;
import dev.eci.policy.pod.NodeCapabilityLabels;
import dev.eci.webhook.tls.TestCa;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real API server that the webhook watches and that calls it, and the serving certificate. */
public final class RealCluster implements QuarkusTestResourceLifecycleManager {
  private final TestCa ca = new TestCa();
  private SecretVolume certificate;
  private ApiServer server;
  private String registered = "";

  @Override
  public Map<String, String> start() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "tls").toAbsolutePath();
      certificate = new SecretVolume(directory);
      certificate.write(ca.issue());
      server = ApiServer.start();
      Path kubeConfig = Files.writeString(directory.resolve("kubeconfig"), server.kubeConfig());
      System.setProperty("kubeconfig", kubeConfig.toString());
      runtimeClass("eci");
      runtimeClass("kata");
      runtimeClass("fast");
      return Map.of("eci.tls.directory", directory.toString(), "eci.tls.reload-period", "0.1s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(RealCluster.class));
  }

  /** Does nothing: the API server ends with this JVM. */
  @Override
  public void stop() {
    System.clearProperty("kubeconfig");
  }

  KubernetesClient client() {
    return server.client();
  }

  TestCa ca() {
    return ca;
  }

  SecretVolume certificate() {
    return certificate;
  }

  /** Registers the webhook at {@code url}, and returns once the API server calls it. */
  void register(String url) {
    if (!registered.equals(url)) {
      LocalWebhookConfigurations.register(client(), url, ca.pem());
      Namespaces.protect(client(), "probe-" + url.substring(url.lastIndexOf(':') + 1), "");
      registered = url;
    }
  }

  private void runtimeClass(String name) {
    var made =
        new RuntimeClassBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withHandler(name)
            .withNewScheduling()
            .addToNodeSelector(NodeCapabilityLabels.LABEL, NodeCapabilityLabels.READY)
            .endScheduling()
            .build();
    var _ = client().resource(made).create();
  }
}
