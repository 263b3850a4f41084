// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Bool;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Num;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object of a body, read as Go reads it: null equals absent, another type than the engine's is
 * an error.
 *
 * @param path of the object; empty for the body itself
 */
record JsonFields(Obj object, String path) {
  static JsonFields of(JsonValue body) throws MalformedBodyException {
    return switch (body) {
      case Obj object -> new JsonFields(object, "");
      case Null ignored -> new JsonFields(Obj.EMPTY, "");
      default -> throw new MalformedBodyException("the body is not a JSON object");
    };
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  String path(String name, int index) {
    return path(name) + "[" + index + "]";
  }

  String text(String name) throws MalformedBodyException {
    return switch (value(name)) {
      case Str text -> text.value();
      case Null ignored -> "";
      default -> throw wrongType(name, "a string");
    };
  }

  boolean isTrue(String name) throws MalformedBodyException {
    return switch (value(name)) {
      case Bool flag -> flag.value();
      case Null ignored -> false;
      default -> throw wrongType(name, "true or false");
    };
  }

  List<String> texts(String name) throws MalformedBodyException {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items(name)) {
      switch (item) {
        case Str text -> texts.add(text.value());
        case Null ignored -> texts.add("");
        default -> throw wrongType(name, "an array of strings");
      }
    }
    return texts;
  }

  Map<String, String> map(String name) throws MalformedBodyException {
    Map<String, String> map = new LinkedHashMap<>();
    for (Member member : child(name).object().members()) {
      switch (member.value()) {
        case Str text -> map.put(member.name(), text.value());
        case Null ignored -> map.put(member.name(), "");
        default -> throw wrongType(name, "an object of strings");
      }
    }
    return map;
  }

  /** An object without members if it is absent. */
  JsonFields child(String name) throws MalformedBodyException {
    return switch (value(name)) {
      case Obj object -> new JsonFields(object, path(name));
      case Null ignored -> new JsonFields(Obj.EMPTY, path(name));
      default -> throw wrongType(name, "an object");
    };
  }

  List<JsonFields> children(String name) throws MalformedBodyException {
    List<JsonFields> children = new ArrayList<>();
    List<JsonValue> items = items(name);
    for (int i = 0; i < items.size(); i++) {
      String field = path(name, i);
      switch (items.get(i)) {
        case Obj object -> children.add(new JsonFields(object, field));
        case Null ignored -> children.add(new JsonFields(Obj.EMPTY, field));
        default -> throw wrongType(name, "an array of objects");
      }
    }
    return children;
  }

  private List<JsonValue> items(String name) throws MalformedBodyException {
    return switch (value(name)) {
      case Arr array -> array.items();
      case Null ignored -> List.of();
      default -> throw wrongType(name, "an array");
    };
  }

  private JsonValue value(String name) {
    return object.get(name).orElseGet(Null::new);
  }

  private MalformedBodyException wrongType(String name, String wanted) {
    return new MalformedBodyException("%s must be %s".formatted(path(name), wanted));
  }

  /** Whether an engine reads the value as if it were absent. */
  static boolean isEmpty(JsonValue value) {
    return switch (value) {
      case Null ignored -> true;
      case Str text -> text.value().isEmpty();
      case Num number -> number.text().equals("0");
      case Bool flag -> !flag.value();
      case Arr array -> array.items().isEmpty();
      case Obj object -> object.members().isEmpty();
    };
  }
}
