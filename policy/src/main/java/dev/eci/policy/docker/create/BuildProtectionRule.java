// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.route.Query;
import dev.eci.policy.message.BuildMessages;
import dev.eci.policy.model.RuleId;
import java.util.List;
import java.util.Set;

/**
 * ISO-10: the steps of a build that a container requests must be as protected as its containers.
 * dockerd chooses the runtime of build steps, and nothing in a request changes it.
 */
public enum BuildProtectionRule {
  /** All builds may be requested. */
  ALL,
  /**
   * On a Docker host the classic builder's: dockerd has the right default runtime, but was not
   * restarted with eci-runtime as BuildKit's. Users of the host may build all the same; the status
   * shows that their builds are unprotected.
   */
  CLASSIC,
  /** BuildKit's builds: dockerd was started with eci-runtime as their runtime. */
  BUILDKIT,
  NONE;

  /** The engine's values for the classic builder. */
  private static final Set<String> CLASSIC_VERSIONS = Set.of("", "1");

  /**
   * {@code POST /build}; without a version it is the classic builder, which runs steps in
   * containers.
   */
  void check(Query query, RequestedAccess requestedAccess) {
    if (this == BUILDKIT && !query.all("version").equals(List.of("2"))) {
      requestedAccess.addViolation(
          RuleId.ISO_10, "version", p -> BuildMessages.classicBuildDenied());
    }
    if (this == CLASSIC) {
      if (!CLASSIC_VERSIONS.containsAll(query.all("version"))) {
        check(requestedAccess);
      }
    } else {
      check(requestedAccess);
    }
  }

  /** The rule for a caller. */
  public BuildProtectionRule of(boolean isInContainer) {
    return this == CLASSIC && !isInContainer ? ALL : this;
  }

  /** BuildKit's builds, by whatever request. */
  void check(RequestedAccess requestedAccess) {
    if (this == NONE) {
      requestedAccess.addViolation(RuleId.ISO_10, "build", p -> BuildMessages.buildsUnprotected());
    } else if (this == CLASSIC) {
      requestedAccess.addViolation(
          RuleId.ISO_10, "build", p -> BuildMessages.buildKitUnprotected());
    }
  }
}
