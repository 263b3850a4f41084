// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeSpec;
import dev.eci.crds.v1alpha1.EciNodeSpec.DesiredState;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.support.log.Log;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;

/** The agent's EciNode: the desired state of the node, and its reported status. */
public final class EciNodeClient implements AutoCloseable {
  private static final Log LOG = Log.of(EciNodeClient.class);
  private static final String FIELD_MANAGER = "eci-agent";

  private final KubernetesClient client;
  private final String name;
  private final SharedIndexInformer<EciNode> informer;

  /**
   * Watches nothing before {@link #start()}.
   *
   * @param changed runs whenever the spec has changed
   */
  public EciNodeClient(KubernetesClient client, String name, Runnable changed) {
    this.client = client;
    this.name = name;
    informer = client.resources(EciNode.class).withField("metadata.name", name).runnableInformer(0);
    informer.addEventHandler(
        new ChangeHandler<>(
            (before, after) ->
                !Objects.equals(
                    before.getMetadata().getGeneration(), after.getMetadata().getGeneration()),
            changed));
  }

  public void start() {
    Informers.start(informer, "the EciNode");
  }

  public boolean hasSynced() {
    return informer.hasSynced();
  }

  public Optional<EciNode> read() {
    return Optional.ofNullable(informer.getIndexer().getByKey(name));
  }

  public static DesiredState desired(EciNode node) {
    return node.getSpec() == null || node.getSpec().desiredState() == null
        ? DesiredState.Installed
        : node.getSpec().desiredState();
  }

  /** Whether the whole product is being uninstalled, not only from this node. */
  public static boolean isUninstalled(EciNode node) {
    var annotations = node.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(EciNode.REMOVED_BY_UNINSTALL);
  }

  /**
   * Creates the EciNode unless it exists.
   *
   * @param nodeUid of the owning Node: the EciNode is deleted with it
   */
  public void create(String nodeUid) {
    EciNode node = new EciNode();
    node.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .addNewOwnerReference()
            .withApiVersion("v1")
            .withKind("Node")
            .withName(name)
            .withUid(nodeUid)
            .endOwnerReference()
            .build());
    node.setSpec(new EciNodeSpec(DesiredState.Installed));
    try {
      client.resource(node).create();
      LOG.info("EciNode created", "name", name);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  public void report(EciNodeStatus status) {
    EciNode applied = new EciNode();
    applied.setMetadata(new ObjectMetaBuilder().withName(name).build());
    applied.setStatus(status);
    client
        .resource(applied)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(true)
                .build());
  }

  @Override
  public void close() {
    informer.stop();
  }
}
