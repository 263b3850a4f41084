// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Value of spec.dockerSocketMount; the names are those of admin-settings.json. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DockerSocketMountSpec(
    @JsonPropertyDescription("Images whose containers may mount the Docker socket (SOCK-1).")
        @Nullable ImageListSpec imageList,
    @JsonPropertyDescription(
            "Docker commands that are denied, or the only ones that are allowed, through the mounted socket (SOCK-4). Default: no list.")
        @Nullable CommandListSpec commandList) {}
