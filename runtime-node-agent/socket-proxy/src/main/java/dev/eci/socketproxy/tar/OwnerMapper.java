package dev.eci.socketproxy.tar;

/** What becomes of an entry's owner. */
@FunctionalInterface
public interface OwnerMapper {
  /**
   * For its user, or for its group.
   *
   * @param path the entry's name as the archive has it
   */
  long map(String path, long id);
}
