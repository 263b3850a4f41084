// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import dev.eci.policy.pod.NodeCapabilityLabels;
import dev.eci.support.log.Log;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agent's Node object: the runtime handlers that the kubelet reports, the label that protected
 * pods select, and the taint of a node that is being removed.
 */
public final class NodeClient implements AutoCloseable {
  private static final Log LOG = Log.of(NodeClient.class);

  private final KubernetesClient client;
  private final String name;
  private final SharedIndexInformer<Node> informer;

  /**
   * Watches nothing before {@link #start()}.
   *
   * @param changed runs whenever the node's label or handlers may have changed
   */
  public NodeClient(KubernetesClient client, String name, Runnable changed) {
    this.client = client;
    this.name = name;
    informer = client.nodes().withField("metadata.name", name).runnableInformer(0);
    informer.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            Node.class,
            client.getKubernetesSerialization(),
            "metadata.labels",
            "metadata.uid",
            "spec.taints",
            "status.runtimeHandlers"));
    // the kubelet renews the status every few minutes, mostly without a change
    informer.addEventHandler(
        new ChangeHandler<>(
            (before, after) ->
                hasReadyLabel(before) != hasReadyLabel(after)
                    || hasRemovingTaint(before) != hasRemovingTaint(after)
                    || hasHandler(before, "eci") != hasHandler(after, "eci"),
            changed));
  }

  public void start() {
    Informers.start(informer, "the node");
  }

  public Optional<String> uid() {
    return node().map(found -> found.getMetadata().getUid());
  }

  /** Whether the kubelet offers {@code handler} with user namespaces. */
  public boolean isHandlerOffered(String handler) {
    return node().map(found -> hasHandler(found, handler)).orElse(false);
  }

  public boolean isLabelled() {
    return node().map(NodeClient::hasReadyLabel).orElse(false);
  }

  /** Sets or removes the label that protected pods select, and changes nothing else. */
  public void setLabelled(boolean labelled) {
    if (node().isEmpty() || isLabelled() == labelled) {
      return;
    }
    String value = labelled ? "\"" + NodeCapabilityLabels.READY + "\"" : "null";
    client
        .nodes()
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":%s}}}".formatted(NodeCapabilityLabels.LABEL, value));
    LOG.info(
        labelled ? "node labelled" : "label removed",
        "node",
        name,
        "label",
        NodeCapabilityLabels.LABEL);
  }

  /**
   * Sets or removes the taint {@code NoSchedule} of a node that is being removed. The kubelet does
   * not evaluate it for pods that are on the node.
   */
  public void setRemoving(boolean removing) {
    if (node().isEmpty() || node().map(NodeClient::hasRemovingTaint).orElse(false) == removing) {
      return;
    }
    Node current = client.nodes().withName(name).get();
    List<Taint> taints =
        new ArrayList<>(
            current.getSpec().getTaints().stream().filter(taint -> !isRemoving(taint)).toList());
    if (removing) {
      taints.add(
          new TaintBuilder()
              .withKey(NodeCapabilityLabels.REMOVING_TAINT)
              .withEffect("NoSchedule")
              .build());
    }
    client
        .nodes()
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            // the API server merges no taints: the version makes it reject a list that is outdated
            "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"taints\":%s}}"
                .formatted(
                    current.getMetadata().getResourceVersion(),
                    client.getKubernetesSerialization().asJson(taints)));
    LOG.info(removing ? "node tainted" : "taint removed", "node", name);
  }

  private Optional<Node> node() {
    return Optional.ofNullable(informer.getIndexer().getByKey(name));
  }

  private static boolean hasReadyLabel(Node node) {
    return node.getMetadata().getLabels() != null
        && NodeCapabilityLabels.READY.equals(
            node.getMetadata().getLabels().get(NodeCapabilityLabels.LABEL));
  }

  private static boolean hasRemovingTaint(Node node) {
    return node.getSpec() != null
        && node.getSpec().getTaints() != null
        && node.getSpec().getTaints().stream().anyMatch(NodeClient::isRemoving);
  }

  private static boolean isRemoving(Taint taint) {
    return NodeCapabilityLabels.REMOVING_TAINT.equals(taint.getKey());
  }

  private static boolean hasHandler(Node node, String name) {
    return node.getStatus() != null
        && node.getStatus().getRuntimeHandlers() != null
        && node.getStatus().getRuntimeHandlers().stream()
            .anyMatch(handler ->
                name.equals(handler.getName())
                    && handler.getFeatures() != null
                    && Boolean.TRUE.equals(handler.getFeatures().getUserNamespaces()));
  }

  @Override
  public void close() {
    informer.stop();
  }
}
