package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.docker.route.Query;
import dev.eci.policy.text.BuildTexts;
import java.util.List;

/**
 * ISO-10 on a Kubernetes node, where a pod's build must not be what its containers cannot be. The
 * runtime of build steps is dockerd's to choose, and nothing in a request changes it.
 */
public enum ProtectedBuilds {
  /** All may be asked for. */
  NOT_ASKED,
  /** Those of BuildKit: dockerd was started with our launcher as their runtime. */
  OF_BUILDKIT,
  NONE;

  /** {@code POST /build}; without a version it is the classic builder's, in containers. */
  void check(Query query, Asked asked) {
    if (this == OF_BUILDKIT && !query.all("version").equals(List.of("2"))) {
      asked.broken(RuleId.ISO_10, "version", p -> BuildTexts.classicBuildDenied());
    }
    check(asked);
  }

  /** Of BuildKit, by whatever way. */
  void check(Asked asked) {
    if (this == NONE) {
      asked.broken(RuleId.ISO_10, "build", p -> BuildTexts.buildsUnprotected());
    }
  }
}
