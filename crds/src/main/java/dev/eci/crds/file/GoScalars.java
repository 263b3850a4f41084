// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The value of a YAML scalar as Kubernetes' tools read it: YAML 1.1 with few exceptions
 * (sigs.k8s.io/yaml, goyaml.v2/resolve.go). {@code yes}, {@code on} and {@code y} are true, {@code
 * 010} is 8, {@code 1_000} is 1000, and a date is text.
 */
final class GoScalars {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final Map<String, JsonNode> WORDS = words();

  private GoScalars() {}

  private static Map<String, JsonNode> words() {
    Map<String, JsonNode> words = new HashMap<>();
    for (String word : List.of("y", "yes", "true", "on")) {
      spellings(word).forEach(spelling -> words.put(spelling, JSON.booleanNode(true)));
    }
    for (String word : List.of("n", "no", "false", "off")) {
      spellings(word).forEach(spelling -> words.put(spelling, JSON.booleanNode(false)));
    }
    spellings("null").forEach(spelling -> words.put(spelling, JSON.nullNode()));
    words.put("~", JSON.nullNode());
    words.put("", JSON.nullNode());
    for (String word : List.of(".nan", ".NaN", ".NAN")) {
      words.put(word, JSON.numberNode(Double.NaN));
    }
    for (String word : List.of(".inf", ".Inf", ".INF")) {
      words.put(word, JSON.numberNode(Double.POSITIVE_INFINITY));
      words.put("+" + word, JSON.numberNode(Double.POSITIVE_INFINITY));
      words.put("-" + word, JSON.numberNode(Double.NEGATIVE_INFINITY));
    }
    return Map.copyOf(words);
  }

  private static List<String> spellings(String word) {
    String upper = word.toUpperCase(java.util.Locale.ROOT);
    return List.of(word, upper.charAt(0) + word.substring(1), upper);
  }

  /** The value of a scalar without quotes and without a tag. */
  static JsonNode plain(String text) {
    JsonNode word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    char first = text.charAt(0);
    if (first == '.') {
      return FLOAT.matcher(text).matches() ? number(text, text) : JSON.textNode(text);
    }
    return "+-0123456789".indexOf(first) < 0
        ? JSON.textNode(text)
        : number(text.replace("_", ""), text);
  }

  /**
   * The value of a scalar with a tag of YAML's own, {@code int} and so on.
   *
   * @throws InvalidDocumentException if it is none of that type
   */
  static JsonNode tagged(String type, String text) throws InvalidDocumentException {
    JsonNode value =
        switch (type) {
          case "str", "timestamp" -> JSON.textNode(text);
          case "binary" -> binary(text);
          default -> plain(text);
        };
    boolean matches =
        switch (type) {
          case "bool" -> value.isBoolean();
          case "int" -> value.isIntegralNumber();
          case "float" -> value.isNumber();
          case "null" -> value.isNull();
          default -> true;
        };
    if (!matches) {
      throw new InvalidDocumentException("\"%s\" is no !!%s".formatted(text, type));
    }
    return value;
  }

  private static JsonNode binary(String text) throws InvalidDocumentException {
    try {
      return JSON.textNode(
          new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new InvalidDocumentException("a !!binary value is not base64");
    }
  }

  private static JsonNode number(String plain, String text) {
    BigInteger integer = integer(plain);
    if (integer != null) {
      return integer.bitLength() < 64
          ? JSON.numberNode(integer.longValue())
          : JSON.numberNode(integer);
    }
    if (FLOAT.matcher(plain).matches()) {
      double value = Double.parseDouble(plain);
      if (!Double.isInfinite(value)) {
        return JSON.numberNode(value);
      }
    }
    return JSON.textNode(text);
  }

  /** As Go's strconv.ParseInt and ParseUint with base 0; null if it is no integer of 64 bits. */
  private static @org.jspecify.annotations.Nullable BigInteger integer(String plain) {
    boolean isNegative = plain.startsWith("-");
    String digits = isNegative || plain.startsWith("+") ? plain.substring(1) : plain;
    int base = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      base =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      boolean hasLetter = base != 8 || digits.charAt(1) == 'o' || digits.charAt(1) == 'O';
      digits = digits.substring(hasLetter ? 2 : 1);
    }
    if (digits.isEmpty() || digits.length() > 66 || !isNumeral(digits, base)) {
      return null;
    }
    BigInteger value = new BigInteger(digits, base);
    BigInteger signed = isNegative ? value.negate() : value;
    return signed.compareTo(MAX) > 0 || signed.compareTo(MIN) < 0 ? null : signed;
  }

  private static boolean isNumeral(String digits, int base) {
    return digits.chars().allMatch(c -> c < 128 && Character.digit(c, base) >= 0);
  }
}
