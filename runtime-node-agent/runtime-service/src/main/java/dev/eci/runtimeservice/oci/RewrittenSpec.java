// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import java.util.List;

/**
 * The result of a rewrite.
 *
 * @param config to run with; equal to the engine's if there are no changes
 * @param changes names of the transforms that changed something, for log lines
 * @param plan the mounts that eci-runtime creates
 * @param notices for the owner of the container
 */
public record RewrittenSpec(
    Spec config, List<String> changes, CreatePlan plan, List<Notice> notices) {
  public RewrittenSpec {
    changes = List.copyOf(changes);
    notices = List.copyOf(notices);
  }
}
