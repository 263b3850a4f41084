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
    @JsonPropertyDescription("API group, for example argoproj.io.") @Required
        @Nullable String group,
    @JsonPropertyDescription("Resource in plural, for example rollouts.") @Required
        @Nullable String resource,
    @JsonPropertyDescription(
            "Where the pod templates are, for example spec.template or spec.tasks[*].template; * is every entry of a list or map.")
        @Required
        @Size(min = 1, max = 16)
        @Nullable List<String> templates) {}
