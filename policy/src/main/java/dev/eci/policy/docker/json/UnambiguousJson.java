// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.json;

import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that all readers understand a value in the same way: no object has two members with one
 * name, and no string contains half a surrogate pair. Names that differ in case are different here,
 * as they are in labels; where an object's names are fixed, {@link GoCaseFolding} finds those that
 * are equal to Go.
 */
public final class UnambiguousJson {
  /** Far deeper than any value of the API; readers have higher limits of their own. */
  static final int DEPTH_MAX = 64;

  private UnambiguousJson() {}

  /** What is wrong, for the client that sent it; empty if the value is unambiguous. */
  public static Optional<String> problem(JsonValue value) {
    return problem(value, 0);
  }

  private static Optional<String> problem(JsonValue value, int depth) {
    if (depth > DEPTH_MAX) {
      return Optional.of("the body nests deeper than " + DEPTH_MAX + " levels");
    }
    return switch (value) {
      case Obj object -> members(object.members(), depth);
      case Arr array -> items(array.items(), depth);
      case Str string -> checkSurrogates(string.value());
      default -> Optional.empty();
    };
  }

  // loops, here and where bodies are evaluated: each create goes through here, and a stream for
  // each value costs more than everything else that is done with it
  private static Optional<String> items(List<JsonValue> values, int depth) {
    for (JsonValue value : values) {
      Optional<String> broken = problem(value, depth + 1);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> members(List<Member> members, int depth) {
    Set<String> seen = HashSet.newHashSet(members.size());
    for (Member member : members) {
      Optional<String> broken = checkSurrogates(member.name());
      if (broken.isPresent()) {
        return broken;
      }
      if (!seen.add(member.name())) {
        return Optional.of(
            "the body has the key \"%s\" twice in one object"
                .formatted(member.name().replaceAll("[^ -~]", "?")));
      }
    }
    for (Member member : members) {
      Optional<String> broken = problem(member.value(), depth + 1);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return Optional.of("the body holds half of a surrogate pair");
        }
        i++;
      }
    }
    return Optional.empty();
  }
}
