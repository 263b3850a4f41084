// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Bool;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Labels the volumes that the engine creates with a container (SOCK-5). A bind of a named volume
 * has no labels, so it becomes the mount that does the same, unless its options have none.
 */
final class NodeVolumeRewriter {
  private static final String BINDS = "Binds";
  private static final String MOUNTS = "Mounts";
  private static final String OPTIONS = "VolumeOptions";

  /** The engine relabels a mounted volume as for {@code z}. */
  private static final Set<String> MODES = Set.of("", "ro", "rw", "nocopy", "z");

  private NodeVolumeRewriter() {}

  static Obj rewrite(Obj host, String namespace) {
    List<JsonValue> binds = new ArrayList<>();
    List<JsonValue> mounts = new ArrayList<>();
    for (JsonValue mount : items(host, MOUNTS)) {
      mounts.add(isVolume(mount) ? labelled((Obj) mount, namespace) : mount);
    }
    boolean hasDriver =
        host.get("VolumeDriver").filter(driver -> !JsonFields.isEmpty(driver)).isPresent();
    for (JsonValue bind : items(host, BINDS)) {
      Optional<Obj> mount = hasDriver ? Optional.empty() : mount(bind);
      mount.ifPresentOrElse(m -> mounts.add(labelled(m, namespace)), () -> binds.add(bind));
    }
    return replace(replace(host, BINDS, binds), MOUNTS, mounts);
  }

  private static List<JsonValue> items(Obj host, String name) {
    return host.get(name).orElse(null) instanceof Arr array ? array.items() : List.of();
  }

  private static Obj replace(Obj host, String name, List<JsonValue> items) {
    return items.equals(items(host, name)) ? host : host.withMember(name, new Arr(items));
  }

  private static boolean isVolume(JsonValue mount) {
    return mount instanceof Obj object
        && object.get("Type").orElse(null) instanceof Str(String type)
        && type.equals("volume");
  }

  private static Optional<Obj> mount(JsonValue bind) {
    if (!(bind instanceof Str(String text))) {
      return Optional.empty();
    }
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[0].startsWith("/")) {
      return Optional.empty();
    }
    List<String> modes = parts.length == 3 ? List.of(parts[2].split(",", -1)) : List.of();
    if (!MODES.containsAll(modes) || (modes.contains("ro") && modes.contains("rw"))) {
      return Optional.empty();
    }
    Obj mount =
        Obj.EMPTY
            .withMember("Type", new Str("volume"))
            .withMember("Source", new Str(parts[0]))
            .withMember("Target", new Str(parts[1]));
    Obj readOnly = modes.contains("ro") ? mount.withMember("ReadOnly", new Bool(true)) : mount;
    return Optional.of(
        modes.contains("nocopy")
            ? readOnly.withMember(OPTIONS, Obj.EMPTY.withMember("NoCopy", new Bool(true)))
            : readOnly);
  }

  private static Obj labelled(Obj mount, String namespace) {
    return mount.withMember(
        OPTIONS,
        NodeCreateRewriter.labelled(mount.get(OPTIONS).orElseGet(JsonValue.Null::new), namespace));
  }
}
