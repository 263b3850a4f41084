package dev.eci.operator.cluster;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.operator.Names;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jboss.logging.Logger;

/**
 * What an uninstall asked of the nodes ends with the next installation, or with the uninstall's
 * being called off. A node that a person took out ({@code desiredState: Removed} without the
 * uninstall's mark) stays out.
 */
final class RemovedNodes {
  private static final Logger LOG = Logger.getLogger(RemovedNodes.class);
  private static final String INSTALL =
      "{\"metadata\":{\"annotations\":{\"%s\":null}},\"spec\":{\"desiredState\":\"Installed\"}}"
          .formatted(Names.REMOVED_BY_UNINSTALL);

  private final KubernetesClient client;
  private boolean putBack;

  RemovedNodes(KubernetesClient client) {
    this.client = client;
  }

  /** An uninstall runs: whatever it marks is put back after it. */
  void uninstalling() {
    putBack = false;
  }

  void putBack() {
    if (putBack) {
      return;
    }
    for (EciNode node : client.resources(EciNode.class).list().getItems()) {
      var annotations = node.getMetadata().getAnnotations();
      if (annotations != null && annotations.containsKey(Names.REMOVED_BY_UNINSTALL)) {
        client.resource(node).patch(PatchContext.of(PatchType.JSON_MERGE), INSTALL);
        LOG.infof("node %s: to be protected again", node.getMetadata().getName());
      }
    }
    putBack = true;
  }
}
