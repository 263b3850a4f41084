// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.certificates.CertificateRotation;
import dev.eci.operator.certificates.CertificateState;
import dev.eci.operator.certificates.PemWriter;
import dev.eci.operator.certificates.RotationStep;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.CaSource;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Applies the steps of a rotation to the Secrets. */
final class SelfManagedCertificate implements WebhookCertificateSource {
  private static final Logger LOG = Logger.getLogger(SelfManagedCertificate.class);

  /** CA, bundle and serving certificate, and one more of each in case another writer interferes. */
  private static final int STEPS_MAX = 6;

  private final CertificateSecretStore secrets;
  private final CertificateRotation certificateRotation;
  private final Clock clock;

  SelfManagedCertificate(CertificateSecretStore secrets, Settings settings, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
    this.certificateRotation =
        new CertificateRotation(settings.certificates(), dnsNames(settings.namespace()));
  }

  static List<String> dnsNames(String namespace) {
    String name = WellKnownNames.WEBHOOK_SERVICE + "." + namespace;
    return List.of(name + ".svc", name + ".svc.cluster.local", name);
  }

  @Override
  public CaSource prepare() {
    return trust(advance(List.of()).state());
  }

  @Override
  public Instant complete(CaSource published) {
    CertificateState before = secrets.read();
    if (!trust(before).equals(published)) {
      return clock.instant();
    }
    Reached reached = advance(before.bundle());
    return trust(reached.state()).equals(published) ? reached.until() : clock.instant();
  }

  /**
   * Where the steps end: with a served certificate and the CA that signed it. What is published
   * comes from this state and not from another read, which finds no CA if the Secrets were deleted
   * in between.
   */
  private record Reached(CertificateState state, Instant until) {}

  private Reached advance(List<X509Certificate> published) {
    for (int i = 0; i < STEPS_MAX; i++) {
      CertificateState state = secrets.read();
      switch (certificateRotation.next(state, published, clock.instant())) {
        case RotationStep.ReplaceAuthority step -> {
          secrets.writeAuthority(step.authority());
          LOG.info("webhook certificate: new CA");
        }
        case RotationStep.ReplaceBundle step -> {
          secrets.writeBundle(step.bundle());
          LOG.infof("webhook certificate: CAs in the bundle: %d", step.bundle().size());
        }
        case RotationStep.ReplaceLeaf step -> {
          secrets.writeLeaf(step.bundle(), step.leaf());
          LOG.infof(
              "webhook certificate: new leaf, valid until %s",
              step.leaf().certificate().getNotAfter().toInstant());
        }
        case RotationStep.Publish ignored -> {
          return new Reached(state, clock.instant());
        }
        case RotationStep.Rest rest -> {
          return new Reached(state, rest.until());
        }
      }
    }
    throw new IllegalStateException(
        "the webhook's certificate does not converge: does another manager write its Secrets?");
  }

  private static CaSource trust(CertificateState certificateState) {
    return new CaSource.Bundle(PemWriter.certificates(certificateState.bundle()));
  }
}
