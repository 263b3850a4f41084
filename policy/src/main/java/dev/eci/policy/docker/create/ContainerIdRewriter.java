// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Lookup.ContainerLookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Names the containers of a {@code POST /containers/create} body by the IDs that were evaluated.
 * The engine resolves names again, and between the lookup and the request another container may get
 * the name. The engine itself keeps the ID of a joined container too.
 *
 * <p>The links of an endpoint are left as they are: they are aliases of names in a network that the
 * container is in, and its DNS knows no full IDs.
 */
public final class ContainerIdRewriter {
  private static final String HOST_CONFIG = "HostConfig";
  private static final String OF_CONTAINER = NamespaceModesReader.OF_CONTAINER;
  private static final List<String> MODES =
      List.of("NetworkMode", "PidMode", "IpcMode", "UTSMode", "CgroupnsMode", "Cgroup");

  private ContainerIdRewriter() {}

  /** Changes nothing else. */
  public static JsonValue rewrite(JsonValue body, LookupResults lookupResults) {
    if (!(body instanceof Obj whole && whole.get(HOST_CONFIG).orElse(null) instanceof Obj host)) {
      return body;
    }
    Obj changed = host;
    for (String mode : MODES) {
      changed = member(changed, mode, value -> each(value, text -> mode(text, lookupResults)));
    }
    changed = list(changed, "VolumesFrom", text -> volumesFrom(text, lookupResults));
    changed = list(changed, "Links", text -> link(text, lookupResults));
    return changed.equals(host) ? body : whole.withMember(HOST_CONFIG, changed);
  }

  private static String mode(String mode, LookupResults lookupResults) {
    return mode.startsWith(OF_CONTAINER)
        ? id(mode.substring(OF_CONTAINER.length()), lookupResults)
            .map(OF_CONTAINER::concat)
            .orElse(mode)
        : mode;
  }

  private static String volumesFrom(String donor, LookupResults lookupResults) {
    int end = donor.indexOf(':');
    String name = end < 0 ? donor : donor.substring(0, end);
    return id(name, lookupResults).map(id -> id + donor.substring(name.length())).orElse(donor);
  }

  private static String link(String link, LookupResults lookupResults) {
    return ContainerLink.parse(link)
        .flatMap(parsed -> id(parsed.container(), lookupResults).map(parsed::withId))
        .orElse(link);
  }

  private static Optional<String> id(String name, LookupResults lookupResults) {
    return lookupResults.resultOf(new ContainerLookup(name))
            instanceof LookupResult.Container container
        ? Optional.of(container.id())
        : Optional.empty();
  }

  private static Obj list(Obj host, String name, UnaryOperator<String> change) {
    return member(
        host,
        name,
        value ->
            value instanceof Arr array
                ? new Arr(array.items().stream().map(item -> each(item, change)).toList())
                : value);
  }

  private static JsonValue each(JsonValue value, UnaryOperator<String> change) {
    return value instanceof Str(String text) ? new Str(change.apply(text)) : value;
  }

  private static Obj member(Obj host, String name, UnaryOperator<JsonValue> change) {
    return host.get(name).map(value -> host.withMember(name, change.apply(value))).orElse(host);
  }
}
