// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/** One small change of a config.json, for one reason. */
interface SpecTransform {
  /** For log lines. */
  String name();

  /** Returns whether it changed the spec. */
  boolean apply(RewriteContext rewriteContext) throws InvalidSpecException, CreateDeniedException;
}
