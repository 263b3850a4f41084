// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.service;

import dev.eci.installer.dockerd.DockerInstallation;

/**
 * When dockerd is inspected completely, which costs it some requests: every tenth time, while the
 * runtime ECI is not installed in it, and after it was restarted. A restarted dockerd has read its
 * configuration again by itself, and only a request shows the result.
 */
public final class InspectionSchedule {
  private static final int EVERY = 10;

  private final DockerInstallation docker;
  private int inspections;
  private long pid = -1;

  public InspectionSchedule(DockerInstallation docker) {
    this.docker = docker;
  }

  /** Called once for each reconciliation. */
  public boolean isDue() {
    long now = docker.dockerd().map(d -> isAlive(d.pid()) ? d.pid() : 0).orElse(0L);
    boolean restarted = now != pid;
    pid = now;
    return inspections++ % EVERY == 0 || restarted || !docker.state().installed();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
