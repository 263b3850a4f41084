// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.image.ImageContent;
import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the images of one engine, by API 1.52 or older: from 1.53 on, the engine may query
 * registries and signature logs before it responds.
 */
record EngineImages(EngineApi api, int minor) {
  private static final int LAST_LOCAL_VERSION = 52;
  private static final int FIRST_VERSION_WITH_ORIGIN = 53;

  static EngineImages of(EngineApi api) throws IOException {
    String version = api.get("/version").path("ApiVersion").asText("");
    if (!version.matches("1\\.[0-9]{1,4}")) {
      throw new IOException("the engine does not report its API version");
    }
    return new EngineImages(api, Integer.parseInt(version.substring(2)));
  }

  /**
   * Reads an image.
   *
   * @param name a reference or an ID
   * @return empty if the engine has no such image
   */
  Optional<EngineImage> inspect(String name) throws IOException {
    return get(Math.min(minor, LAST_LOCAL_VERSION), name).map(EngineImage::of);
  }

  /** All images, by the list, which has no layers. */
  List<ImageContent> list() throws IOException {
    List<ImageContent> images = new ArrayList<>();
    for (JsonNode image : api.get("/images/json")) {
      images.add(
          ImageContent.of(
              image.path("Id").asText(""), EngineImage.texts(image.path("RepoDigests"))));
    }
    return images;
  }

  /**
   * Whether the engine knows that the image was not pulled. Docker's own image store records
   * digests when it pulls. containerd's image store records the origin of the content, which the
   * engine reports from API 1.53 on.
   */
  boolean isLocalOnly(EngineImage image) throws IOException {
    if (!image.ofContainerd()) {
      return image.content().digests().isEmpty();
    }
    if (minor < FIRST_VERSION_WITH_ORIGIN || image.content().id().isEmpty()) {
      return false;
    }
    return get(minor, image.content().id().get())
        .map(inspected -> inspected.path("Identity").path("Pull").isEmpty())
        .orElse(false);
  }

  private Optional<JsonNode> get(int version, String name) throws IOException {
    try {
      return Optional.of(api.get("/v1.%d/images/%s/json".formatted(version, path(name))));
    } catch (EngineApi.NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Slashes in names stay as they are. */
  private static String path(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }
}
