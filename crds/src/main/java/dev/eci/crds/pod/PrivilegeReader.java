// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.pod.Privilege;
import dev.eci.policy.pod.Privilege.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what a container requests that a user namespace has to contain. */
final class PrivilegeReader {
  private static final String APP_ARMOR_ANNOTATION =
      "container.apparmor.security.beta.kubernetes.io/";

  private final JsonNode pod;
  private final JsonNode container;
  private final String field;
  private final List<Privilege> found = new ArrayList<>();

  private PrivilegeReader(JsonNode pod, JsonNode container, String field) {
    this.pod = pod;
    this.container = container;
    this.field = field;
  }

  /** Those of one container; what the whole pod sets counts for each of its containers. */
  static List<Privilege> read(PodTemplate pod, JsonNode container, String field) {
    PrivilegeReader reader =
        new PrivilegeReader(
            pod.spec().path("securityContext"), container.path("securityContext"), field);
    reader.readContext();
    reader.readAnnotation(pod.metadata().path("annotations"), container.path("name").asText());
    JsonNode ports = container.path("ports");
    for (int i = 0; i < ports.size(); i++) {
      reader.add(Kind.HOST_PORT, ports.get(i).path("hostPort"), "ports[%d].hostPort".formatted(i));
    }
    return reader.found;
  }

  private void readContext() {
    if (container.path("privileged").asBoolean()) {
      add(Kind.PRIVILEGED, container.path("privileged"), "securityContext.privileged");
    }
    JsonNode added = container.path("capabilities").path("add");
    for (int i = 0; i < added.size(); i++) {
      String name = added.get(i).asText().toUpperCase(Locale.ROOT);
      found.add(
          new Privilege(
              Kind.CAPABILITY,
              name.startsWith("CAP_") ? name.substring(4) : name,
              "%s.securityContext.capabilities.add[%d]".formatted(field, i)));
    }
    add(Kind.PROC_MOUNT, container.path("procMount"), "securityContext.procMount");
    add(Kind.SECCOMP, of("seccompProfile").path("type"), "securityContext.seccompProfile");
    add(Kind.APP_ARMOR, of("appArmorProfile").path("type"), "securityContext.appArmorProfile");
    of("seLinuxOptions")
        .properties()
        .forEach(option -> {
          if (!option.getKey().equals("level") && !option.getValue().asText().isEmpty()) {
            add(Kind.SE_LINUX, option.getValue(), "securityContext.seLinuxOptions");
          }
        });
    JsonNode hostProcess = container.path("windowsOptions").path("hostProcess");
    if (hostProcess.asBoolean(pod.path("windowsOptions").path("hostProcess").asBoolean())) {
      found.add(
          new Privilege(
              Kind.HOST_PROCESS, "true", field + ".securityContext.windowsOptions.hostProcess"));
    }
  }

  /** The form before Kubernetes 1.30. */
  private void readAnnotation(JsonNode annotations, String name) {
    if (annotations.path(APP_ARMOR_ANNOTATION + name).asText().equals("unconfined")) {
      found.add(
          new Privilege(Kind.APP_ARMOR, "Unconfined", field + ".securityContext.appArmorProfile"));
    }
  }

  private JsonNode of(String name) {
    return container.path(name).isObject() ? container.path(name) : pod.path(name);
  }

  private void add(Kind kind, JsonNode value, String name) {
    if (value.isValueNode() && !value.isNull()) {
      found.add(new Privilege(kind, value.asText(), field + "." + name));
    }
  }
}
