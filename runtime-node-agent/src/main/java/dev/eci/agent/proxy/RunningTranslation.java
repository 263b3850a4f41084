package dev.eci.agent.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.agent.docker.EngineApi;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.proxy.tar.Owners;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.route.BadTarget;
import dev.eci.policy.docker.route.RequestTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Of containers that run under the protected runtime: while they do, the engine sees their root
 * file system as the node does, with owners shifted by their range's base (docs/adr/0006). Volumes
 * are seen as they are on disk.
 */
public final class RunningTranslation implements Translation {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Executor THREADS = task -> Thread.ofVirtual().name("owners").start(task);

  private final EngineApi engine;
  private final HostRoot root;
  private final Path states;

  /**
   * For one engine.
   *
   * @param states directory in which the launcher keeps what it knows of running containers
   */
  public RunningTranslation(EngineApi engine, HostRoot root, Path states) {
    this.engine = engine;
    this.root = root;
    this.states = states;
  }

  @Override
  public CompletionStage<Optional<Owners>> of(ApiDecision.Forward request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return find(request);
          } catch (IOException | BadTarget e) {
            throw new CompletionException(e);
          }
        },
        THREADS);
  }

  private Optional<Owners> find(ApiDecision.Forward request) throws IOException, BadTarget {
    RequestTarget target = RequestTarget.parse(request.target());
    JsonNode container;
    try {
      container =
          engine.get("/containers/" + PathPart.of(request.operation().nameIn(target)) + "/json");
    } catch (EngineApi.Missing e) {
      return Optional.empty();
    }
    Optional<JsonNode> state = state(container.path("Id").asText(""));
    if (state.isEmpty()) {
      return Optional.empty();
    }
    long base = state.get().path("base").asLong(0);
    long size = state.get().path("size").asLong(0);
    return Optional.of(
        Translation.inRequest(request.operation())
            ? into(container, state.get(), target.query().first("path").orElse("/"), base, size)
            : (_, id) -> id >= base && id < base + size ? id - base : id);
  }

  private Owners into(JsonNode container, JsonNode state, String path, long base, long size)
      throws IOException {
    List<String> volumes = new ArrayList<>();
    container.path("Mounts").forEach(m -> volumes.add(m.path("Destination").asText("")));
    String there = path.startsWith("/") ? path : "/" + path;
    String directory =
        new HostRoot(root.at(state.path("rootfs").path("path").asText("/"))).real(there);
    return (name, id) ->
        id < size && volumes.stream().noneMatch(volume -> within(directory, name, volume))
            ? id + base
            : id;
  }

  private static boolean within(String directory, String name, String volume) {
    Path path = Path.of(directory, name.replace("\0", "")).normalize();
    return path.startsWith(Path.of(volume).normalize());
  }

  private Optional<JsonNode> state(String id) throws IOException {
    if (id.isEmpty() || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return Optional.empty();
    }
    try {
      JsonNode state =
          JSON.readTree(
              Files.readAllBytes(root.at(states.resolve(id).resolve("state.json").toString())));
      return Optional.of(state).filter(s -> s.path("rootfs").path("path").isTextual());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
