package dev.eci.policy.docker;

import dev.eci.policy.APolicy;
import dev.eci.policy.Policy;
import dev.eci.policy.PolicySource;
import dev.eci.policy.docker.Answer.Mounted;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.Docker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request on a Docker host whose engine knows a few things: containers {@code ours}, {@code
 * theirs} (from before, with the node's root in it), volumes, networks, links.
 */
public final class Asking {
  public static final Setup SETUP =
      new Setup(
          "eci",
          new Docker.Engine(
              NodePath.of("/var/lib/docker"),
              Set.of(),
              List.of(NodePath.of("/run/elsewhere/filtered.sock"))),
          Setup.LARGEST_BODY);

  static final Caller HOST = new Caller.Host(1000, 1000, 42);

  private final Map<Question, Answer> engine = new HashMap<>();
  private final List<Policy> policies = new ArrayList<>();
  private Setup setup = SETUP;
  private Caller caller = HOST;

  private Asking() {
    image("docker:cli", APolicy.DIGEST);
    image("busybox", "sha256:" + "b".repeat(64));
    container("ours", "eci", false, List.of(), List.of());
    container(
        "sibling",
        "eci",
        false,
        List.of(),
        List.of(
            new Mounted("bind", "", "/srv/data", false),
            new Mounted("volume", "plain", "/var/lib/docker/volumes/plain/_data", false)));
    container("theirs", "runc", true, List.of("pid"), List.of(new Mounted("bind", "", "/", false)));
    container(
        "socketed",
        "eci",
        false,
        List.of(),
        List.of(new Mounted("bind", "", "/var/run/docker.sock", false)));
    container(
        "etcvolume",
        "eci",
        false,
        List.of(),
        List.of(new Mounted("volume", "etc", "/var/lib/docker/volumes/etc/_data", false)));
    volume("plain", Map.of());
    volume("etc", Map.of("type", "none", "o", "bind", "device", "/etc"));
    volume("srv", Map.of("type", "none", "o", "bind", "device", "/srv/x"));
    volume("sock", Map.of("type", "none", "o", "bind", "device", "/run/docker.sock"));
    engine.put(new Question.OfNetwork("0123host"), new Answer.Network("host", "host"));
    engine.put(new Question.OfNetwork("mine"), new Answer.Network("mine", "bridge"));
    link("/srv/toetc", "/etc");
    link("/home/u/sock", "/run/docker.sock");
    engine.put(new Question.OfExec("e1"), new Answer.Exec("ours"));
    engine.put(new Question.OfExec("e2"), new Answer.Exec("theirs"));
  }

  public static Asking under(Policy... policies) {
    Asking asking = new Asking();
    asking.policies.addAll(List.of(policies));
    return asking;
  }

  /** On a Docker host, with docker:cli on the socket's list. */
  public static Asking byDefault() {
    return under(host("default"));
  }

  public static Policy host(String name) {
    return APolicy.named(
        name,
        p -> {
          p.source = new PolicySource.File(name);
          p.socketImages = List.of("docker:cli");
        });
  }

  public Asking by(Caller who) {
    this.caller = who;
    return this;
  }

  public Asking with(Setup other) {
    this.setup = other;
    return this;
  }

  /** A container of docker:cli. */
  public Asking fromContainer() {
    return by(container("docker:cli"));
  }

  public static Caller.InContainer container(String image) {
    return new Caller.InContainer(
        "c".repeat(64),
        "client",
        ImageIdentity.Local.of(
            image,
            ImageContent.of(
                image.startsWith("docker") ? APolicy.DIGEST : "sha256:" + "b".repeat(64),
                List.of())),
        Optional.empty());
  }

  public Asking knowing(Question question, Answer answer) {
    engine.put(question, answer);
    return this;
  }

  public ApiDecision decide(String method, String target) {
    return decide(method, target, "");
  }

  public ApiDecision decide(String method, String target, String json) {
    return decide(
        method, target, json.isEmpty() ? new JsonValue.Null() : Json.of(json), !json.isEmpty());
  }

  public ApiDecision decide(String method, String target, JsonValue body) {
    return decide(method, target, body, true);
  }

  private ApiDecision decide(String method, String target, JsonValue body, boolean hasBody) {
    Step step =
        DockerApi.begin(
            new ApiRequest(caller, method, target, hasBody ? "application/json" : "", hasBody),
            setup,
            policies,
            APolicy.NOW);
    for (int i = 0; i < 10; i++) {
      switch (step) {
        case Step.Decided decided -> {
          return decided.decision();
        }
        case Step.NeedsBody needs -> step = needs.with(body);
        case Step.NeedsFacts needs -> {
          Map<Question, Answer> answers = new HashMap<>();
          needs.questions().forEach(q -> answers.put(q, answer(q)));
          step = needs.with(new Facts(answers));
        }
      }
    }
    throw new AssertionError("no end of questions");
  }

  private Answer answer(Question question) {
    Answer known = engine.get(question);
    if (known != null) {
      return known;
    }
    return question instanceof Question.OfPath(String path)
        ? new Answer.RealPath(path)
        : new Answer.Absent();
  }

  private void image(String name, String digest) {
    engine.put(
        new Question.OfImage(name),
        new Answer.Image(
            ImageIdentity.Local.of(
                name,
                ImageContent.of(
                    digest, List.of("docker.io/library/" + name.split(":")[0] + "@" + digest)))));
  }

  private void container(
      String name, String runtime, boolean privileged, List<String> host, List<Mounted> mounts) {
    engine.put(
        new Question.OfContainer(name),
        new Answer.Container(
            name, runtime, privileged, host, mounts, new ImageIdentity.Named("busybox")));
  }

  private void volume(String name, Map<String, String> options) {
    engine.put(new Question.OfVolume(name), new Answer.Volume("local", options));
  }

  private void link(String path, String target) {
    engine.put(new Question.OfPath(path), new Answer.RealPath(target));
  }
}
