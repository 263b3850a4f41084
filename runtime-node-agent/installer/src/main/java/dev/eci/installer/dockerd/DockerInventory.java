package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which running containers are protected: the engine names them, the kernel says whose ids they
 * have (ISO-8).
 *
 * @param proc a procfs that shows the host's processes
 */
public record DockerInventory(Path proc) {
  /** A running container that is not protected, and why. */
  public record Unprotected(String id, String name, String image, String because) {}

  /** All running containers. */
  public record Found(int protectedCount, List<Unprotected> unprotected) {
    public static final Found NONE = new Found(0, List.of());

    public Found {
      unprotected = List.copyOf(unprotected);
    }
  }

  public Found count(EngineApi api) throws IOException {
    return count(new ContainerLister(api).list(false));
  }

  Found count(List<DockerContainer> running) {
    int guarded = 0;
    List<Unprotected> others = new ArrayList<>();
    for (DockerContainer container : running) {
      if (!container.running() || container.pid() <= 0) {
        continue;
      }
      boolean ours = container.runtime().equals(DaemonJson.RUNTIME);
      if (ours && hasMappedIds(container.pid())) {
        guarded++;
      } else {
        others.add(
            new Unprotected(
                container.id(),
                container.name(),
                container.image(),
                ours
                    ? "it has no user namespace of its own"
                    : "it was created for the runtime \"%s\"; create it again to protect it"
                        .formatted(container.runtime())));
      }
    }
    others.sort(Comparator.comparing(Unprotected::name));
    return new Found(guarded, others);
  }

  private boolean hasMappedIds(long pid) {
    try {
      String[] first =
          Files.readString(proc.resolve(String.valueOf(pid)).resolve("uid_map"))
              .strip()
              .split("\\s+", -1);
      // "0 <base> <size>"; the host's own map starts at base 0
      return first.length >= 3 && Long.parseLong(first[1]) > 0;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
