// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query as Go's net/url parses it, in the order it was written. Engines use the first of several
 * values in most places, and all of them in some: rules check {@link #all}.
 */
public record Query(List<Parameter> parameters) {
  /** One {@code name=value}, decoded. */
  public record Parameter(String name, String value) {}

  public Query {
    parameters = List.copyOf(parameters);
  }

  static Query parse(String text) throws MalformedTargetException {
    if (text.indexOf(';') >= 0) {
      throw new MalformedTargetException(
          "the query holds a semicolon, which some readers treat as a separator");
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1), true);
        if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
          throw new MalformedTargetException("the query holds a NUL");
        }
        parameters.add(new Parameter(name, value));
      }
    }
    return new Query(parameters);
  }

  /** The same query after the parameters of {@code form}, which Go's Request.Form puts first. */
  public Query after(String form) throws MalformedTargetException {
    List<Parameter> all = new ArrayList<>(parse(form).parameters());
    all.addAll(parameters);
    return new Query(all);
  }

  public List<String> all(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).toList();
  }

  /** The value that an engine uses where it expects one. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The same query without {@code name}, followed by this one value of it. */
  public Query withParameter(String name, String value) {
    List<Parameter> changed =
        new ArrayList<>(parameters.stream().filter(p -> !p.name().equals(name)).toList());
    changed.add(new Parameter(name, value));
    return new Query(changed);
  }

  /** Empty, or with its question mark. */
  String encoded() {
    StringBuilder text = new StringBuilder();
    for (Parameter p : parameters) {
      text.append(text.isEmpty() ? '?' : '&')
          .append(PercentEncoding.encode(p.name(), ""))
          .append('=')
          .append(PercentEncoding.encode(p.value(), ""));
    }
    return text.toString();
  }
}
