// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook;

import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.webhook.cache.ClusterView;
import dev.eci.webhook.cache.InformerClusterView;
import dev.eci.webhook.standalone.FileClusterView;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Chooses the view that reviews use. The choice is made at run time, because one package serves
 * both: {@code StandaloneCommand} sets the properties, and a cluster leaves them unset.
 */
public class ClusterViewProducer {
  @Produces
  @Singleton
  @Startup
  ClusterView view(
      Instance<InformerClusterView> informers,
      @ConfigProperty(name = "eci.standalone.policies") Optional<List<Path>> policies,
      @ConfigProperty(name = "eci.standalone.namespaces") Optional<Path> namespaces)
      throws IOException, InvalidPolicyFileException {
    return policies.isPresent()
        ? FileClusterView.read(policies.get(), namespaces.orElse(null))
        : started(informers.get());
  }

  /** A bean of this scope is created by its first call. Standalone needs no Kubernetes client. */
  private static InformerClusterView started(InformerClusterView view) {
    var _ = view.isReady();
    return view;
  }
}
