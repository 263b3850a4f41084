package dev.eci.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One image that a policy wants signed (spec.imageTrust): the webhook makes it when a pod first
 * names the image, the operator looks for signatures and tells here what came of it. Of one that
 * may have Docker's socket by an entry for all tags, a policy's status tells. Cluster scope, named
 * by {@link EciImageSpec#nameOf}. Nobody's to write but theirs.
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
