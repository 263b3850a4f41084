// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.config.UninstallSettings;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Removes the product, node by node. Can be repeated. */
public final class Uninstall {
  private static final int CLEAN = 0;
  private static final int NOT_CLEAN = 1;

  /** A reconciliation that was running when the marker appeared may still write. */
  private static final int QUIET_CHECKS = 3;

  private final KubernetesClient client;
  private final String namespace;
  private final UninstallSettings settings;
  private final Consumer<String> out;

  public Uninstall(
      KubernetesClient client, String namespace, UninstallSettings settings, Consumer<String> out) {
    this.client = client;
    this.namespace = namespace;
    this.settings = settings;
    this.out = out;
  }

  /** The exit code. */
  public int run() throws InterruptedException {
    Instant deadline = Instant.now().plus(settings.timeout());
    mark();
    var objects = new ClusterObjects(client);
    objects.deletePodWebhooks();
    out.accept("webhooks for pods: deleted; new pods start unprotected from here on");
    List<NodeRemoval> removals = awaitNodes(objects, deadline);
    removals.forEach(
        removal -> out.accept("node %s: %s".formatted(removal.node(), removal.status())));
    boolean objectsGone = deleteObjects(objects);
    out.accept(
        objectsGone
            ? "webhook configurations, admission policies and RuntimeClasses: deleted"
            : "webhook configurations, admission policies and RuntimeClasses: another manager keeps recreating them");
    List<String> left =
        removals.stream().filter(removal -> !removal.done()).map(NodeRemoval::node).toList();
    if (left.isEmpty()) {
      return objectsGone ? CLEAN : NOT_CLEAN;
    }
    out.accept(
        ("%d of %d nodes are not clean after %s: %s. Bring their agents back and uninstall again, or, if these nodes never come back,"
                + " delete their EciNode objects (kubectl delete ecinode NAME) and uninstall again.")
            .formatted(left.size(), removals.size(), settings.timeout(), String.join(", ", left)));
    return NOT_CLEAN;
  }

  private void mark() {
    Deployment operator =
        client.apps().deployments().inNamespace(namespace).withName(settings.deployment()).get();
    if (operator == null) {
      out.accept(
          "Deployment %s/%s: not found, so no operator has to be stopped"
              .formatted(namespace, settings.deployment()));
      return;
    }
    client
        .resource(UninstallMarker.desired(operator))
        .fieldManager(WellKnownNames.OPERATOR)
        .forceConflicts()
        .serverSideApply();
    out.accept(
        "operator: stopped from changing anything (ConfigMap %s)"
            .formatted(WellKnownNames.UNINSTALLING));
  }

  private List<NodeRemoval> awaitNodes(ClusterObjects objects, Instant deadline)
      throws InterruptedException {
    var nodes = new NodeRemovalRequests(client);
    List<NodeRemoval> removals = nodes.requestRemovals();
    while (!removals.stream().allMatch(NodeRemoval::done) && Instant.now().isBefore(deadline)) {
      Thread.sleep(settings.poll());
      objects.deletePodWebhooks();
      removals = nodes.requestRemovals();
    }
    return removals;
  }

  private static boolean deleteObjects(ClusterObjects objects) throws InterruptedException {
    int quiet = 0;
    for (int check = 0; check < 10 * QUIET_CHECKS && quiet < QUIET_CHECKS; check++) {
      quiet = objects.deleteAll() ? quiet + 1 : 0;
      Thread.sleep(Duration.ofMillis(500));
    }
    return quiet == QUIET_CHECKS;
  }
}
