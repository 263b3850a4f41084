// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.dockerSocketMount.imageList. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageListSpec(
    @JsonPropertyDescription(
            "name[:tag] (no tag means :latest, tag * means any tag), name@digest, or \"*\" as the only entry for any image. docker:cli means"
                + " docker.io/library/docker:cli.")
        @Size(max = 5000)
        @Nullable List<String> images,
    @JsonPropertyDescription(
            "Whether images that were built on a Docker host from a listed image, which must exist there as well, may mount the socket (SOCK-3). Has no effect"
                + " on pods, whose images come from registries.")
        @Nullable Boolean allowDerivedImages) {}
