package dev.eci.agent.oci;

/**
 * A bind's source that the launcher is to open and to mount where nobody can swap it
 * (docs/protocol.md).
 *
 * @param path without links
 * @param recursive whether what is mounted below comes along
 * @param setUserId what becomes of set-user-ID bits
 * @param readOnly whether nobody may write by this mount
 */
public record HeldBind(String path, boolean recursive, SetUserId setUserId, boolean readOnly) {
  /** What becomes of set-user-ID bits and file capabilities. */
  public enum SetUserId {
    /** As the source is mounted. */
    AS_IT_IS(false, false),
    /** It has to be where the node disregards them. */
    NOT_ON_NODE(true, false),
    /** The same; it is our doing, so they count in the container. */
    IN_CONTAINER_ONLY(true, true);

    private final boolean nosuid;
    private final boolean suid;

    SetUserId(boolean nosuid, boolean suid) {
      this.nosuid = nosuid;
      this.suid = suid;
    }

    public boolean nosuid() {
      return nosuid;
    }

    public boolean suid() {
      return suid;
    }
  }
}
