// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.config.UninstallSettings;
import dev.eci.operator.pods.ProtectedPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes the product, node by node. Can be repeated. It refuses before it changes anything, and
 * what it cannot finish it leaves to the operator, which puts it back.
 */
public final class Uninstall {
  private static final int CLEAN = 0;
  private static final int NOT_CLEAN = 1;
  private static final int REFUSED = 3;

  /** A reconciliation that was running when the marker appeared may still write. */
  private static final int QUIET_CHECKS = 3;

  private final KubernetesClient client;
  private final UninstallSettings settings;
  private final Consumer<String> out;
  private final Confirmation confirmation;
  private final ProtectedPods pods;
  private final OperatorPause pause;

  public Uninstall(
      KubernetesClient client, String namespace, UninstallSettings settings, Consumer<String> out) {
    this.client = client;
    this.settings = settings;
    this.out = out;
    this.confirmation = new Confirmation(client, namespace, settings);
    this.pods = new ProtectedPods(client);
    this.pause = new OperatorPause(client, namespace, settings.deployment(), out);
  }

  /** The exit code. */
  public int run() throws InterruptedException {
    Optional<String> refusal = confirmation.refusal().or(this::runningPods);
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    int code = NOT_CLEAN;
    try {
      code = remove();
    } finally {
      if (code != CLEAN) {
        pause.end();
      }
    }
    return code;
  }

  private Optional<String> runningPods() {
    return RunningPods.refusal(pods.list());
  }

  private int refuse(String why) {
    out.accept(why);
    pause.report(why);
    return REFUSED;
  }

  private int remove() throws InterruptedException {
    Instant deadline = Instant.now().plus(settings.timeout());
    pause.begin();
    var objects = new ClusterObjects(client);
    objects.deletePodWebhooks();
    Optional<String> started = runningPods();
    if (started.isPresent()) {
      return refuse(started.get());
    }
    out.accept("webhooks for pods: deleted; new pods start unprotected from here on");
    List<NodeRemoval> removals = awaitNodes(objects, deadline);
    removals.forEach(
        removal -> out.accept("node %s: %s".formatted(removal.node(), removal.status())));
    List<String> left =
        removals.stream().filter(removal -> !removal.done()).map(NodeRemoval::node).toList();
    if (!left.isEmpty()) {
      out.accept(
          ("%d of %d nodes are not clean after %s: %s. Bring their agents back and uninstall again, or, if these nodes never come back,"
                  + " delete their EciNode objects (kubectl delete ecinode NAME) and uninstall again.")
              .formatted(
                  left.size(), removals.size(), settings.timeout(), String.join(", ", left)));
      return NOT_CLEAN;
    }
    boolean objectsGone = deleteObjects(objects);
    out.accept(
        objectsGone
            ? "webhook configurations, admission policies and RuntimeClasses: deleted"
            : "webhook configurations, admission policies and RuntimeClasses: another manager keeps recreating them");
    if (objectsGone) {
      pause.extend(UninstallMarker.AFTER_SUCCESS);
    }
    return objectsGone ? CLEAN : NOT_CLEAN;
  }

  private List<NodeRemoval> awaitNodes(ClusterObjects objects, Instant deadline)
      throws InterruptedException {
    var nodes = new NodeRemovalRequests(client);
    List<NodeRemoval> removals = nodes.requestRemovals();
    while (!removals.stream().allMatch(NodeRemoval::done) && Instant.now().isBefore(deadline)) {
      Thread.sleep(settings.poll());
      pause.extend(UninstallMarker.RENEWED);
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
