// SPDX-License-Identifier: Apache-2.0
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
import java.util.function.Consumer;

/**
 * The node's root directory, at the path where the agent sees it. Symbolic links are followed as
 * the node's own processes would follow them: an absolute link starts at the node's root again, and
 * no link leads out of it.
 */
public record HostRoot(Path root) {
  private static final int MAX_LINKS = 40;

  /**
   * Where a path leads.
   *
   * @param target without links
   * @param links that were followed, each by its own path
   * @param isRootControlled whether only root can add and replace files in the directories of these
   *     links, and in those above
   */
  public record Resolution(String target, List<String> links, boolean isRootControlled) {
    public Resolution {
      links = List.copyOf(links);
    }
  }

  /** The agent's path of the node's {@code path}, with all links followed, the last one too. */
  public Path locate(String path) throws IOException {
    return inRoot(resolve(path));
  }

  /** The node's {@code path} without links. Links below /proc are not followed. */
  public String real(String path) throws IOException {
    return "/" + String.join("/", resolve(path));
  }

  /**
   * Where the node's {@code path} leads, by which links, and whether only root controls them.
   * Symbolic links that a user of the node can replace say nothing about what root meant.
   */
  public Resolution resolution(String path) throws IOException {
    List<List<String>> links = new ArrayList<>();
    String target = "/" + String.join("/", resolve(path, links::add));
    boolean rootControlled = true;
    for (List<String> link : links) {
      for (int depth = 0; depth < link.size(); depth++) {
        rootControlled &= isRootControlled(inRoot(link.subList(0, depth)));
      }
    }
    return new Resolution(
        target, links.stream().map(link -> "/" + String.join("/", link)).toList(), rootControlled);
  }

  private static boolean isRootControlled(Path directory) throws IOException {
    return UnixAttributes.read(directory, LinkOption.NOFOLLOW_LINKS).isRootControlled();
  }

  private Path inRoot(List<String> segments) {
    return root.resolve(String.join("/", segments));
  }

  private List<String> resolve(String path) throws IOException {
    return resolve(path, link -> {});
  }

  private List<String> resolve(String path, Consumer<List<String>> links) throws IOException {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path of the node: " + path);
    }
    Deque<String> ahead = new ArrayDeque<>(split(path));
    List<String> walked = new ArrayList<>();
    int followed = 0;
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
          // links below /proc are the kernel's own: their text is not a path of the node
          if (!walked.getFirst().equals("proc") && isLink(inRoot(walked))) {
            if (++followed > MAX_LINKS) {
              throw new FileSystemLoopException(path);
            }
            links.accept(List.copyOf(walked));
            follow(walked, ahead);
          }
        }
      }
    }
    return walked;
  }

  /** Fails if the agent may not read the file, because it could be a link for others. */
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
    String target = Files.readSymbolicLink(inRoot(walked)).toString();
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
