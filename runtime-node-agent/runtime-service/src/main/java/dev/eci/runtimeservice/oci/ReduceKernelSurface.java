// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.policy.seccomp.SeccompMerge;
import dev.eci.policy.seccomp.SeccompProfile;
import java.util.List;
import java.util.Set;

/**
 * Denies the kernel features that the container's policies deny, in its seccomp profile. runc
 * applies the profile to what is executed in the container as well. A container without a profile
 * gets one that permits the rest.
 *
 * @param machine the node's architecture, as Java names it
 */
record ReduceKernelSurface(String machine) implements SpecTransform {
  @Override
  public String name() {
    return "kernel surface reduced";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    Set<KernelFeature> denied = rewriteContext.deniedKernelFeatures();
    if (denied.isEmpty()) {
      return false;
    }
    ObjectNode seccomp = rewriteContext.spec().seccomp();
    SeccompProfile profile =
        seccomp.isEmpty()
            ? SeccompProfile.unconfined(architectures(machine))
            : SeccompJson.read(seccomp);
    SeccompJson.write(SeccompMerge.merge(profile, denied), seccomp);
    return true;
  }

  /** The architectures whose programs such a node can execute, as in the engines' own profiles. */
  private static List<String> architectures(String machine) {
    return switch (machine) {
      case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
      case "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
      default -> List.of();
    };
  }
}
