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
 * One image whose signatures a policy requires (spec.imageTrust). The webhook creates the object
 * when a pod first uses the image; the operator verifies the signatures and writes the result into
 * the status. An image that matches a socket image list by an entry for all tags gets an object
 * too, and its digests go into the policy's status. Cluster scope, named by {@link
 * EciImageSpec#nameOf}. Users do not write it.
 */
@Group("eci.dev")
@Version("v1alpha1")
@Plural("eciimages")
@ShortNames("ecii")
@AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Signed by",
    jsonPath = ".status.signers[?(@.signed==true)].name",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Checked", jsonPath = ".status.checked", type = Type.DATE)
@AdditionalPrinterColumn(name = "Problem", jsonPath = ".status.problem", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Digest",
    jsonPath = ".status.digest",
    type = Type.STRING,
    priority = 1)
public class EciImage extends CustomResource<EciImageSpec, EciImageStatus> {}
