// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of spec.workloads. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkloadSpec(
    @JsonPropertyDescription("API group of the custom resource, for example argoproj.io.") @Required
        @Nullable String group,
    @JsonPropertyDescription("Plural name of the custom resource, for example rollouts.") @Required
        @Nullable String resource,
    @JsonPropertyDescription(
            "Paths of the pod templates in the object, for example spec.template or spec.tasks[*].template. * means every entry of a list or map.")
        @Required
        @Size(min = 1, max = 16)
        @Nullable List<String> templates) {}
