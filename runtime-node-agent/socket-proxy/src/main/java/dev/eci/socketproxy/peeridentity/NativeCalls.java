// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.OptionalInt;

/** System calls for which the JDK has no method. None of them blocks. */
@SuppressWarnings("restricted")
final class NativeCalls {
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERPIDFD = 77;
  private static final long PIDFD_OPEN = 434;
  private static final int ESRCH = 3;
  private static final int EINTR = 4;
  private static final int ENOPROTOOPT = 92;
  private static final short POLLIN = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(StructLayout.PathElement.groupElement("errno"));

  private static final MethodHandle GETSOCKOPT =
      handle(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SYSCALL =
      handle("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle POLL =
      handle("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private NativeCalls() {}

  /** struct ucred: pid, uid, gid. */
  static Peer peer(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT, 3);
      int error = getsockopt(arena, fd, SO_PEERCRED, value);
      if (error != 0) {
        throw failure("SO_PEERCRED", error);
      }
      return new Peer(
          value.getAtIndex(JAVA_INT, 0),
          Integer.toUnsignedLong(value.getAtIndex(JAVA_INT, 1)),
          Integer.toUnsignedLong(value.getAtIndex(JAVA_INT, 2)));
    }
  }

  /** Empty before Linux 6.5. */
  static OptionalInt peerPidfd(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      int error = getsockopt(arena, fd, SO_PEERPIDFD, value);
      return switch (error) {
        case 0 -> OptionalInt.of(value.get(JAVA_INT, 0));
        case ENOPROTOOPT -> OptionalInt.empty();
        default -> throw failure("SO_PEERPIDFD", error);
      };
    }
  }

  static int pidfdOpen(long pid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long fd = (long) SYSCALL.invokeExact(state, PIDFD_OPEN, pid, 0L);
      if (fd < 0) {
        throw failure("pidfd_open", (int) ERRNO.get(state, 0L));
      }
      return (int) fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A pidfd is readable once its process has ended. Polls again after a signal: profilers send
   * signals, and so does the JDK itself when a channel is closed while a thread reads it.
   */
  static boolean isRunning(int pidfd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      // struct pollfd: int fd, short events, short revents
      MemorySegment polled = arena.allocate(8, 4);
      polled.set(JAVA_INT, 0, pidfd);
      polled.set(JAVA_SHORT, 4, POLLIN);
      int ready = (int) POLL.invokeExact(state, polled, 1L, 0);
      while (ready < 0 && (int) ERRNO.get(state, 0L) == EINTR) {
        ready = (int) POLL.invokeExact(state, polled, 1L, 0);
      }
      if (ready < 0) {
        throw failure("poll", (int) ERRNO.get(state, 0L));
      }
      return ready == 0;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns errno. */
  private static int getsockopt(Arena arena, int fd, int option, MemorySegment value) {
    try {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, (int) value.byteSize());
      int result = (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, value, length);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static IOException failure(String call, int error) {
    return new IOException(
        error == ESRCH ? "it has ended" : "%s fails with errno %d".formatted(call, error));
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(),
        type,
        Linker.Option.captureCallState("errno"));
  }
}
