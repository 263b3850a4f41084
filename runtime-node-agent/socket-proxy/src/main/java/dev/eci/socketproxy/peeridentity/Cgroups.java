// SPDX-License-Identifier: Apache-2.0
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
  /** No real nesting is deeper; more would be an attempt to keep the agent busy. */
  private static final int MAX_IDS = 8;

  /** The names that engines give to cgroups of containers, with cgroupfs and with systemd. */
  private static final List<Pattern> NAMES =
      List.of(
          // dockerd and containerd with cgroupfs, Podman's and CRI-O's prefix
          Pattern.compile("(?:crio-|libpod-)?([0-9a-f]{64})"),
          // docker-ID.scope, cri-containerd-ID.scope, crio-ID.scope, libpod-ID.scope,
          // nerdctl-ID.scope
          Pattern.compile("[a-z][a-z-]*-([0-9a-f]{64})\\.scope"),
          // runc's systemd notation, used as a path: SLICE:PREFIX:ID
          Pattern.compile("[^:]*:[^:]*:([0-9a-f]{64})"));

  /** The helper that monitors a container is a process of the host. */
  private static final Pattern MONITOR = Pattern.compile("(?:crio|libpod)-conmon-.*");

  /** Containers of other kinds, without an ID that an engine on this host knows. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "kubepods.*|.*:cri-containerd:.*|buildkit|lxc\\.payload.*|lxc|machine\\.slice|machine-.*\\.scope|garden|ecs");

  /**
   * One hierarchy.
   *
   * @param controllers empty for v2; {@code name=systemd} for one without controllers
   * @param path as the agent's cgroup namespace shows it
   * @param hostEnd where in the path the host's own cgroup ends, if the host is a container itself
   */
  record Line(String controllers, String path, int hostEnd) {
    Line(String controllers, String path) {
      this(controllers, path, 0);
    }

    /** From the outermost to the innermost. */
    List<ContainerCgroup> containerCgroups() {
      List<ContainerCgroup> found = new ArrayList<>();
      int end = 0;
      for (String segment : path.split("/", -1)) {
        end += segment.length();
        Optional<String> id = id(segment);
        if (id.isPresent() && end > hostEnd && found.size() < MAX_IDS) {
          found.add(new ContainerCgroup(id.get(), path.substring(0, end)));
        }
        end++;
      }
      return found;
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
   * A cgroup with the name of a container's. Every process that may create cgroups may give them
   * such names. So it counts only if the record of the engine has the same path.
   *
   * @param path up to and including that name
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

  /** Without the parts that processes of the host have too: a host may be a container itself. */
  Cgroups below(Cgroups host) {
    return new Cgroups(lines.stream().map(line -> below(line, host)).toList());
  }

  private static Line below(Line line, Cgroups host) {
    int from = 0;
    for (Line hostLine : host.lines) {
      if (hostLine.controllers().equals(line.controllers())) {
        for (ContainerCgroup containerCgroup : hostLine.containerCgroups()) {
          if (line.path().equals(containerCgroup.path())
              || line.path().startsWith(containerCgroup.path() + "/")) {
            from = Math.max(from, containerCgroup.path().length());
          }
        }
      }
    }
    return new Line(line.controllers(), line.path(), from);
  }

  /** Whether the process is, or may be, in a container, by any hierarchy. */
  boolean isContainer() {
    return lines.stream()
        .anyMatch(line -> !line.containerCgroups().isEmpty() || line.isUnknownContainer());
  }

  /** Whether these, of a container's first process, have the container at this path. */
  boolean has(String controllers, ContainerCgroup containerCgroup) {
    return lines.stream()
        .filter(line -> line.controllers().equals(controllers))
        .flatMap(line -> line.containerCgroups().stream())
        // below it may be cgroups that the container created itself
        .filter(found -> found.id().equals(containerCgroup.id()))
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
