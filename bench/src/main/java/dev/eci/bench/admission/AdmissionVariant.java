// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import java.util.Optional;

/** What reviews a pod. */
enum AdmissionVariant {
  NONE(null, false),
  WEBHOOK("admission webhook \"pods.eci.dev\" denied", true),
  /** The fallback admission policy alone. */
  FALLBACK("ValidatingAdmissionPolicy 'eci-fallback", false),
  /** Webhooks and fallback admission policy, as installed. */
  INSTALLED("ValidatingAdmissionPolicy 'eci-fallback", true),
  /** Webhooks registered like ECI's, which read nothing and always return the same mutation. */
  INSTANT(null, true),
  GATEKEEPER("admission webhook \"validation.gatekeeper.sh\" denied", true);

  private final Optional<String> denial;
  private final boolean isMutating;

  AdmissionVariant(@org.jspecify.annotations.Nullable String denial, boolean changes) {
    this.denial = Optional.ofNullable(denial);
    this.isMutating = changes;
  }

  /** A text in its denials. */
  Optional<String> denial() {
    return denial;
  }

  /** Whether it sets a user namespace on pods. */
  boolean isMutating() {
    return isMutating;
  }
}
