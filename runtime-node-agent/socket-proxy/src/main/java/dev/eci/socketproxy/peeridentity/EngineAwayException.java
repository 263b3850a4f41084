// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import java.io.IOException;

/** The engine, which knows the containers, does not respond. */
final class EngineAwayException extends IOException {
  private static final long serialVersionUID = 1;

  EngineAwayException(IOException because) {
    super(because.getMessage(), because);
  }
}
