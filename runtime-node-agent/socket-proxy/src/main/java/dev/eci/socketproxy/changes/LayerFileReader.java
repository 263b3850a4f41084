// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads what {@link LayerFile} needs. The container's root may replace any directory of its layer
 * by a link at any time, so the kernel opens the path and follows none (openat2(2)). The JDK has no
 * method for that, nor for extended attributes other than {@code user.}.
 */
@SuppressWarnings("restricted")
final class LayerFileReader {
  private static final long OPENAT2 = 437;
  private static final long AT_FDCWD = -100;
  private static final long O_PATH = 010000000;
  private static final long O_NOFOLLOW = 0400000;
  private static final long O_CLOEXEC = 02000000;
  private static final long RESOLVE_NO_MAGICLINKS = 2;
  private static final long RESOLVE_NO_SYMLINKS = 4;
  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;
  private static final int ELOOP = 40;

  /** struct open_how: flags, mode, resolve. */
  private static final long OPEN_HOW_BYTES = 24;

  /** struct vfs_ns_cap_data, the longest form, has 24. */
  private static final long MAX_CAPABILITY_BYTES = 64;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(StructLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL =
      handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle GETXATTR =
      handle("getxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private LayerFileReader() {}

  /**
   * Empty if the layer has no such file.
   *
   * @param layer without links
   * @param path absolute, within the layer
   */
  static Optional<LayerFile> read(Path layer, String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
      how.setAtIndex(JAVA_LONG, 0, O_PATH | O_NOFOLLOW | O_CLOEXEC);
      how.setAtIndex(JAVA_LONG, 2, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
      MemorySegment name = arena.allocateFrom(layer + path);
      long fd = (long) SYSCALL.invokeExact(state, OPENAT2, AT_FDCWD, name, how, OPEN_HOW_BYTES);
      if (fd < 0) {
        int error = (int) ERRNO.get(state, 0L);
        if (error == ENOENT || error == ENOTDIR || error == ELOOP) {
          return Optional.empty();
        }
        throw new IOException("openat2 fails with errno " + error);
      }
      try {
        return Optional.of(opened(arena, state, Path.of("/proc/self/fd/" + fd)));
      } finally {
        int _ = (int) CLOSE.invokeExact(state, (int) fd);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static LayerFile opened(Arena arena, MemorySegment state, Path descriptor)
      throws Throwable {
    LayerFile file = LayerFile.of(Files.readAttributes(descriptor, LayerFile.ATTRIBUTES));
    if (!file.isRegular()) {
      return file;
    }
    MemorySegment value = arena.allocate(MAX_CAPABILITY_BYTES);
    long length =
        (long)
            GETXATTR.invokeExact(
                state,
                arena.allocateFrom(descriptor.toString()),
                arena.allocateFrom("security.capability"),
                value,
                MAX_CAPABILITY_BYTES);
    return length <= 0
        ? file
        : file.withCapability(
            HexFormat.of().formatHex(value.asSlice(0, length).toArray(JAVA_BYTE)));
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(),
        type,
        Linker.Option.captureCallState("errno"));
  }
}
