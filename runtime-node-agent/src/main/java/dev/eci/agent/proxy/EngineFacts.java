package dev.eci.agent.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.agent.docker.EngineApi;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.policy.docker.Answer;
import dev.eci.policy.docker.Facts;
import dev.eci.policy.docker.Question;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks the engine by its API, and the node's file system. */
public final class EngineFacts implements FactFinder, AutoCloseable {
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
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public EngineFacts(EngineApi engine, HostRoot root, ImageIdentities images) {
    this.engine = engine.keeping();
    this.root = root;
    this.images = images;
  }

  @Override
  public CompletionStage<Facts> find(Set<Question> questions) {
    return CompletableFuture.supplyAsync(
        () -> {
          Map<Question, Answer> answers = new HashMap<>();
          questions.forEach(question -> answers.put(question, answer(question)));
          return new Facts(answers);
        },
        threads);
  }

  private Answer answer(Question question) {
    try {
      return switch (question) {
        case Question.OfImage(String name) ->
            images.named(name).<Answer>map(Answer.Image::new).orElseGet(Answer.Absent::new);
        case Question.OfContainer(String name) -> container(get("/containers/", name, "/json"));
        case Question.OfExec(String id) ->
            new Answer.Exec(get("/exec/", id, "/json").path("ContainerID").asText(""));
        case Question.OfVolume(String name) -> volume(get("/volumes/", name, ""));
        case Question.OfNetwork(String name) -> {
          JsonNode network = get("/networks/", name, "");
          yield new Answer.Network(
              network.path("Name").asText(""), network.path("Driver").asText(""));
        }
        case Question.OfPath(String path) -> new Answer.RealPath(root.real(path));
      };
    } catch (EngineApi.Missing e) {
      return new Answer.Absent();
    } catch (AccessDeniedException e) {
      return new Answer.Unavailable("this filter may not look at " + e.getFile());
    } catch (IOException | IllegalArgumentException e) {
      return new Answer.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode get(String before, String name, String after) throws IOException {
    return engine.get(before + PathPart.of(name) + after);
  }

  private Answer container(JsonNode container) {
    JsonNode host = container.path("HostConfig");
    List<String> shared = new ArrayList<>();
    NAMESPACES.forEach((field, name) -> {
      if (host.path(field).asText("").equals("host")) {
        shared.add(name);
      }
    });
    List<Answer.Mounted> mounts = new ArrayList<>();
    container
        .path("Mounts")
        .forEach(mount ->
            mounts.add(
                new Answer.Mounted(
                    mount.path("Type").asText(""),
                    mount.path("Name").asText(""),
                    mount.path("Source").asText(""),
                    !mount.path("RW").asBoolean(false))));
    return new Answer.Container(
        container.path("Id").asText(""),
        host.path("Runtime").asText(""),
        host.path("Privileged").asBoolean(false),
        shared,
        mounts,
        images.recorded(
            container.path("Config").path("Image").asText(""), container.path("Image").asText("")));
  }

  private static Answer volume(JsonNode volume) {
    Map<String, String> options = new HashMap<>();
    volume
        .path("Options")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue().asText("")));
    return new Answer.Volume(volume.path("Driver").asText(""), options);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      engine.close();
    } catch (IOException e) {
      // they end with the process at the latest
    }
  }
}
