package dev.eci.agent.engine;

import java.io.IOException;

/** A file or an output that is no TOML. */
public final class InvalidToml extends IOException {
  InvalidToml(String message) {
    super(message);
  }
}
