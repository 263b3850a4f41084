package dev.eci.socketproxy.imageidentity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.LayerChain;
import java.util.ArrayList;
import java.util.List;

/**
 * An image in the engine's store.
 *
 * @param ofContainerd whether the store is containerd's, which gives every image a RepoDigest,
 *     local ones too
 */
record EngineImage(ImageContent content, LayerChain layers, boolean ofContainerd) {
  /** From GET /images/NAME/json. */
  static EngineImage of(JsonNode said) {
    return new EngineImage(
        ImageContent.of(said.path("Id").asText(""), texts(said.path("RepoDigests"))),
        new LayerChain(texts(said.path("RootFS").path("Layers"))),
        said.path("Descriptor").isObject());
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText("")));
    return texts;
  }
}
