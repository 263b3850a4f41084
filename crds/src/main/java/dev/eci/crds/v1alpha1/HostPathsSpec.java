package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.hostPaths: absolute node paths; each stands for itself and all below it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostPathsSpec(
    @JsonPropertyDescription("May be mounted read-write or read-only.") @Size(max = 256)
        @Nullable List<String> allowed,
    @JsonPropertyDescription("May be mounted read-only.") @Size(max = 256)
        @Nullable List<String> readOnlyAllowed) {}
