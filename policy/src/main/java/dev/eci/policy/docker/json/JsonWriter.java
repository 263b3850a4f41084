// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.json;

import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Bool;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Num;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;

/** Writes a value in ASCII: the bytes are the same in every encoding that an engine may guess. */
public final class JsonWriter {
  private JsonWriter() {}

  /** The compact form. */
  public static String write(JsonValue value) {
    StringBuilder text = new StringBuilder(1 << 10);
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, JsonValue value) {
    switch (value) {
      case Obj object -> object(text, object);
      case Arr array -> array(text, array);
      case Str string -> string(text, string.value());
      case Num number -> text.append(number.text());
      case Bool bool -> text.append(bool.value());
      case Null ignored -> text.append("null");
    }
  }

  private static void object(StringBuilder text, Obj object) {
    String between = "{";
    for (Member member : object.members()) {
      text.append(between);
      string(text, member.name());
      text.append(':');
      append(text, member.value());
      between = ",";
    }
    text.append(object.members().isEmpty() ? "{}" : "}");
  }

  private static void array(StringBuilder text, Arr array) {
    String between = "[";
    for (JsonValue item : array.items()) {
      text.append(between);
      append(text, item);
      between = ",";
    }
    text.append(array.items().isEmpty() ? "[]" : "]");
  }

  private static void string(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        text.append(c);
      } else {
        text.append("\\u%04x".formatted((int) c));
      }
    }
    text.append('"');
  }
}
