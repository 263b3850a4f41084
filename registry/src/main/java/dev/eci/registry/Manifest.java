// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.image.ResolvedDigest;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A manifest or an index whose bytes have that digest: {@link RegistryClient} has verified it.
 *
 * @param json the parsed bytes
 */
public record Manifest(String digest, JsonNode json) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Manifest of(String digest, byte[] bytes) throws RegistryException {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (!json.isObject()) {
        throw new RegistryException("the manifest %s is not a JSON object".formatted(digest));
      }
      return new Manifest(digest, json);
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw new RegistryException("the manifest %s is not JSON".formatted(digest));
    }
  }

  /** The manifests of an index's platforms, without attestations, which have no platform. */
  public Set<String> parts() {
    Set<String> parts = new LinkedHashSet<>();
    for (JsonNode part : json.path("manifests")) {
      boolean attestation = part.path("platform").path("os").asText("").equals("unknown");
      if (!attestation && parts.size() < ResolvedDigest.PARTS_MAX) {
        parts.add(part.path("digest").asText(""));
      }
    }
    return parts;
  }
}
