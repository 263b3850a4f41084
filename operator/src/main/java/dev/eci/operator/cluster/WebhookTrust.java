package dev.eci.operator.cluster;

import dev.eci.operator.desired.Trust;
import java.time.Instant;

/** Where the webhook's certificate and the trust in it come from. */
interface WebhookTrust {
  /** What webhook configurations must carry now. To be called first. */
  Trust prepare();

  /**
   * Does what had to wait until the webhook configurations carry {@code published}.
   *
   * @return when to come back
   */
  Instant complete(Trust published);
}
