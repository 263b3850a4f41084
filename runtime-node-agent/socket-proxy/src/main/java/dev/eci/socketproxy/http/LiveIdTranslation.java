// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.route.MalformedTargetException;
import dev.eci.policy.docker.route.Query;
import dev.eci.policy.docker.route.RequestTarget;
import dev.eci.socketproxy.body.BodyFilter;
import dev.eci.socketproxy.changes.ChangeListFilter;
import dev.eci.socketproxy.changes.OverlayLayers;
import dev.eci.socketproxy.tar.OwnerMapper;
import dev.eci.socketproxy.tar.SingleFileTar;
import dev.eci.socketproxy.tar.TarFilter;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * For containers that run under eci-runtime. While they run, the engine sees their root file system
 * as the host does: with owners mapped to their ID range (docs/adr/0006). It sees volumes as they
 * are on disk.
 */
public final class LiveIdTranslation implements IdTranslation {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Executor THREADS = task -> Thread.ofVirtual().name("owners").start(task);

  private static final String FORCE = "copyUIDGID";

  /** The driver that lists the files of the container's layer, and does not compare them. */
  private static final String OVERLAY2 = "overlay2";

  /** The values that the engine reads as false. */
  private static final Set<String> FALSE_VALUES = Set.of("", "0", "no", "false", "none");

  /** The container controls its /etc/passwd, so the file may be of any size. */
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final EngineApi engine;
  private final HostRoot root;
  private final Path states;

  /**
   * For one engine.
   *
   * @param states directory in which eci-runtime stores the state of running containers
   */
  public LiveIdTranslation(EngineApi engine, HostRoot root, Path states) {
    this.engine = engine;
    this.root = root;
    this.states = states;
  }

  @Override
  public CompletionStage<Optional<Translated>> translationFor(ApiDecision.Forward request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return find(request);
          } catch (IOException | MalformedTargetException e) {
            throw new CompletionException(e);
          }
        },
        THREADS);
  }

  private Optional<Translated> find(ApiDecision.Forward request)
      throws IOException, MalformedTargetException {
    RequestTarget target = RequestTarget.parse(request.target());
    JsonNode container;
    try {
      container =
          engine.get(
              "/containers/"
                  + PathSegment.encode(request.operation().objectName(target))
                  + "/json");
    } catch (EngineApi.NotFoundException e) {
      return Optional.empty();
    }
    Optional<JsonNode> state = state(container.path("Id").asText(""));
    if (state.isEmpty()) {
      return Optional.empty();
    }
    if (IdTranslation.isListOfChanges(request.operation())) {
      return changes(container, state.get().path("rootfs").path("overlay"))
          .map(filter -> new Translated(filter, request));
    }
    ContainerIds ids = ContainerIds.of(state.get());
    if (!IdTranslation.isInRequest(request.operation())) {
      OwnerMapper ownerMapper = (_, id) -> ids.inside(id);
      return Optional.of(new Translated(new TarFilter(ownerMapper, ownerMapper), request));
    }
    OwnerMapper ownerMapper =
        into(container, state.get(), target.query().first("path").orElse("/"), ids);
    Optional<ContainerUser> forced = forced(container, target.query());
    if (forced.isEmpty()) {
      return Optional.of(new Translated(new TarFilter(ownerMapper, ownerMapper), request));
    }
    ContainerUser user = forced.get();
    return Optional.of(
        new Translated(
            new TarFilter(
                (name, _) -> ownerMapper.map(name, user.uid()),
                (name, _) -> ownerMapper.map(name, user.gid())),
            new ApiDecision.Forward(
                request.operation(),
                target.withQuery(target.query().withParameter(FORCE, "0")).canonical(),
                request.body(),
                request.auditedViolations())));
  }

  /**
   * What the engine lists as changed. Empty for containers without an overlay of their own.
   *
   * @param overlay the plan of its root file system (docs/protocol.md)
   */
  private Optional<BodyFilter> changes(JsonNode container, JsonNode overlay) throws IOException {
    if (!overlay.path("upper").isTextual()) {
      return Optional.empty();
    }
    List<Path> lower = new ArrayList<>();
    for (JsonNode layer : overlay.path("lower")) {
      lower.add(root.locate(layer.asText()));
    }
    OverlayLayers layers = new OverlayLayers(root.locate(overlay.path("upper").asText()), lower);
    return Optional.of(
        new ChangeListFilter(layers, container.path("Driver").asText("").equals(OVERLAY2)));
  }

  /**
   * {@code docker cp -a}: the engine gives all files to the user of the container, by the IDs that
   * it knows. If the user cannot be resolved, the request is left to the engine.
   */
  private Optional<ContainerUser> forced(JsonNode container, Query query) {
    String user = container.path("Config").path("User").asText("");
    String value = query.first(FORCE).orElse("").strip().toLowerCase(Locale.ROOT);
    if (user.isEmpty() || FALSE_VALUES.contains(value)) {
      return Optional.empty();
    }
    String id = container.path("Id").asText("");
    try {
      return ContainerUser.of(user, path -> text(id, path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String text(String id, String path) throws IOException {
    return SingleFileTar.text(
            engine.bytes(
                "/containers/" + PathSegment.encode(id) + "/archive?path=" + path, MAX_FILE_BYTES))
        .orElseThrow(() -> new IOException(path + " is not a file"));
  }

  private OwnerMapper into(JsonNode container, JsonNode state, String path, ContainerIds ids)
      throws IOException {
    List<String> volumes = new ArrayList<>();
    container.path("Mounts").forEach(m -> volumes.add(m.path("Destination").asText("")));
    String absolute = path.startsWith("/") ? path : "/" + path;
    String directory =
        new HostRoot(root.locate(state.path("rootfs").path("path").asText("/"))).real(absolute);
    return (name, id) ->
        volumes.stream().noneMatch(volume -> isWithin(directory, name, volume))
            ? ids.outside(id)
            : id;
  }

  private static boolean isWithin(String directory, String name, String volume) {
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
              Files.readAllBytes(root.locate(states.resolve(id).resolve("state.json").toString())));
      return Optional.of(state).filter(s -> s.path("rootfs").path("path").isTextual());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
