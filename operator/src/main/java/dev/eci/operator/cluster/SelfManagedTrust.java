package dev.eci.operator.cluster;

import dev.eci.operator.Names;
import dev.eci.operator.certificates.Pem;
import dev.eci.operator.certificates.Rotation;
import dev.eci.operator.certificates.State;
import dev.eci.operator.certificates.Step;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.Trust;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Carries out the steps of a rotation on the Secrets. */
final class SelfManagedTrust implements WebhookTrust {
  private static final Logger LOG = Logger.getLogger(SelfManagedTrust.class);

  /** CA, bundle, leaf, and one more for each in case somebody interferes. */
  private static final int STEPS_MAX = 6;

  private final CertificateSecrets secrets;
  private final Rotation rotation;
  private final Clock clock;

  SelfManagedTrust(CertificateSecrets secrets, Settings settings, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
    this.rotation = new Rotation(settings.certificates(), dnsNames(settings.namespace()));
  }

  static List<String> dnsNames(String namespace) {
    String name = Names.WEBHOOK_SERVICE + "." + namespace;
    return List.of(name + ".svc", name + ".svc.cluster.local", name);
  }

  @Override
  public Trust prepare() {
    advance(List.of());
    return trust(secrets.read());
  }

  @Override
  public Instant complete(Trust published) {
    State before = secrets.read();
    if (!trust(before).equals(published)) {
      return clock.instant();
    }
    Instant until = advance(before.bundle());
    return trust(secrets.read()).equals(published) ? until : clock.instant();
  }

  private Instant advance(List<X509Certificate> published) {
    for (int i = 0; i < STEPS_MAX; i++) {
      switch (rotation.next(secrets.read(), published, clock.instant())) {
        case Step.ReplaceAuthority step -> {
          secrets.writeAuthority(step.authority());
          LOG.info("webhook certificate: new CA");
        }
        case Step.ReplaceBundle step -> {
          secrets.writeBundle(step.bundle());
          LOG.infof("webhook certificate: CAs in the bundle: %d", step.bundle().size());
        }
        case Step.ReplaceLeaf step -> {
          secrets.writeLeaf(step.bundle(), step.leaf());
          LOG.infof(
              "webhook certificate: new leaf, valid until %s",
              step.leaf().certificate().getNotAfter().toInstant());
        }
        case Step.Publish ignored -> {
          return clock.instant();
        }
        case Step.Rest rest -> {
          return rest.until();
        }
      }
    }
    throw new IllegalStateException(
        "the webhook's certificate does not settle: who else writes the Secrets?");
  }

  private static Trust trust(State state) {
    return new Trust.Bundle(Pem.certificates(state.bundle()));
  }
}
