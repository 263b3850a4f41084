// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.nodes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The few fields of an agent's pod that the operator reads. The client library's class of all
 * fields of a pod costs five megabytes: it reaches hundreds of other classes, and for each of them
 * a reader is built and kept.
 */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
// itself, and not what the library has registered for its kind: items of a list do not have one
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class AgentPod implements HasMetadata, Namespaced {
  private ObjectMeta metadata = new ObjectMeta();
  private @Nullable Spec spec;
  private @Nullable Status status;

  /** PodSpec. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(@Nullable String nodeName) {}

  /** PodStatus. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(@Nullable List<Condition> conditions) {}

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    this.metadata = metadata;
  }

  @Override
  public void setApiVersion(String version) {
    // is that of the class
  }

  public @Nullable Spec getSpec() {
    return spec;
  }

  public void setSpec(@Nullable Spec spec) {
    this.spec = spec;
  }

  public @Nullable Status getStatus() {
    return status;
  }

  public void setStatus(@Nullable Status status) {
    this.status = status;
  }
}
