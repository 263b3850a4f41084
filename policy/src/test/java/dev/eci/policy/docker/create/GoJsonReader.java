// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Go's encoding/json reading a text into structs: names without case by Unicode's folding, members
 * with one name one after the other into the same struct, null as absent, and trailing text
 * ignored. Written from its documentation, independently of the code under test.
 */
public final class GoJsonReader {
  private GoJsonReader() {}

  public static JsonValue parse(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      return value(parser, parser.nextToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Str(parser.getText());
      case VALUE_NULL -> new Null();
      case VALUE_TRUE -> new JsonValue.Bool(true);
      case VALUE_FALSE -> new JsonValue.Bool(false);
      default -> new JsonValue.Num(parser.getText());
    };
  }

  private static JsonValue object(JsonParser parser) throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.add(new Member(name, value(parser, parser.nextToken())));
    }
    return new Obj(members);
  }

  private static JsonValue array(JsonParser parser) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(parser, next));
    }
    return new Arr(items);
  }

  /** A struct's field. */
  public static JsonValue field(JsonValue of, String name) {
    JsonValue found = new Null();
    if (of instanceof Obj object) {
      for (Member member : object.members()) {
        if (fold(member.name()).equals(fold(name))) {
          found = into(found, member.value());
        }
      }
    }
    return found;
  }

  private static JsonValue into(JsonValue was, JsonValue next) {
    if (was instanceof Obj first && next instanceof Obj second) {
      List<Member> both = new ArrayList<>(first.members());
      both.addAll(second.members());
      return new Obj(both);
    }
    return next instanceof Null && was instanceof Str ? was : next;
  }

  public static String text(JsonValue of, String name) {
    return field(of, name) instanceof Str(String text) ? text : "";
  }

  public static List<JsonValue> items(JsonValue of, String name) {
    return field(of, name) instanceof Arr array ? array.items() : List.of();
  }

  private static String fold(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replace('\u017f', 's').replace('\u212a', 'k');
  }
}
