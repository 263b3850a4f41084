// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of spec.dockerSocketMount.commandList.type, spelt as in admin-settings.json. */
public enum CommandListType {
  @JsonProperty("deny")
  DENY,
  @JsonProperty("allow")
  ALLOW
}
