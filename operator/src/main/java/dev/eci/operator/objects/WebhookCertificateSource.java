// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.desired.CaSource;
import java.time.Instant;

/** The origin of the webhook's certificate and of the trust in it. */
interface WebhookCertificateSource {
  /** The CA that webhook configurations must carry now. Called first. */
  CaSource prepare();

  /**
   * Performs the steps that have to wait until the webhook configurations carry {@code published}.
   *
   * @return when to call this again
   */
  Instant complete(CaSource published);
}
