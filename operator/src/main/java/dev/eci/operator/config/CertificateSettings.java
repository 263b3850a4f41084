package dev.eci.operator.config;

import java.time.Duration;

/**
 * How the webhook's certificate is made.
 *
 * @param overlap how long an old CA stays in the bundle after the last leaf of it was replaced;
 *     longer than a kubelet takes to bring a changed Secret into a pod
 * @param clockSkew by how much certificates are valid before they are made, for API servers whose
 *     clock is behind
 */
public record CertificateSettings(
    Mode mode, Duration caLifetime, Duration leafLifetime, Duration overlap, Duration clockSkew) {

  /** Who makes the certificate. */
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
    // a leaf is replaced at two thirds of its life: an overlap beyond that would never end
    if (overlap.multipliedBy(2).compareTo(leafLifetime) > 0) {
      throw new IllegalArgumentException(
          "eci.certificates.overlap (%s) must be at most half of eci.certificates.leaf-lifetime (%s)"
              .formatted(overlap, leafLifetime));
    }
  }
}
