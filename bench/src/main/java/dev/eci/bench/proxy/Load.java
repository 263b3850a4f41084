// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.LoadProgram;
import dev.eci.bench.proxy.Sockets.Way;
import java.util.ArrayList;
import java.util.List;

/** The load program on the host of the sockets. */
record Load(Sockets sockets) {
  /** Its measurements on one path to the engine. */
  JsonNode run(Way way, String mode, String... options) {
    List<String> words =
        new ArrayList<>(List.of(LoadProgram.FILE.toString(), mode, "-socket", sockets.path(way)));
    words.addAll(List.of(options));
    return LoadProgram.parse(sockets.host().exec(words.toArray(String[]::new)).orThrow());
  }
}
