package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.CaSource;
import java.time.Instant;

/** cert-manager keeps the Secret and writes the bundle; we only say which Certificate it is. */
record CertManagerCertificate(String namespace) implements WebhookCertificateSource {
  @Override
  public CaSource prepare() {
    return new CaSource.InjectedFrom(namespace + "/" + WellKnownNames.WEBHOOK_SERVICE);
  }

  @Override
  public Instant complete(CaSource published) {
    return Instant.MAX;
  }
}
