package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
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
            "What happens to a volume whose file system cannot shift owners. Required: the container does not start. Preferred: it starts, the volume's files are owned by nobody inside, and an event says so. Every container has a user namespace either way.")
        @Default("Required")
        @Nullable UserNamespaces userNamespaces,
    @JsonPropertyDescription(
            "The OCI runtime behind eci-runtime. crun is not implemented yet: refused.")
        @Default("runc")
        @Nullable RuntimeEngine engine) {

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
