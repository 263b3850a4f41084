// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.LoadProgram;
import dev.eci.harness.Command;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The load program as a client that authenticates with a certificate. */
final class TlsLoad {
  private TlsLoad() {}

  /** Writes a self-signed pair for a server on 127.0.0.1. */
  static void createCertificate(Path certificate, Path key) {
    run("certificate", certificate, key);
  }

  /**
   * Posts the same request repeatedly.
   *
   * @param client whose certificate it uses
   * @param address host and port
   */
  static JsonNode requests(
      Config client, String address, Path request, int connections, double seconds) {
    return run(
        "requests",
        Path.of(client.getClientCertFile()),
        Path.of(client.getClientKeyFile()),
        "-tls",
        address,
        "-request",
        request.toString(),
        "-connections",
        Integer.toString(connections),
        "-seconds",
        Double.toString(seconds));
  }

  private static JsonNode run(String mode, Path certificate, Path key, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                LoadProgram.FILE.toString(),
                mode,
                "-certificate",
                certificate.toString(),
                "-key",
                key.toString()));
    words.addAll(List.of(options));
    return LoadProgram.parse(Command.of(Map.of(), words.toArray(String[]::new)).run().orThrow());
  }
}
