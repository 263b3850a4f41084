// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import java.io.IOException;

/** A file or an output is not valid TOML. */
public final class InvalidTomlException extends IOException {
  InvalidTomlException(String message) {
    super(message);
  }
}
