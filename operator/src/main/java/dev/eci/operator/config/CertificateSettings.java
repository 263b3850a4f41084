// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import java.time.Duration;

/**
 * How the webhook's certificate is issued.
 *
 * @param overlap how long an old CA stays in the bundle after its last serving certificate was
 *     replaced; longer than a kubelet takes to update a Secret in a pod
 * @param clockSkew how far a certificate's validity begins in the past, for API servers whose clock
 *     is behind
 */
public record CertificateSettings(
    Mode mode, Duration caLifetime, Duration leafLifetime, Duration overlap, Duration clockSkew) {

  /** The issuer of the certificate. */
  public enum Mode {
    SELF_MANAGED,
    CERT_MANAGER
  }

  public CertificateSettings {
    if (leafLifetime.compareTo(caLifetime) > 0) {
      throw new IllegalArgumentException(
          "eci.certificates.leaf-lifetime (%s) must not be longer than eci.certificates.ca-lifetime (%s)"
              .formatted(leafLifetime, caLifetime));
    }
    // a serving certificate is replaced at two thirds of its lifetime: a longer overlap would never
    // end
    if (overlap.multipliedBy(2).compareTo(leafLifetime) > 0) {
      throw new IllegalArgumentException(
          "eci.certificates.overlap (%s) must be at most half of eci.certificates.leaf-lifetime (%s)"
              .formatted(overlap, leafLifetime));
    }
  }
}
