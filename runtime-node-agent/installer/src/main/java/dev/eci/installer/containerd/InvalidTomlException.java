package dev.eci.installer.containerd;

import java.io.IOException;

/** A file or an output that is no TOML. */
public final class InvalidTomlException extends IOException {
  InvalidTomlException(String message) {
    super(message);
  }
}
