package dev.eci.crds.file;

import dev.eci.crds.read.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a policy file. */
public final class InvalidPolicyFile extends Exception {
  private static final long serialVersionUID = 1;

  InvalidPolicyFile(List<String> mistakes) {
    super(String.join("; ", mistakes));
  }

  /** The same, with the file's name before it. */
  public InvalidPolicyFile in(String file) {
    return new InvalidPolicyFile(List.of(file + ": " + getMessage()));
  }

  static InvalidPolicyFile of(String document, List<FieldError> errors) {
    return new InvalidPolicyFile(
        errors.stream().map(error -> document + ": " + error).collect(Collectors.toList()));
  }
}
