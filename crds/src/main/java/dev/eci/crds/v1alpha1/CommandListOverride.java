// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of spec.dockerSocketMount.commandList.overrides. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.namespaces) && size(self.namespaces) > 0) || (has(self.images) && size(self.images) > 0)",
    message =
        "an override needs namespaces or images; a list for all containers belongs in commandList itself")
public record CommandListOverride(
    @JsonPropertyDescription("Namespaces, by name, to whose pods the list applies.") @Size(max = 64)
        @Nullable List<String> namespaces,
    @JsonPropertyDescription(
            "Images to whose containers the list applies, written as in imageList.images.")
        @Size(max = 64)
        @Nullable List<String> images,
    @JsonPropertyDescription(
            "deny: the listed commands are denied. allow: all other commands are denied.")
        @Default("deny")
        @Nullable CommandListType type,
    @JsonPropertyDescription("As in commandList.commands.") @Size(max = 256)
        @Nullable List<String> commands) {}
