// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What cosign 3 wrote with a log of Rekor v2 (see {@code cosign3/README.md}). */
public final class Cosign3 {
  /** The digest of the image that it signed, {@code image.json}. */
  public static final String DIGEST =
      "sha256:c5c3090c78a69c23565353b874b43eda3ad7c4cfcb855e839f3908ac5a11a9e6";

  public static final String ISSUER = "http://127.0.0.1:19555";
  public static final String SUBJECT = "signer@example.com";

  private Cosign3() {}

  public static String file(String name) throws IOException {
    try (InputStream file = Cosign3.class.getResourceAsStream("cosign3/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
