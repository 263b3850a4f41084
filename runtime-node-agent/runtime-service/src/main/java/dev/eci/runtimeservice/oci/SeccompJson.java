// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.seccomp.SeccompAction;
import dev.eci.policy.seccomp.SeccompCondition;
import dev.eci.policy.seccomp.SeccompProfile;
import dev.eci.policy.seccomp.SeccompRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** {@code linux.seccomp} of a config.json. What it does not know stays as it came. */
final class SeccompJson {
  private static final Set<String> PROFILE =
      Set.of("defaultAction", "defaultErrnoRet", "architectures", "flags", "syscalls");
  private static final Set<String> RULE = Set.of("names", "action", "errnoRet", "args");
  private static final Set<String> CONDITION = Set.of("index", "value", "valueTwo", "op");

  private SeccompJson() {}

  static SeccompProfile read(JsonNode written) throws InvalidSpecException {
    StrictJson.canonical(written, PROFILE);
    List<SeccompRule> rules = new ArrayList<>();
    for (JsonNode rule : list(written, "syscalls")) {
      StrictJson.canonical(rule, RULE);
      List<SeccompCondition> conditions = new ArrayList<>();
      for (JsonNode condition : list(rule, "args")) {
        StrictJson.canonical(condition, CONDITION);
        conditions.add(
            new SeccompCondition(
                Math.toIntExact(number(condition, "index", 5)),
                constant(SeccompCondition.Operator.class, condition, "op"),
                number(condition, "value", -1),
                number(condition, "valueTwo", -1)));
      }
      rules.add(
          new SeccompRule(
              texts(rule, "names"),
              constant(SeccompAction.class, rule, "action"),
              rule.path("errnoRet").isNumber()
                  ? OptionalInt.of(Math.toIntExact(number(rule, "errnoRet", Integer.MAX_VALUE)))
                  : OptionalInt.empty(),
              conditions));
    }
    return new SeccompProfile(
        constant(SeccompAction.class, written, "defaultAction"),
        texts(written, "architectures"),
        rules);
  }

  /** Replaces what {@link #read} has read. */
  static void write(SeccompProfile profile, ObjectNode target) {
    target.put("defaultAction", profile.defaultAction().name());
    target.remove("architectures");
    if (!profile.architectures().isEmpty()) {
      ArrayNode architectures = target.putArray("architectures");
      profile.architectures().forEach(architectures::add);
    }
    ArrayNode rules = target.putArray("syscalls");
    for (SeccompRule rule : profile.rules()) {
      ObjectNode written = rules.addObject();
      ArrayNode names = written.putArray("names");
      rule.names().forEach(names::add);
      written.put("action", rule.action().name());
      rule.errno().ifPresent(errno -> written.put("errnoRet", errno));
      if (!rule.conditions().isEmpty()) {
        ArrayNode conditions = written.putArray("args");
        for (SeccompCondition condition : rule.conditions()) {
          conditions
              .addObject()
              .put("index", condition.index())
              .put("value", unsigned(condition.value()))
              .put("valueTwo", unsigned(condition.valueTwo()))
              .put("op", condition.operator().name());
        }
      }
    }
  }

  private static Iterable<JsonNode> list(JsonNode object, String name) throws InvalidSpecException {
    JsonNode list = object.path(name);
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      throw new InvalidSpecException("linux.seccomp has a %s that is no list".formatted(name));
    }
    return list;
  }

  private static List<String> texts(JsonNode object, String name) throws InvalidSpecException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(object, name)) {
      if (!element.isTextual()) {
        throw new InvalidSpecException(
            "linux.seccomp has a %s with an element that is no text".formatted(name));
      }
      texts.add(element.asText());
    }
    return texts;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode object, String name)
      throws InvalidSpecException {
    try {
      return Enum.valueOf(type, object.path(name).asText(""));
    } catch (IllegalArgumentException e) {
      throw new InvalidSpecException("linux.seccomp has an unknown %s".formatted(name));
    }
  }

  /** An unsigned number of 64 bits; Go omits a zero. */
  private static long number(JsonNode object, String name, long last) throws InvalidSpecException {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    BigInteger number =
        value.isIntegralNumber() ? value.bigIntegerValue() : BigInteger.ONE.negate();
    if (number.signum() < 0
        || number.bitLength() > Long.SIZE
        || Long.compareUnsigned(number.longValue(), last) > 0) {
      throw new InvalidSpecException("linux.seccomp has no valid %s".formatted(name));
    }
    return number.longValue();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
