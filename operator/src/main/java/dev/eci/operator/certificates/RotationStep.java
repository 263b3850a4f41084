// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The next step of a rotation. Each step is one write, so that after a crash between two steps the
 * next step follows from the state alone.
 */
public sealed interface RotationStep {
  /** Write a new CA. It has signed nothing yet. */
  record ReplaceAuthority(CertificateAndKey authority) implements RotationStep {}

  /** Write the bundle and keep the serving certificate. */
  record ReplaceBundle(List<X509Certificate> bundle) implements RotationStep {
    public ReplaceBundle {
      bundle = List.copyOf(bundle);
    }
  }

  /** Write the serving certificate and the bundle in one update. */
  record ReplaceLeaf(List<X509Certificate> bundle, CertificateAndKey leaf) implements RotationStep {
    public ReplaceLeaf {
      bundle = List.copyOf(bundle);
    }
  }

  /** Write the bundle to the webhook configurations, then compute the next step. */
  record Publish() implements RotationStep {}

  /** Nothing to do before that time. */
  record Rest(Instant until) implements RotationStep {}
}
