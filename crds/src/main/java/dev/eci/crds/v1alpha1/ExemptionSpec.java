// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of spec.exemptions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.namespaces) && size(self.namespaces) > 0) || (has(self.serviceAccounts) && size(self.serviceAccounts) > 0)"
            + " || (has(self.images) && size(self.images) > 0)",
    message =
        "an exemption that names nothing would exempt everything; give namespaces, serviceAccounts or images")
public record ExemptionSpec(
    @JsonPropertyDescription("Namespaces, by name.") @Size(max = 256)
        @Nullable List<String> namespaces,
    @JsonPropertyDescription("Service accounts, as namespace/name.") @Size(max = 256)
        @Nullable List<String> serviceAccounts,
    @JsonPropertyDescription(
            "Images, written as in dockerSocketMount.imageList.images. Every container of the pod must match one of them.")
        @Size(max = 256)
        @Nullable List<String> images,
    @JsonPropertyDescription("Why the pods are exempt, for reviewers of the policy.")
        @Required
        @Size(min = 1, max = 1024)
        @Nullable String reason,
    @JsonPropertyDescription(
            "When the exemption ends, RFC 3339, for example 2027-01-31T00:00:00Z. Default: never.")
        @Nullable String expires,
    @JsonPropertyDescription(
            "Whether the pods may exceed the level baseline of Pod Security: host namespaces and host ports, hostPath, privileged containers, capabilities. They run on the node without a user namespace, so every author of such a pod controls the node. Default: false.")
        @Nullable Boolean privileged) {}
