// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.crds.v1alpha1.EciNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jboss.logging.Logger;

/**
 * The next installation, or a cancelled uninstall, reverses what the uninstall requested of the
 * nodes. A node that an admin removed ({@code desiredState: Removed} without the uninstall's
 * annotation) stays removed.
 */
final class NodeReinstatement {
  private static final Logger LOG = Logger.getLogger(NodeReinstatement.class);
  private static final String INSTALL =
      "{\"metadata\":{\"annotations\":{\"%s\":null}},\"spec\":{\"desiredState\":\"Installed\"}}"
          .formatted(EciNode.REMOVED_BY_UNINSTALL);

  private final KubernetesClient client;
  private boolean done;

  NodeReinstatement(KubernetesClient client) {
    this.client = client;
  }

  /** An uninstall is running: the nodes that it marks are reinstated after it. */
  void uninstalling() {
    done = false;
  }

  void reinstate() {
    if (done) {
      return;
    }
    for (EciNode node : client.resources(EciNode.class).list().getItems()) {
      var annotations = node.getMetadata().getAnnotations();
      if (annotations != null && annotations.containsKey(EciNode.REMOVED_BY_UNINSTALL)) {
        client.resource(node).patch(PatchContext.of(PatchType.JSON_MERGE), INSTALL);
        LOG.infof("node %s: requested to install again", node.getMetadata().getName());
      }
    }
    done = true;
  }
}
