// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** The spec of an EciNode. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciNodeSpec(
    @JsonPropertyDescription(
            "Installed: the agent keeps eci-runtime installed. Removed: the agent removes it and restores the node (uninstalling the chart sets"
                + " this on every node).")
        @Default("Installed")
        @Nullable DesiredState desiredState) {

  /** Values of spec.desiredState. */
  public enum DesiredState {
    Installed,
    Removed
  }
}
