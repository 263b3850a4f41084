package dev.eci.policy.docker.create;

import dev.eci.policy.docker.route.Query;
import dev.eci.policy.message.BuildMessages;
import dev.eci.policy.model.RuleId;
import java.util.List;

/**
 * ISO-10 on a Kubernetes node, where a pod's build must not be what its containers cannot be. The
 * runtime of build steps is dockerd's to choose, and nothing in a request changes it.
 */
public enum BuildProtectionRule {
  /** All may be asked for. */
  NOT_ASKED,
  /** Those of BuildKit: dockerd was started with our launcher as their runtime. */
  OF_BUILDKIT,
  NONE;

  /** {@code POST /build}; without a version it is the classic builder's, in containers. */
  void check(Query query, RequestedAccess requestedAccess) {
    if (this == OF_BUILDKIT && !query.all("version").equals(List.of("2"))) {
      requestedAccess.broken(RuleId.ISO_10, "version", p -> BuildMessages.classicBuildDenied());
    }
    check(requestedAccess);
  }

  /** Of BuildKit, by whatever way. */
  void check(RequestedAccess requestedAccess) {
    if (this == NONE) {
      requestedAccess.broken(RuleId.ISO_10, "build", p -> BuildMessages.buildsUnprotected());
    }
  }
}
