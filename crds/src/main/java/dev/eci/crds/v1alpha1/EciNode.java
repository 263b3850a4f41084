// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The capabilities of one node, what eci installed there, and how many containers are protected.
 * Cluster scope, named like the Node.
 */
@Group("eci.dev")
@Version("v1alpha1")
@Plural("ecinodes")
@ShortNames("ecin")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Protected",
    jsonPath = ".status.containers.protectedCount",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Unprotected",
    jsonPath = ".status.containers.unprotectedCount",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Engine",
    jsonPath = ".status.capabilities.engine",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Kernel",
    jsonPath = ".status.capabilities.kernel",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class EciNode extends CustomResource<EciNodeSpec, EciNodeStatus> {
  /**
   * Annotation of a node from which the uninstall removes the product, so that the next
   * installation installs it there again.
   */
  public static final String REMOVED_BY_UNINSTALL = "eci.dev/removed-by-uninstall";
}
