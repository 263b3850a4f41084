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
            "name[:tag] (no tag means :latest, tag * means any), name@digest, or \"*\" as the only entry for any image. docker:cli means"
                + " docker.io/library/docker:cli.")
        @Size(max = 256)
        @Nullable List<String> images,
    @JsonPropertyDescription(
            "Whether local images built from a listed image may mount the socket too (SOCK-3). Not implemented yet: true is refused.")
        @Nullable Boolean allowDerivedImages) {}
