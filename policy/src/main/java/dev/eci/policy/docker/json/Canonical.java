package dev.eci.policy.docker.json;

import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether all readers take a value for the same: no object has two members of one name, and no text
 * holds half a character. Names that differ in case are different here, as they are in labels;
 * where an object's names are fixed, {@link GoFold} tells which are the same to Go.
 */
public final class Canonical {
  /** Far deeper than anything of the API nests; readers have limits of their own above this. */
  static final int DEPTH_MAX = 64;

  private Canonical() {}

  /** What is wrong, for the person who sent it; nothing if all is well. */
  public static Optional<String> problem(JsonValue value) {
    return problem(value, 0);
  }

  private static Optional<String> problem(JsonValue value, int depth) {
    if (depth > DEPTH_MAX) {
      return Optional.of("the body nests deeper than " + DEPTH_MAX + " levels");
    }
    return switch (value) {
      case Obj object ->
          names(object.members())
              .or(() -> first(object.members().stream().map(Member::value), depth));
      case Arr array -> first(array.items().stream(), depth);
      case Str string -> whole(string.value());
      default -> Optional.empty();
    };
  }

  private static Optional<String> first(Stream<JsonValue> values, int depth) {
    return values.flatMap(value -> problem(value, depth + 1).stream()).findFirst();
  }

  private static Optional<String> names(List<Member> members) {
    Set<String> seen = new HashSet<>();
    for (Member member : members) {
      Optional<String> broken = whole(member.name());
      if (broken.isPresent()) {
        return broken;
      }
      if (!seen.add(member.name())) {
        return Optional.of(
            "the body has the key \"%s\" twice in one object"
                .formatted(member.name().replaceAll("[^ -~]", "?")));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> whole(String text) {
    return text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        ? Optional.of("the body holds half of a surrogate pair")
        : Optional.empty();
  }
}
