package dev.eci.socketproxy.peeridentity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a /proc/PID/cgroup (cgroups(7)): one line for each hierarchy of v1, and one with
 * no controllers for v2.
 */
record Cgroups(List<Line> lines) {
  /** Deeper nesting is nobody's, but somebody's attempt to keep us busy. */
  private static final int MOST_IDS = 8;

  /** How engines name the cgroup of a container, with cgroupfs and with systemd. */
  private static final List<Pattern> NAMES =
      List.of(
          // dockerd and containerd with cgroupfs, Podman's and CRI-O's prefix
          Pattern.compile("(?:crio-|libpod-)?([0-9a-f]{64})"),
          // docker-ID.scope, cri-containerd-ID.scope, crio-ID.scope, libpod-ID.scope,
          // nerdctl-ID.scope
          Pattern.compile("[a-z][a-z-]*-([0-9a-f]{64})\\.scope"),
          // runc's systemd notation taken for a path: SLICE:PREFIX:ID
          Pattern.compile("[^:]*:[^:]*:([0-9a-f]{64})"));

  /** The helper that watches a container is a process of the host. */
  private static final Pattern MONITOR = Pattern.compile("(?:crio|libpod)-conmon-.*");

  /** Containers of kinds that have no id which an engine here would know. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "kubepods.*|.*:cri-containerd:.*|buildkit|lxc\\.payload.*|lxc|machine\\.slice|machine-.*\\.scope|garden|ecs");

  /**
   * One hierarchy.
   *
   * @param controllers empty for v2; {@code name=systemd} for one without controllers
   * @param path as seen from our own cgroup namespace
   * @param hostEnd where in the path the host itself ends, if that is a container in others' eyes
   */
  record Line(String controllers, String path, int hostEnd) {
    Line(String controllers, String path) {
      this(controllers, path, 0);
    }

    /** From the outermost to the innermost. */
    List<ContainerCgroup> containerCgroups() {
      List<ContainerCgroup> places = new ArrayList<>();
      int end = 0;
      for (String segment : path.split("/", -1)) {
        end += segment.length();
        Optional<String> id = id(segment);
        if (id.isPresent() && end > hostEnd && places.size() < MOST_IDS) {
          places.add(new ContainerCgroup(id.get(), path.substring(0, end)));
        }
        end++;
      }
      return places;
    }

    boolean isUnknownContainer() {
      for (String segment : path.substring(hostEnd).split("/", -1)) {
        if (OTHERS.matcher(segment).matches()) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A cgroup with the name of a container's. Whoever may make cgroups may give them such names, so
   * that it counts only where the engine's own record is at the same place.
   *
   * @param path up to and with that name
   */
  record ContainerCgroup(String id, String path) {}

  static Cgroups parse(String text) {
    List<Line> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3) {
        lines.add(new Line(fields[1], fields[2]));
      }
    }
    return new Cgroups(List.copyOf(lines));
  }

  /** Without the names that the host's own processes have too: a host may be a container itself. */
  Cgroups below(Cgroups host) {
    return new Cgroups(lines.stream().map(line -> below(line, host)).toList());
  }

  private static Line below(Line line, Cgroups host) {
    int from = 0;
    for (Line own : host.lines) {
      if (own.controllers().equals(line.controllers())) {
        for (ContainerCgroup containerCgroup : own.containerCgroups()) {
          if (line.path().equals(containerCgroup.path()) || line.path().startsWith(containerCgroup.path() + "/")) {
            from = Math.max(from, containerCgroup.path().length());
          }
        }
      }
    }
    return new Line(line.controllers(), line.path(), from);
  }

  /** Whether any hierarchy says that it is, or may be, a container. */
  boolean isContainer() {
    return lines.stream().anyMatch(line -> !line.containerCgroups().isEmpty() || line.isUnknownContainer());
  }

  /** Where a container's first process says that this container is. */
  boolean has(String controllers, ContainerCgroup containerCgroup) {
    return lines.stream()
        .filter(line -> line.controllers().equals(controllers))
        .flatMap(line -> line.containerCgroups().stream())
        // below it may come what that container made itself
        .filter(own -> own.id().equals(containerCgroup.id()))
        .findFirst()
        .filter(containerCgroup::equals)
        .isPresent();
  }

  private static Optional<String> id(String segment) {
    if (MONITOR.matcher(segment).matches()) {
      return Optional.empty();
    }
    for (Pattern name : NAMES) {
      Matcher matcher = name.matcher(segment);
      if (matcher.matches()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }
}
