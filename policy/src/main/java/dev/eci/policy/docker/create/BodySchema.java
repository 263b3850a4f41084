// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.GoCaseFolding;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an object that rules inspect, and of the objects in it. It gives each key the
 * engine's spelling before anything is decided: Go matches keys without case.
 */
public final class BodySchema {
  /** What happens to keys that are not listed. */
  enum UnknownKeys {
    /** They are not sent: no engine up to API 1.56 reads them, and clients add their own. */
    DROPPED,
    /** They are denied unless they are empty: they may be options of a newer engine. */
    DENIED
  }

  /** The engine's spelling of each key, by its folded name. */
  private final Map<String, String> keys = new HashMap<>();

  private final Set<String> spellings;
  private final UnknownKeys unknown;

  /** The schemas of members that are objects, or arrays of objects. */
  private final Map<String, BodySchema> children;

  BodySchema(UnknownKeys unknown, Set<String> keys, Map<String, BodySchema> children) {
    this.unknown = unknown;
    this.spellings = Set.copyOf(keys);
    this.children = Map.copyOf(children);
    keys.forEach(key -> this.keys.put(GoCaseFolding.fold(key), key));
  }

  /** Without objects in it that are inspected. */
  BodySchema(Set<String> keys) {
    this(UnknownKeys.DENIED, keys, Map.of());
  }

  /**
   * The body with the engine's keys. Values of other types are as they were: readers check them.
   */
  public CanonicalBody canonical(JsonValue body) throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    return new CanonicalBody(
        body instanceof Obj object ? object(object, "", requestedAccess) : body, requestedAccess);
  }

  private JsonValue member(JsonValue value, String path, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    return switch (value) {
      case Obj object -> object(object, path, requestedAccess);
      case Arr array -> {
        List<JsonValue> items = new ArrayList<>(array.items().size());
        for (JsonValue item : array.items()) {
          items.add(
              item instanceof Obj object
                  ? object(object, "%s[%d]".formatted(path, items.size()), requestedAccess)
                  : item);
        }
        yield new Arr(items);
      }
      default -> value;
    };
  }

  private Obj object(Obj object, String path, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    List<Member> members = new ArrayList<>(object.members().size());
    Set<String> seen = new HashSet<>();
    for (Member member : object.members()) {
      String key = spelling(member.name());
      if (key == null) {
        if (unknown == UnknownKeys.DENIED && !JsonFields.isEmpty(member.value())) {
          deny(path, member.name(), requestedAccess);
          members.add(member);
        }
        continue;
      }
      if (!seen.add(key)) {
        throw new MalformedBodyException(
            "the body has the key %s in two spellings; write it once".formatted(join(path, key)));
      }
      BodySchema child = children.get(key);
      members.add(
          child == null
              ? new Member(key, member.value())
              : new Member(key, child.member(member.value(), join(path, key), requestedAccess)));
    }
    return new Obj(members);
  }

  /** The engine's spelling of a key; null if it is not listed. */
  private @Nullable String spelling(String name) {
    // almost every key is spelled like this already, and folding costs more than the rest
    return spellings.contains(name) ? name : keys.get(GoCaseFolding.fold(name));
  }

  private static void deny(String path, String name, RequestedAccess requestedAccess) {
    String field = join(path, name);
    requestedAccess.addViolation(
        RuleId.SOCK_5, path.isEmpty() ? "body" : path, p -> CommandMessages.unknownOption(field));
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
