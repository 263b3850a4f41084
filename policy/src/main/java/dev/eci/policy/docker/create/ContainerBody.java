package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import dev.eci.policy.text.RuntimeTexts;
import java.util.HashSet;
import java.util.Set;

/** The body of {@code POST /containers/create}. */
public final class ContainerBody {
  private static final String HOST_CONFIG = "HostConfig";
  private static final String RUNTIME = "Runtime";
  private static final Set<String> HOST_KEYS = union(KnownKeys.HOST_CONFIG, KnownKeys.RESOURCES);

  private ContainerBody() {}

  /**
   * What it asks for.
   *
   * @param runtime the one that it may name; empty if it may name any
   */
  public static Asked read(JsonValue body, String runtime) throws BadBody {
    Asked asked = new Asked();
    Fields whole = Fields.of(body);
    whole.onlyKnown(KnownKeys.CREATE, KnownKeys.CREATE_LEGACY, asked);
    asked.image(whole.text("Image"));
    Fields host = whole.child(HOST_CONFIG);
    host.onlyKnown(HOST_KEYS, KnownKeys.HOST_CONFIG_LEGACY, asked);
    Namespaces.read(host, asked);
    Networks.read(whole, host, asked);
    Binds.read(host, asked);
    Mounts.read(host, asked);
    HostParts.donors(host, asked);
    HostParts.devices(host, asked);
    HostParts.cgroupParent(host.text("CgroupParent"), host.at("CgroupParent"), asked);
    Fields log = host.child("LogConfig");
    log.onlyKnown(KnownKeys.LOG_CONFIG, Set.of(), asked);
    HostParts.logs(log, "Config", asked);
    runtime(host, runtime, asked);
    return asked;
  }

  /** The same, with the runtime named where it was left to the engine. */
  public static JsonValue withRuntime(JsonValue body, String runtime) {
    if (runtime.isEmpty() || !(body instanceof Obj whole)) {
      return body;
    }
    Obj host =
        whole
            .get(HOST_CONFIG)
            .map(value -> value instanceof Obj object ? object : Obj.EMPTY)
            .orElse(Obj.EMPTY);
    JsonValue named = host.get(RUNTIME).orElseGet(Null::new);
    return Fields.isEmpty(named)
        ? whole.with(HOST_CONFIG, host.with(RUNTIME, new Str(runtime)))
        : body;
  }

  private static void runtime(Fields host, String wanted, Asked asked) throws BadBody {
    String named = host.text(RUNTIME);
    if (!named.isEmpty() && !wanted.isEmpty() && !named.equals(wanted)) {
      asked.broken(RuleId.ISO_7, host.at(RUNTIME), p -> RuntimeTexts.foreignRuntime(named, wanted));
    }
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }
}
