// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.event.EventRecord;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops the running operator from restoring what is removed, and lets it go on. */
final class OperatorPause {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final Consumer<String> out;

  OperatorPause(KubernetesClient client, String namespace, String name, Consumer<String> out) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.out = out;
  }

  void begin() {
    if (deployment().isEmpty()) {
      out.accept(
          "Deployment %s/%s: not found, so no operator has to be stopped"
              .formatted(namespace, name));
      return;
    }
    extend(UninstallMarker.RENEWED);
    out.accept(
        "operator: stopped from changing anything (ConfigMap %s)"
            .formatted(WellKnownNames.UNINSTALLING));
  }

  /** From now on. */
  void extend(Duration duration) {
    deployment()
        .ifPresent(operator ->
            client
                .resource(UninstallMarker.desired(operator, Instant.now().plus(duration)))
                .fieldManager(WellKnownNames.OPERATOR)
                .forceConflicts()
                .serverSideApply());
  }

  /** The operator then puts back what was removed, on the nodes as well. */
  void end() {
    if (deployment().isPresent()) {
      client.configMaps().inNamespace(namespace).withName(WellKnownNames.UNINSTALLING).delete();
      out.accept("protection stays: the operator restores what was removed");
    }
  }

  /** An Event about the operator, so that it is found without the job's log. */
  void report(String why) {
    deployment().ifPresent(operator -> emit(operator, why));
  }

  private void emit(Deployment operator, String why) {
    Instant now = Instant.now();
    try {
      client
          .resource(
              new EventRecord(
                      new ObjectReferenceBuilder()
                          .withApiVersion("apps/v1")
                          .withKind("Deployment")
                          .withNamespace(namespace)
                          .withName(name)
                          .withUid(operator.getMetadata().getUid())
                          .build(),
                      false,
                      UninstallEventReasons.REFUSED,
                      "Uninstall",
                      why)
                  .event("%x".formatted(now.toEpochMilli()), WellKnownNames.UNINSTALL, now))
          .create();
    } catch (KubernetesClientException e) {
      out.accept("no Event was created: " + e.getMessage());
    }
  }

  private Optional<Deployment> deployment() {
    return Optional.ofNullable(
        client.apps().deployments().inNamespace(namespace).withName(name).get());
  }
}
