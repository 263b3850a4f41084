// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.LayerChain;
import java.util.ArrayList;
import java.util.List;

/**
 * An image in the image store of the engine.
 *
 * @param ofContainerd whether it is containerd's image store, which gives every image a RepoDigest,
 *     local ones too
 */
record EngineImage(ImageContent content, LayerChain layers, boolean ofContainerd) {
  /** From GET /images/NAME/json. */
  static EngineImage of(JsonNode inspected) {
    return new EngineImage(
        ImageContent.of(inspected.path("Id").asText(""), texts(inspected.path("RepoDigests"))),
        new LayerChain(texts(inspected.path("RootFS").path("Layers"))),
        inspected.path("Descriptor").isObject());
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText("")));
    return texts;
  }
}
