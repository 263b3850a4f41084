// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry requires, from WWW-Authenticate (RFC 9110, section 11). */
public record Challenge(String scheme, Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]++)\\s*+=\\s*+(?:\"([^\"]*+)\"|([^\\s,\"]++))");

  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The first supported scheme: Bearer before Basic. */
  public static Optional<Challenge> of(List<String> headers) {
    List<Challenge> all = headers.stream().map(Challenge::parse).toList();
    return all.stream()
        .filter(challenge -> challenge.scheme.equals("bearer"))
        .findFirst()
        .or(() -> all.stream().filter(challenge -> challenge.scheme.equals("basic")).findFirst());
  }

  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static Challenge parse(String header) {
    String text = header.strip();
    int space = text.indexOf(' ');
    String scheme = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(space < 0 ? "" : text.substring(space));
    while (matcher.find()) {
      parameters.put(
          matcher.group(1).toLowerCase(Locale.ROOT),
          matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }
    return new Challenge(scheme, parameters);
  }
}
