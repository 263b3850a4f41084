// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.route.Query;
import dev.eci.policy.message.BuildMessages;
import dev.eci.policy.model.RuleId;
import java.util.List;

/**
 * ISO-10 on a Kubernetes node, where the steps of a pod's build must be as protected as its
 * containers. dockerd chooses the runtime of build steps, and nothing in a request changes it.
 */
public enum BuildProtectionRule {
  /** All builds may be requested. */
  ALL,
  /** BuildKit's builds: dockerd was started with eci-runtime as their runtime. */
  BUILDKIT,
  NONE;

  /**
   * {@code POST /build}; without a version it is the classic builder, which runs steps in
   * containers.
   */
  void check(Query query, RequestedAccess requestedAccess) {
    if (this == BUILDKIT && !query.all("version").equals(List.of("2"))) {
      requestedAccess.addViolation(
          RuleId.ISO_10, "version", p -> BuildMessages.classicBuildDenied());
    }
    check(requestedAccess);
  }

  /** BuildKit's builds, by whatever request. */
  void check(RequestedAccess requestedAccess) {
    if (this == NONE) {
      requestedAccess.addViolation(RuleId.ISO_10, "build", p -> BuildMessages.buildsUnprotected());
    }
  }
}
