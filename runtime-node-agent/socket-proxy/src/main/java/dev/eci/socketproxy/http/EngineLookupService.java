// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.UserHomes;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.UnixAttributes;
import dev.eci.support.policy.AllowedPaths;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Performs lookups by the engine's API and in the host's file system. */
public final class EngineLookupService implements LookupService, AutoCloseable {
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "NetworkMode", "network",
          "PidMode", "pid",
          "IpcMode", "ipc",
          "UTSMode", "uts",
          "UsernsMode", "user",
          "CgroupnsMode", "cgroup");

  private final EngineApi engine;
  private final HostRoot root;
  private final ImageIdentities images;
  private final VolumeList volumes;
  private final Supplier<Path> network;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Looks things up on one node.
   *
   * @param network directory {@code /proc/PID/net} of a process in the engine's network namespace
   */
  public EngineLookupService(
      EngineApi engine, HostRoot root, ImageIdentities images, Supplier<Path> network) {
    this.network = network;
    this.engine = engine.withPatience().withKeepAlive();
    this.root = root;
    this.images = images;
    this.volumes = new VolumeList(this.engine);
  }

  @Override
  public CompletionStage<LookupResults> find(Set<Lookup> lookups) {
    return CompletableFuture.supplyAsync(
        () -> {
          Map<Lookup, LookupResult> results = new HashMap<>();
          results.putAll(volumes.find(lookups));
          LookupResult last = new LookupResult.Absent();
          for (Lookup lookup : lookups) {
            if (!results.containsKey(lookup)) {
              // a failure denies the request, so the engine is not waited for again
              last = last instanceof LookupResult.Unavailable ? last : find(lookup);
              results.put(lookup, last);
            }
          }
          return new LookupResults(results);
        },
        threads);
  }

  private LookupResult find(Lookup lookup) {
    try {
      return switch (lookup) {
        case Lookup.ImageLookup(String name) ->
            images
                .named(name)
                .<LookupResult>map(LookupResult.Image::new)
                .orElseGet(LookupResult.Absent::new);
        case Lookup.ContainerLookup(String name) -> container(get("/containers/", name, "/json"));
        case Lookup.ExecLookup(String id) ->
            new LookupResult.Exec(get("/exec/", id, "/json").path("ContainerID").asText(""));
        case Lookup.VolumeLookup(String name) -> VolumeList.volume(get("/volumes/", name, ""));
        case Lookup.NetworkLookup(String name) -> {
          JsonNode network = get("/networks/", name, "");
          yield new LookupResult.Network(
              network.path("Name").asText(""),
              network.path("Driver").asText(""),
              network.path("Id").asText(""),
              network.path("Labels").path(DockerOrigin.NAMESPACE_LABEL).asText(""));
        }
        case Lookup.RouteLookup() -> new LookupResult.Routes(RouteTable.read(network.get()));
        case Lookup.PathLookup(String path) -> {
          String real = root.real(path);
          List<Long> owners = owners(real);
          yield new LookupResult.RealPath(real, owners, ownersWithin(real, owners));
        }
        case Lookup.AllowanceLookup(Set<HostPath> allowed) ->
            new LookupResult.Resolutions(AllowedPaths.resolve(root, allowed));
      };
    } catch (EngineApi.NotFoundException e) {
      return new LookupResult.Absent();
    } catch (AccessDeniedException e) {
      return new LookupResult.Unavailable("the proxy has no permission to read " + e.getFile());
    } catch (IOException | IllegalArgumentException e) {
      return new LookupResult.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  /** Of each directory on the way and of the file, as far as they exist. */
  private List<Long> owners(String real) throws IOException {
    List<Long> owners = new ArrayList<>();
    Path at = root.root();
    for (String name : ("/" + real.substring(1)).split("/", -1)) {
      at = name.isEmpty() ? at : at.resolve(name);
      try {
        owners.add(
            Integer.toUnsignedLong(UnixAttributes.read(at, LinkOption.NOFOLLOW_LINKS).uid()));
      } catch (NoSuchFileException e) {
        break;
      }
    }
    return owners;
  }

  /** Of what is directly in a directory that root owns and that may hold homes of users. */
  private Set<Long> ownersWithin(String real, List<Long> owners) throws IOException {
    Path directory = root.root().resolve(real.substring(1));
    if (HostPath.parse(real).filter(UserHomes::contains).isEmpty()
        || owners.stream().anyMatch(uid -> uid != 0)
        || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return Set.of();
    }
    Set<Long> within = new HashSet<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      Iterator<Path> all = children.iterator();
      // of two users one is not the caller
      while (within.size() < 2 && all.hasNext()) {
        long uid = owner(all.next());
        if (uid != 0) {
          within.add(uid);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return within;
  }

  private static long owner(Path path) throws IOException {
    try {
      return Integer.toUnsignedLong(UnixAttributes.read(path, LinkOption.NOFOLLOW_LINKS).uid());
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private JsonNode get(String before, String name, String after) throws IOException {
    return engine.get(before + PathSegment.encode(name) + after);
  }

  private LookupResult container(JsonNode container) {
    JsonNode host = container.path("HostConfig");
    List<String> shared = new ArrayList<>();
    NAMESPACES.forEach((field, name) -> {
      if (host.path(field).asText("").equals("host")) {
        shared.add(name);
      }
    });
    List<LookupResult.ContainerMount> mounts = new ArrayList<>();
    container
        .path("Mounts")
        .forEach(mount ->
            mounts.add(
                new LookupResult.ContainerMount(
                    mount.path("Type").asText(""),
                    mount.path("Name").asText(""),
                    mount.path("Source").asText(""),
                    !mount.path("RW").asBoolean(false))));
    return new LookupResult.Container(
        container.path("Id").asText(""),
        host.path("Runtime").asText(""),
        host.path("Privileged").asBoolean(false),
        shared,
        mounts,
        images.recorded(
            container.path("Config").path("Image").asText(""), container.path("Image").asText("")),
        container.path("Config").path("Labels").path(DockerOrigin.NAMESPACE_LABEL).asText(""));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      engine.close();
    } catch (IOException e) {
      // the connections end with the process at the latest
    }
  }
}
