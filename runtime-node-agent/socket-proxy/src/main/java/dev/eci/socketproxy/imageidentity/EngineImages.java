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
 * Asks one engine for its images. Up to API 1.52, since from 1.53 on the engine may ask registries
 * and signature logs of its own before it answers.
 */
record EngineImages(EngineApi api, int minor) {
  private static final int LAST_LOCAL_VERSION = 52;
  private static final int FIRST_VERSION_WITH_ORIGIN = 53;

  static EngineImages of(EngineApi api) throws IOException {
    String version = api.get("/version").path("ApiVersion").asText("");
    if (!version.matches("1\\.[0-9]{1,4}")) {
      throw new IOException("the engine does not tell its API's version");
    }
    return new EngineImages(api, Integer.parseInt(version.substring(2)));
  }

  /**
   * Reads an image.
   *
   * @param name a reference or an id
   * @return empty if the engine has no such image
   */
  Optional<EngineImage> inspect(String name) throws IOException {
    return get(Math.min(minor, LAST_LOCAL_VERSION), name).map(EngineImage::of);
  }

  /** Of all images what the list tells, which is no layers. */
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
   * Whether the engine is sure that the image was pulled from nowhere. Its own store knows by the
   * digests it notes when it pulls; containerd's by what it notes about the content, which it tells
   * from API 1.53 on.
   */
  boolean isLocalOnly(EngineImage image) throws IOException {
    if (!image.ofContainerd()) {
      return image.content().digests().isEmpty();
    }
    if (minor < FIRST_VERSION_WITH_ORIGIN || image.content().id().isEmpty()) {
      return false;
    }
    return get(minor, image.content().id().get())
        .map(said -> said.path("Identity").path("Pull").isEmpty())
        .orElse(false);
  }

  private Optional<JsonNode> get(int version, String name) throws IOException {
    try {
      return Optional.of(api.get("/v1.%d/images/%s/json".formatted(version, path(name))));
    } catch (EngineApi.NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Names hold slashes, which stay as they are. */
  private static String path(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }
}
