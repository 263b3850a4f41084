package dev.eci.bench.admission;

import java.util.Optional;

/** What decides about a pod. */
enum AdmissionVariant {
  /** No webhook and no policy. */
  BASELINE(null, false),
  WEBHOOK("admission webhook \"pods.eci.dev\" denied", true),
  /** The ValidatingAdmissionPolicy by itself. */
  FLOOR("ValidatingAdmissionPolicy 'eci-floor", false),
  /** Both, as it is installed. */
  INSTALLED("ValidatingAdmissionPolicy 'eci-floor", true),
  /** Webhooks registered as those of ECI are, which read nothing and always return ECI's change. */
  INSTANT(null, true),
  GATEKEEPER("admission webhook \"validation.gatekeeper.sh\" denied", true);

  private final Optional<String> refusal;
  private final boolean isMutating;

  AdmissionVariant(@org.jspecify.annotations.Nullable String refusal, boolean changes) {
    this.refusal = Optional.ofNullable(refusal);
    this.isMutating = changes;
  }

  /** Part of its denial messages. */
  Optional<String> refusal() {
    return refusal;
  }

  /** Whether it gives pods a user namespace. */
  boolean isMutating() {
    return isMutating;
  }
}
