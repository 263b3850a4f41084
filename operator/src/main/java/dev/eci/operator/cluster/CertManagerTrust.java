package dev.eci.operator.cluster;

import dev.eci.operator.Names;
import dev.eci.operator.desired.Trust;
import java.time.Instant;

/** cert-manager keeps the Secret and writes the bundle; we only say which Certificate it is. */
record CertManagerTrust(String namespace) implements WebhookTrust {
  @Override
  public Trust prepare() {
    return new Trust.InjectedFrom(namespace + "/" + Names.WEBHOOK_SERVICE);
  }

  @Override
  public Instant complete(Trust published) {
    return Instant.MAX;
  }
}
