package dev.eci.operator.certificates;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The one next thing to do. Each is one write, so that a crash between two leaves a state from
 * which the next step is found again.
 */
public sealed interface Step {
  /** Write a new CA. Nothing is signed by it yet. */
  record ReplaceAuthority(Identity authority) implements Step {}

  /** Write the bundle, leave the leaf as it is. */
  record ReplaceBundle(List<X509Certificate> bundle) implements Step {
    public ReplaceBundle {
      bundle = List.copyOf(bundle);
    }
  }

  /** Write leaf and bundle, in one go. */
  record ReplaceLeaf(List<X509Certificate> bundle, Identity leaf) implements Step {
    public ReplaceLeaf {
      bundle = List.copyOf(bundle);
    }
  }

  /** Have the webhook configurations carry the bundle, then ask again. */
  record Publish() implements Step {}

  /** Nothing to do before that time. */
  record Rest(Instant until) implements Step {}
}
