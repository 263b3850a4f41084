package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.runtime. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuntimeSpec(
    @JsonPropertyDescription(
            "Name of the RuntimeClass that protected pods get; the operator makes it.")
        @Default("eci")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Nullable String className,
    @JsonPropertyDescription(
            "What happens to what cannot be protected. A volume whose file system cannot shift owners: Required refuses the pod or the container, Preferred lets it start with the volume's files owned by nobody inside, and an annotation or event says so. Windows pods, and pods where no node (or not the node they name) can run protected pods: Required refuses them or lets them wait, Preferred admits them unprotected with the label eci.dev/unprotected.")
        @Default("Required")
        @Nullable UserNamespaces userNamespaces,
    @JsonPropertyDescription(
            "The OCI runtime behind eci-runtime. crun is not implemented yet: refused.")
        @Default("runc")
        @Nullable RuntimeEngine engine,
    @JsonPropertyDescription(
            "RuntimeClasses that isolate by other means, such as kata or gvisor: pods that ask for one keep it and need no user namespace. Every other rule holds for them.")
        @Size(max = 16)
        @Nullable List<String> isolatedClasses) {

  /** Values of spec.runtime.userNamespaces. */
  public enum UserNamespaces {
    Required,
    Preferred
  }

  /** Values of spec.runtime.engine. */
  public enum RuntimeEngine {
    runc,
    crun
  }
}
