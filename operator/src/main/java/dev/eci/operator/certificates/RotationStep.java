package dev.eci.operator.certificates;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The one next thing to do. Each is one write, so that a crash between two leaves a state from
 * which the next step is found again.
 */
public sealed interface RotationStep {
  /** Write a new CA. Nothing is signed by it yet. */
  record ReplaceAuthority(CertificateAndKey authority) implements RotationStep {}

  /** Write the bundle, leave the leaf as it is. */
  record ReplaceBundle(List<X509Certificate> bundle) implements RotationStep {
    public ReplaceBundle {
      bundle = List.copyOf(bundle);
    }
  }

  /** Write leaf and bundle, in one go. */
  record ReplaceLeaf(List<X509Certificate> bundle, CertificateAndKey leaf) implements RotationStep {
    public ReplaceLeaf {
      bundle = List.copyOf(bundle);
    }
  }

  /** Have the webhook configurations carry the bundle, then ask again. */
  record Publish() implements RotationStep {}

  /** Nothing to do before that time. */
  record Rest(Instant until) implements RotationStep {}
}
