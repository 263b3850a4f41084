package dev.eci.support.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The node's root directory, wherever it is mounted here. Symbolic links on the node are followed
 * as the node's own processes would: an absolute one starts at the node's root again, and none
 * leads out of it.
 */
public record HostRoot(Path root) {
  private static final int MOST_LINKS = 40;

  /** Where the node's {@code path} is found here, links followed, the last one too. */
  public Path locate(String path) throws IOException {
    return here(resolve(path));
  }

  /** The node's {@code path} without any link in it. What lies below /proc is left as it is. */
  public String real(String path) throws IOException {
    return "/" + String.join("/", resolve(path));
  }

  private Path here(List<String> segments) {
    return root.resolve(String.join("/", segments));
  }

  private List<String> resolve(String path) throws IOException {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path of the node: " + path);
    }
    Deque<String> ahead = new ArrayDeque<>(split(path));
    List<String> walked = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String next = ahead.pop();
      switch (next) {
        case "", "." -> {}
        case ".." -> {
          if (!walked.isEmpty()) {
            walked.removeLast();
          }
        }
        default -> {
          walked.add(next);
          // links below /proc are the kernel's own: their text is no path of the node
          if (!walked.getFirst().equals("proc") && isLink(here(walked))) {
            if (++links > MOST_LINKS) {
              throw new FileSystemLoopException(path);
            }
            follow(walked, ahead);
          }
        }
      }
    }
    return walked;
  }

  /** What nobody here may look at may be a link for who may. */
  private static boolean isLink(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isSymbolicLink();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private void follow(List<String> walked, Deque<String> ahead) throws IOException {
    String target = Files.readSymbolicLink(here(walked)).toString();
    if (target.startsWith("/")) {
      walked.clear();
    } else {
      walked.removeLast();
    }
    split(target).reversed().forEach(ahead::push);
  }

  private static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }
}
