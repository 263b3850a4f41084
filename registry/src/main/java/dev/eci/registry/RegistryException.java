// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A registry did not respond, or its response is not trustworthy; the message is for users. */
public final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Instant> notBefore;
  private final boolean isUnreachable;

  public RegistryException(String message) {
    this(message, Optional.empty());
  }

  /** {@code notBefore}: when the registry allows the next request (429, Retry-After). */
  public RegistryException(String message, Optional<Instant> notBefore) {
    this(message, notBefore, false);
  }

  private RegistryException(String message, Optional<Instant> notBefore, boolean isUnreachable) {
    super(message);
    this.notBefore = notBefore;
    this.isUnreachable = isUnreachable;
  }

  /** No connection, or no complete response in time. */
  static RegistryException unreachable(String message) {
    return new RegistryException(message, Optional.empty(), true);
  }

  /** Whether the registry did not respond at all, or not in time. */
  public boolean isUnreachable() {
    return isUnreachable;
  }

  public Optional<Instant> notBefore() {
    return notBefore;
  }
}
