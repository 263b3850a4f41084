package dev.eci.operator.objects;

import dev.eci.operator.desired.CaSource;
import java.time.Instant;

/** Where the webhook's certificate and the trust in it come from. */
interface WebhookCertificateSource {
  /** What webhook configurations must carry now. To be called first. */
  CaSource prepare();

  /**
   * Does what had to wait until the webhook configurations carry {@code published}.
   *
   * @return when to come back
   */
  Instant complete(CaSource published);
}
