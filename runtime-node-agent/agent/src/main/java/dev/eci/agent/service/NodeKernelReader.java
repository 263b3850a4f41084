package dev.eci.agent.service;

import dev.eci.policy.oci.KernelRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Linux that this node runs. */
public final class NodeKernelReader {
  private NodeKernelReader() {}

  public static KernelRelease release(Path proc) throws IOException {
    return KernelRelease.parse(Files.readString(proc.resolve("sys/kernel/osrelease")));
  }
}
