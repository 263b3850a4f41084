// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.CaSource;
import java.time.Instant;

/**
 * cert-manager stores the Secret and writes the bundle; the operator only names the Certificate.
 */
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
