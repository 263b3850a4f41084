// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Many volumes from one list of the engine: a request for each of 5,000 takes half a minute. */
final class VolumeList {
  private static final int MANY = 8;
  private static final int MAX_BYTES = 8 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final EngineApi engine;

  VolumeList(EngineApi engine) {
    this.engine = engine;
  }

  /** The results for volumes; none where each should be looked up by itself. */
  Map<Lookup, LookupResult> find(Set<Lookup> lookups) {
    Set<String> wanted = new HashSet<>();
    for (Lookup lookup : lookups) {
      if (lookup instanceof Lookup.VolumeLookup(String name)) {
        wanted.add(name);
      }
    }
    if (wanted.size() < MANY) {
      return Map.of();
    }
    try {
      return list(wanted);
    } catch (IOException e) {
      return Map.of();
    }
  }

  private Map<Lookup, LookupResult> list(Set<String> wanted) throws IOException {
    Map<Lookup, LookupResult> found = new HashMap<>();
    wanted.forEach(name -> found.put(new Lookup.VolumeLookup(name), new LookupResult.Absent()));
    try (JsonParser parser = JSON.createParser(engine.bytes("/volumes", MAX_BYTES))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("Volumes") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode volume = JSON.readTree(parser);
            Lookup lookup = new Lookup.VolumeLookup(volume.path("Name").asText(""));
            found.computeIfPresent(lookup, (_, _) -> volume(volume));
          }
        } else if (field.equals("Warnings") && value == JsonToken.START_ARRAY) {
          if (parser.nextToken() != JsonToken.END_ARRAY) {
            // a driver did not respond, so volumes may be missing
            return Map.of();
          }
        } else {
          parser.skipChildren();
        }
      }
    }
    return found;
  }

  static LookupResult volume(JsonNode volume) {
    Map<String, String> options = new HashMap<>();
    volume
        .path("Options")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue().asText("")));
    return new LookupResult.Volume(
        volume.path("Driver").asText(""),
        options,
        volume.path("Labels").path(DockerOrigin.NAMESPACE_LABEL).asText(""));
  }
}
