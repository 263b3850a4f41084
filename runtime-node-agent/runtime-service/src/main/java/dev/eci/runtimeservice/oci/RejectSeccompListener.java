// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.message.SeccompMessages;

/**
 * Refuses a seccomp profile with a {@code listenerPath}: the runtime would connect to that socket
 * of the node as root, and send it what the profile says.
 */
final class RejectSeccompListener implements SpecTransform {
  @Override
  public String name() {
    return "seccomp listener refused";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws CreateDeniedException {
    if (!rewriteContext.spec().seccompListener().isEmpty()) {
      throw new CreateDeniedException(SeccompMessages.listenerDenied());
    }
    return false;
  }
}
