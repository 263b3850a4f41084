// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.nodes;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.operator.WellKnownNames;
import dev.eci.operator.status.Conditions;
import dev.eci.operator.status.NodeSummary;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Sets {@code Ready} of an EciNode to Unknown when no agent has run on the node for a while, as
 * Kubernetes does with nodes whose kubelet is silent. The agent's pod says so, without a heartbeat
 * of each node. The agent writes its own status when it is back.
 */
public final class LostAgentReconciler implements Reconciler<EciNode> {
  private static final Logger LOG = Logger.getLogger(LostAgentReconciler.class);

  /** The status may say Ready just after the pod was lost. */
  private static final Duration CHECK_AGAIN = Duration.ofMinutes(5);

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(WellKnownNames.OPERATOR)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final Duration grace;
  private final Clock clock;
  private final Map<String, Instant> missing = new ConcurrentHashMap<>();

  /**
   * In the product's {@code namespace}.
   *
   * @param grace longer than the update of an agent takes
   */
  public LostAgentReconciler(
      KubernetesClient client, String namespace, Duration grace, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, EciNode>> prepareEventSources(EventSourceContext<EciNode> context) {
    return List.of(AgentPods.watch(context, namespace));
  }

  @Override
  public UpdateControl<EciNode> reconcile(EciNode node, Context<EciNode> context) {
    String name = node.getMetadata().getName();
    if (context.getSecondaryResourcesAsStream(AgentPod.class).anyMatch(AgentPods::isRunning)) {
      missing.remove(name);
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    Instant since = missing.computeIfAbsent(name, any -> now);
    if (!NodeSummary.isReady(node)) {
      return UpdateControl.<EciNode>noUpdate().rescheduleAfter(CHECK_AGAIN);
    }
    Duration left = grace.minus(Duration.between(since, now));
    if (left.isPositive()) {
      return UpdateControl.<EciNode>noUpdate().rescheduleAfter(left);
    }
    declareLost(node, since, now);
    return UpdateControl.<EciNode>noUpdate().rescheduleAfter(CHECK_AGAIN);
  }

  private void declareLost(EciNode node, Instant since, Instant now) {
    EciNode applied = new EciNode();
    applied.setMetadata(
        new ObjectMetaBuilder()
            .withName(node.getMetadata().getName())
            // not a new node of the same name
            .withUid(node.getMetadata().getUid())
            .build());
    applied.setStatus(
        new EciNodeStatus(
            null,
            List.of(
                new ConditionBuilder()
                    .withType(Conditions.READY)
                    .withStatus("Unknown")
                    .withReason(NodeConditionReasons.AGENT_NOT_RUNNING)
                    .withMessage(
                        "No agent has run on this node since %s: its state is not known. Protected pods run on; new ones cannot start until the agent is back."
                            .formatted(since.truncatedTo(ChronoUnit.SECONDS)))
                    .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
                    .build()),
            null,
            null,
            null));
    client.resource(applied).subresource("status").patch(APPLY, applied);
    LOG.warnf("node %s: no agent runs there", node.getMetadata().getName());
  }
}
