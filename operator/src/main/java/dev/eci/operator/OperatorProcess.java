// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

import dev.eci.operator.config.EciConfig;
import dev.eci.operator.config.Settings;
import dev.eci.operator.uninstall.Uninstall;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and holds the operator of this process, or runs the uninstall mode. */
@ApplicationScoped
public class OperatorProcess {
  private static final Logger LOG = Logger.getLogger(OperatorProcess.class);

  private final EciConfig config;
  private final String hostname;
  private volatile @Nullable Operator operator;

  OperatorProcess(EciConfig config, @ConfigProperty(name = "HOSTNAME") Optional<String> hostname) {
    this.config = config;
    this.hostname = hostname.orElseGet(() -> UUID.randomUUID().toString());
  }

  /** The operator, once it has started. */
  public Optional<Operator> operator() {
    return Optional.ofNullable(operator);
  }

  void startOperator() {
    Settings settings = config.settings(hostname);
    LOG.infof("starting in namespace %s as %s", settings.namespace(), settings.leader().identity());
    Operator started = OperatorFactory.of(newClient(), settings, Clock.systemUTC());
    started.start();
    operator = started;
  }

  int uninstall() throws InterruptedException {
    try (KubernetesClient client = newClient()) {
      return new Uninstall(client, config.namespace(), config.uninstallSettings(), LOG::info).run();
    }
  }

  private static KubernetesClient newClient() {
    return new KubernetesClientBuilder().build();
  }
}
