// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.eci.policy.docker.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text that is exactly one JSON value. Members with the same name all stay, so that the
 * evaluation can reject them.
 */
final class JsonReader {
  /** Members and items. A container with 5,000 mounts has a third of them. */
  static final int MAX_VALUES = 20_000;

  // names are what callers choose, and must not stay in the table of the JVM
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final JsonParser parser;
  private int values;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** An empty text reads as null, as in the engine. */
  static JsonValue read(byte[] text, int length) throws MalformedMessageException {
    for (int i = 0; i < length; i++) {
      if (text[i] == 0) {
        // JSON has this byte only in encodings other than UTF-8, which engines do not read
        throw new MalformedMessageException("the body is not UTF-8");
      }
    }
    try (JsonParser parser = JSON.createParser(text, 0, length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new JsonValue.Null();
      }
      JsonValue value = new JsonReader(parser).value(first);
      if (parser.nextToken() != null) {
        throw new MalformedMessageException("something follows the JSON value in the body");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedMessageException(
          "the body is not valid JSON (%s)"
              .formatted(String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ")));
    } catch (IOException e) {
      throw new MalformedMessageException("the body cannot be read");
    }
  }

  private JsonValue value(@Nullable JsonToken token) throws IOException, MalformedMessageException {
    if (++values > MAX_VALUES) {
      throw tooManyValues();
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new JsonValue.Str(text());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Num(parser.getText());
      case VALUE_TRUE -> new JsonValue.Bool(true);
      case VALUE_FALSE -> new JsonValue.Bool(false);
      case VALUE_NULL -> new JsonValue.Null();
      case null, default -> throw new MalformedMessageException("the body is not valid JSON");
    };
  }

  static MalformedMessageException tooManyValues() {
    return new MalformedMessageException("the body has more than %d values".formatted(MAX_VALUES));
  }

  private JsonValue object() throws IOException, MalformedMessageException {
    List<JsonValue.Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = text();
      members.add(new JsonValue.Member(name, value(parser.nextToken())));
    }
    return new JsonValue.Obj(members);
  }

  private JsonValue array() throws IOException, MalformedMessageException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return new JsonValue.Arr(items);
  }

  /** Half of a surrogate pair is not a character; Go reads a replacement character in its place. */
  private String text() throws IOException, MalformedMessageException {
    String text = parser.getText();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new MalformedMessageException("a string in the body has half of a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }
}
