// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of dockerd's configuration file, and the edits that add and remove the runtime eci.
 *
 * @param text every byte as one character
 */
record DaemonJson(String text) {
  static final String RUNTIME = "eci";
  static final String STOCK_RUNTIME = "runc";
  private static final String RUNTIMES = "runtimes";
  private static final String DEFAULT = "default-runtime";
  private static final String EMPTY = "{}";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code found} is empty if there is no such file. dockerd treats a blank file the same way. */
  static DaemonJson of(String path, Optional<String> found) throws UnsupportedHostException {
    String text = found.filter(content -> !content.isBlank()).orElse(EMPTY);
    try {
      JsonObjectEditor top = JsonObjectEditor.of(text);
      Optional<JsonObjectEditor.Member> runtimes = top.member(RUNTIMES);
      if (runtimes.isPresent()) {
        top.inside(runtimes.get());
      }
    } catch (IOException e) {
      throw new UnsupportedHostException(
          "ConfigInvalid",
          "%s is not a JSON object that can be edited (%s); fix it, because dockerd does not support comments, duplicate keys or a byte order mark either."
              .formatted(path, firstLine(e)));
    }
    return new DaemonJson(text);
  }

  /** The runtime of containers that request none. */
  Optional<String> defaultRuntime() {
    return Optional.ofNullable(tree().get(DEFAULT)).map(value -> value.asText(""));
  }

  /** The path of the runtime eci, if there is one. */
  Optional<String> runtimePath() {
    return Optional.ofNullable(tree().path(RUNTIMES).get(RUNTIME))
        .map(runtime -> runtime.path("path").asText(""));
  }

  boolean hasRuntimes() {
    return tree().has(RUNTIMES);
  }

  /** "hosts": the addresses of dockerd, if its command line names none. */
  List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    tree().path("hosts").forEach(host -> hosts.add(host.asText("")));
    return hosts;
  }

  /** The value of a string setting. */
  Optional<String> value(String name) {
    return Optional.of(tree().path(name).asText("")).filter(value -> !value.isEmpty());
  }

  /**
   * The text with the runtime eci.
   *
   * @param defaultRuntime of containers that request none: eci, or dockerd's own where protection
   *     is disabled
   */
  String withRuntime(String launcher, String defaultRuntime) {
    String runtime = "{\"path\": " + quoted(launcher) + "}";
    DaemonJson next = new DaemonJson(set(DEFAULT, quoted(defaultRuntime)));
    JsonObjectEditor top = next.members();
    Optional<JsonObjectEditor.Member> runtimes = top.member(RUNTIMES);
    return runtimes.isEmpty()
        ? top.set(RUNTIMES, "{\"" + RUNTIME + "\": " + runtime + "}")
        : inside(top, runtimes.get()).set(RUNTIME, runtime);
  }

  /**
   * The text that makes a running dockerd unload the runtime eci. A setting that is missing after a
   * reload keeps its value in dockerd's memory, so the text still contains both.
   */
  String unloading(Optional<String> formerDefault) {
    DaemonJson next = new DaemonJson(set(DEFAULT, quoted(formerDefault.orElse(STOCK_RUNTIME))));
    JsonObjectEditor top = next.members();
    Optional<JsonObjectEditor.Member> runtimes = top.member(RUNTIMES);
    return runtimes.isEmpty() ? top.set(RUNTIMES, EMPTY) : inside(top, runtimes.get()).cut(RUNTIME);
  }

  /**
   * The text without the runtime eci, for a file that others have changed meanwhile.
   *
   * @param addedRuntimes whether the installer added "runtimes"
   */
  String withoutRuntime(Optional<String> formerDefault, boolean addedRuntimes) {
    DaemonJson next = this;
    if (defaultRuntime().filter(value -> isManagedValue(value, formerDefault)).isPresent()) {
      next =
          new DaemonJson(
              formerDefault.isPresent()
                  ? set(DEFAULT, quoted(formerDefault.get()))
                  : members().cut(DEFAULT));
    }
    JsonObjectEditor top = next.members();
    Optional<JsonObjectEditor.Member> runtimes = top.member(RUNTIMES);
    if (runtimes.isPresent()) {
      next = new DaemonJson(inside(top, runtimes.get()).cut(RUNTIME));
      if (addedRuntimes && next.tree().path(RUNTIMES).isEmpty()) {
        next = new DaemonJson(next.members().cut(RUNTIMES));
      }
    }
    return next.text();
  }

  private static boolean isManagedValue(String value, Optional<String> former) {
    return value.equals(RUNTIME) || (value.equals(STOCK_RUNTIME) && former.isEmpty());
  }

  boolean isEmpty() {
    return tree().isEmpty();
  }

  private String set(String name, String value) {
    return members().set(name, value);
  }

  private ObjectNode tree() {
    try {
      JsonNode tree = JSON.readTree(text);
      return tree instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (IOException e) {
      throw new IllegalStateException("was valid before", e);
    }
  }

  private JsonObjectEditor members() {
    try {
      return JsonObjectEditor.of(text);
    } catch (IOException e) {
      throw new IllegalStateException("was valid before", e);
    }
  }

  private static JsonObjectEditor inside(JsonObjectEditor top, JsonObjectEditor.Member member) {
    try {
      return top.inside(member);
    } catch (IOException e) {
      throw new IllegalStateException("was valid before", e);
    }
  }

  private static String quoted(String value) {
    return JsonNodeFactory.instance.textNode(value).toString();
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
