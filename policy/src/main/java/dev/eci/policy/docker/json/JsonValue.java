// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value, immutable. Numbers keep their spelling. An object keeps the order of its members,
 * and until it is {@linkplain UnambiguousJson checked} also several members with the same name.
 */
public sealed interface JsonValue {
  /** An object's members, as they were written. */
  record Obj(List<Member> members) implements JsonValue {
    public static final Obj EMPTY = new Obj(List.of());

    public Obj {
      members = List.copyOf(members);
    }

    /** The first member with exactly that name. */
    public Optional<JsonValue> get(String name) {
      for (Member member : members) {
        if (member.name().equals(name)) {
          return Optional.of(member.value());
        }
      }
      return Optional.empty();
    }

    /** The same object with {@code value} as {@code name}, in the place of the previous member. */
    public Obj withMember(String name, JsonValue value) {
      List<Member> changed = new ArrayList<>();
      boolean found = false;
      for (Member member : members) {
        changed.add(member.name().equals(name) ? new Member(name, value) : member);
        found |= member.name().equals(name);
      }
      if (!found) {
        changed.add(new Member(name, value));
      }
      return new Obj(changed);
    }
  }

  /** One member of an object. */
  record Member(String name, JsonValue value) {}

  /** An array. */
  record Arr(List<JsonValue> items) implements JsonValue {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A string, unescaped. */
  record Str(String value) implements JsonValue {}

  /** A number as it is spelled. */
  record Num(String text) implements JsonValue {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements JsonValue {}

  /** {@code null}. */
  record Null() implements JsonValue {}
}
