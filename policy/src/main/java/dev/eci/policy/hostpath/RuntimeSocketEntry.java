package dev.eci.policy.hostpath;

import java.util.List;

/**
 * One place of the table of engine sockets, for those who must write it down in another language,
 * such as the API server's.
 *
 * @param segments of a canonical path; {@code *} stands for any one name
 * @param isSocketDirectory a directory that its engine fills with sockets, instead of one socket
 */
public record RuntimeSocketEntry(
    RuntimeSocketKind socket, List<String> segments, boolean isSocketDirectory) {
  public RuntimeSocketEntry {
    segments = List.copyOf(segments);
  }

  /** All there are; where two are about the same path the first one names it. */
  public static List<RuntimeSocketEntry> all() {
    return RuntimeSocketCatalog.PLACES.stream()
        .map(place ->
            new RuntimeSocketEntry(place.socket(), place.pattern(), place.isSocketDirectory()))
        .toList();
  }
}
