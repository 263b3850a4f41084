package dev.eci.agent.service;

import dev.eci.installer.dockerd.DockerInstallation;

/**
 * When dockerd is looked at in full, which costs it some answers: every tenth time, while we are
 * not in it, and when it was started anew, since it reads its file by itself then and what it made
 * of it is asked.
 */
public final class InspectionSchedule {
  private static final int EVERY = 10;

  private final DockerInstallation docker;
  private int inspections;
  private long pid = -1;

  public InspectionSchedule(DockerInstallation docker) {
    this.docker = docker;
  }

  /** Asked once for each look. */
  public boolean isDue() {
    long now = docker.dockerd().map(d -> isAlive(d.pid()) ? d.pid() : 0).orElse(0L);
    boolean other = now != pid;
    pid = now;
    return inspections++ % EVERY == 0 || other || !docker.state().installed();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
