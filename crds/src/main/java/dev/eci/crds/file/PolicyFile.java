// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a policy file of either kind; its content determines which. */
public final class PolicyFile {
  private static final int MAX_BYTES = 1 << 20;

  private PolicyFile() {}

  public static PolicySet read(Path file, PolicyTarget target)
      throws IOException, InvalidPolicyFileException {
    return parse(bytes(file), target);
  }

  public static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it is larger than %d bytes".formatted(MAX_BYTES));
    }
    return Files.readAllBytes(file);
  }

  public static PolicySet parse(byte[] content, PolicyTarget target)
      throws InvalidPolicyFileException {
    List<ObjectNode> documents = DocumentReader.read(content);
    if (documents.isEmpty()) {
      throw new InvalidPolicyFileException(
          List.of("contains neither an EciPolicy nor the settings of an admin-settings.json"));
    }
    return documents.size() == 1 && AdminSettings.isAdminSettings(documents.getFirst())
        ? AdminSettings.read(documents.getFirst())
        : EciPolicyDocuments.read(documents, target);
  }
}
