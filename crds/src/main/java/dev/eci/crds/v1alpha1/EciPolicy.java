// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Which pods are protected, how strictly, and what is allowed in spite of that. Cluster scope. */
@Group("eci.dev")
@Version("v1alpha1")
@Plural("ecipolicies")
@ShortNames({"ecipol", "eci"})
@AdditionalPrinterColumn(name = "Enabled", jsonPath = ".spec.enabled", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.nodes.summary", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = Type.STRING,
    priority = 1)
public class EciPolicy extends CustomResource<EciPolicySpec, EciPolicyStatus> {}
