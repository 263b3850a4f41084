// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.RuleId;

/** The body of {@code POST /containers/create}. */
public final class ContainerCreateReader {
  private static final String HOST_CONFIG = "HostConfig";
  private static final String RUNTIME = "Runtime";

  private ContainerCreateReader() {}

  /**
   * The access that the body requests.
   *
   * @param runtime the one that it may name; empty if it may name any
   */
  public static RequestedAccess read(CanonicalBody body, String runtime)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = body.requestedAccess();
    JsonFields whole = JsonFields.of(body.value());
    requestedAccess.image(whole.text("Image"));
    JsonFields host = whole.child(HOST_CONFIG);
    NamespaceModesReader.read(host, requestedAccess);
    NetworksReader.read(whole, host, requestedAccess);
    BindsReader.read(host, requestedAccess);
    MountsReader.read(host, requestedAccess);
    HostConfigReader.volumesFrom(host, requestedAccess);
    HostConfigReader.links(host, requestedAccess);
    HostConfigReader.devices(host, requestedAccess);
    HostConfigReader.cgroupParent(
        host.text("CgroupParent"), host.path("CgroupParent"), requestedAccess);
    JsonFields log = host.child("LogConfig");
    LogOptionsReader.read(log, "Config", requestedAccess);
    SecurityOptionsReader.read(host, requestedAccess);
    AnnotationsReader.read(host, requestedAccess);
    runtime(host, runtime, requestedAccess);
    return requestedAccess;
  }

  /** The same body, with the runtime set where it was left to the engine. */
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
    return JsonFields.isEmpty(named)
        ? whole.withMember(HOST_CONFIG, host.withMember(RUNTIME, new Str(runtime)))
        : body;
  }

  private static void runtime(JsonFields host, String wanted, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    String named = host.text(RUNTIME);
    if (!named.isEmpty() && !wanted.isEmpty() && !named.equals(wanted)) {
      requestedAccess.addViolation(
          RuleId.ISO_7,
          host.path(RUNTIME),
          p -> RuntimeClassMessages.otherRuntimeDenied(named, wanted));
    }
  }
}
