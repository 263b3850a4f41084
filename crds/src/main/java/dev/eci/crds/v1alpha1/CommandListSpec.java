// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.dockerSocketMount.commandList. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandListSpec(
    @JsonPropertyDescription(
            "deny: the listed commands are denied. allow: all other commands are denied.")
        @Default("deny")
        @Nullable CommandListType type,
    @JsonPropertyDescription(
            "Command names as docker --help lists them (ps, build, push), or a group: container*, image*, volume*, network*, build*, system*.")
        @Size(max = 256)
        @Nullable List<String> commands,
    @JsonPropertyDescription(
            "Different lists for some namespaces or images. The first that matches is used.")
        @Size(max = 64)
        @Nullable List<CommandListOverride> overrides) {}
