// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.body;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Changes one body while it is streamed. */
public interface BodyFilter {
  /** Filters {@code in}, which this method releases, and emits the result. */
  void filter(ByteBuf in, Consumer<ByteBuf> out);

  /** Emits what is still buffered. The body has ended, possibly too early. */
  void end(Consumer<ByteBuf> out);
}
