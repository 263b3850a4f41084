// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of spec.mode. */
public enum PolicyMode {
  @JsonProperty("Enforce")
  ENFORCE,
  @JsonProperty("Warn")
  WARN,
  @JsonProperty("Audit")
  AUDIT
}
