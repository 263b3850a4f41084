// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lists API objects as JSON trees, page by page, so that at most one page is in memory. */
public final class PagedLister {
  private static final int SIZE = 200;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final KubernetesClient client;

  public PagedLister(KubernetesClient client) {
    this.client = client;
  }

  /** Passes each object under {@code path}, for example {@code /api/v1/pods}, to {@code item}. */
  public void each(String path, Consumer<JsonNode> item) {
    matchesAny(
        path,
        object -> {
          item.accept(object);
          return false;
        });
  }

  /** Whether an object matches; lists no further than to the first one. */
  boolean matchesAny(String path, Predicate<JsonNode> matches) {
    String token = "";
    do {
      JsonNode page = page(path, token);
      for (JsonNode object : page.path("items")) {
        if (matches.test(object)) {
          return true;
        }
      }
      token = page.at("/metadata/continue").asText("");
    } while (!token.isEmpty());
    return false;
  }

  private JsonNode page(String path, String token) {
    String query =
        "?limit=%d&continue=%s".formatted(SIZE, URLEncoder.encode(token, StandardCharsets.UTF_8));
    String text = client.raw(path + query);
    if (text == null) {
      throw new KubernetesClientException(path + " is not there");
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException(path + " cannot be read", e);
    }
  }
}
