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
 * <p>A key may be there several times: the last value counts, but "runtimes" are those of all (Go's
 * encoding/json decodes into the same map).
 *
 * @param text of the object, without a byte order mark
 * @param encoding of the file; every method that returns the content of a file applies it
 */
record DaemonJson(String text, ConfigEncoding encoding) {
  static final String RUNTIME = "eci";
  static final String STOCK_RUNTIME = "runc";
  private static final String RUNTIMES = "runtimes";
  private static final String DEFAULT = "default-runtime";
  private static final String EMPTY = "{}";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code found} is empty if there is no such file. dockerd treats a blank file the same way. */
  static DaemonJson of(String path, Optional<String> found) throws UnsupportedHostException {
    ConfigEncoding encoding = ConfigEncoding.of(found.orElse(""));
    String text =
        encoding
            .decode(found.orElse(""))
            .orElseThrow(() ->
                new UnsupportedHostException(
                    "ConfigInvalid", "%s is not valid UTF-16; save it as UTF-8.".formatted(path)));
    text = text.isBlank() ? EMPTY : text;
    try {
      JsonObjectEditor top = JsonObjectEditor.of(text);
      for (JsonObjectEditor.Member member : top.list()) {
        if (member.name().equals(RUNTIMES)) {
          top.inside(member);
        }
      }
    } catch (IOException e) {
      throw new UnsupportedHostException(
          "ConfigInvalid",
          "%s is not a JSON object that can be edited (%s); fix it, because dockerd does not support comments either."
              .formatted(path, firstLine(e)));
    }
    return new DaemonJson(text, encoding);
  }

  /** The runtime of containers that request none. */
  Optional<String> defaultRuntime() {
    return Optional.ofNullable(tree().get(DEFAULT))
        .filter(value -> !value.isNull())
        .map(value -> value.asText(""));
  }

  /** The path of the runtime eci, if there is one. */
  Optional<String> runtimePath() {
    return Optional.ofNullable(runtimes().get(RUNTIME))
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
    JsonObjectEditor top = set(DEFAULT, quoted(defaultRuntime)).members();
    Optional<JsonObjectEditor.Member> runtimes = top.member(RUNTIMES);
    return encoding.encode(
        runtimes.isEmpty()
            ? top.set(RUNTIMES, "{\"" + RUNTIME + "\": " + runtime + "}")
            : inside(top, runtimes.get()).set(RUNTIME, runtime));
  }

  /**
   * The text that makes a running dockerd unload the runtime eci. A setting that is missing after a
   * reload keeps its value in dockerd's memory, so the text still contains both.
   */
  String unloading(Optional<String> formerDefault) {
    DaemonJson next = set(DEFAULT, quoted(formerDefault.orElse(STOCK_RUNTIME)));
    return encoding.encode(
        next.hasRuntimes()
            ? next.withoutRuntimeEntries().text()
            : next.members().set(RUNTIMES, EMPTY));
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
          formerDefault.isPresent()
              ? set(DEFAULT, quoted(formerDefault.get()))
              : with(members().cut(DEFAULT));
    }
    if (next.hasRuntimes()) {
      next = next.withoutRuntimeEntries();
      if (addedRuntimes && next.runtimes().isEmpty()) {
        next = next.with(next.members().cut(RUNTIMES));
      }
    }
    return encoding.encode(next.text());
  }

  /** Without any entry for eci, in whichever "runtimes" it is. */
  private DaemonJson withoutRuntimeEntries() {
    DaemonJson next = this;
    for (int i = 0; i < next.members().list().size(); i++) {
      JsonObjectEditor top = next.members();
      if (top.list().get(i).name().equals(RUNTIMES)
          && inside(top, top.list().get(i)).member(RUNTIME).isPresent()) {
        next = next.with(inside(top, top.list().get(i)).cut(RUNTIME));
        i--; // the same name may be there again
      }
    }
    return next;
  }

  private DaemonJson with(String changed) {
    return new DaemonJson(changed, encoding);
  }

  private static boolean isManagedValue(String value, Optional<String> former) {
    return value.equals(RUNTIME) || (value.equals(STOCK_RUNTIME) && former.isEmpty());
  }

  boolean isEmpty() {
    return tree().isEmpty();
  }

  private DaemonJson set(String name, String value) {
    return with(members().set(name, value));
  }

  /** The runtimes as dockerd sees them. */
  private ObjectNode runtimes() {
    ObjectNode all = JSON.createObjectNode();
    JsonObjectEditor top = members();
    for (JsonObjectEditor.Member member : top.list()) {
      if (member.name().equals(RUNTIMES)) {
        all.setAll(tree(text.substring(member.value(), member.end())));
      }
    }
    return all;
  }

  private ObjectNode tree() {
    return tree(text);
  }

  private static ObjectNode tree(String text) {
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
