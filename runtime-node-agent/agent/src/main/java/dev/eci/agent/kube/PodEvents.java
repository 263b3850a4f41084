// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import dev.eci.support.host.FileDigests;
import dev.eci.support.log.Log;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes events about pods. The same message about the same pod is one event, however often its
 * containers restart: the event's name is a hash of its content, and the API server rejects a
 * second object of that name. Never blocks and never fails: an event that cannot be written is
 * logged.
 */
public final class PodEvents implements AutoCloseable {
  private static final Log LOG = Log.of(PodEvents.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int WAITING = 100;
  private static final int NAME_MAX = 200;
  private static final int NOTE_MAX = 1024;
  private static final int DIGITS = 16;

  private volatile @Nullable KubernetesClient client;
  private final String node;
  private final InstantSource clock;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("events").daemon().factory(),
          (_, _) -> LOG.warn("event rate limit exceeded, dropping event"));

  /** The pod an event is about. */
  public record Pod(String namespace, String name, String uid) {}

  public PodEvents(String node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  /** No container is created, and so no event is needed, before the policies are read. */
  public void start(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Queues a warning.
   *
   * @param reason one word in camel case
   */
  public void warn(Pod pod, String reason, String message) {
    writer.execute(() -> write(event(pod, reason, message)));
  }

  private void write(Event event) {
    KubernetesClient writing = client;
    if (writing == null) {
      LOG.warn("no client yet, dropping event", "note", event.getNote());
      return;
    }
    try {
      writing.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warn(
            "cannot write event",
            "pod",
            event.getRegarding().getNamespace() + "/" + event.getRegarding().getName(),
            "note",
            event.getNote(),
            "error",
            e.getMessage());
      }
    }
  }

  private Event event(Pod pod, String reason, String message) {
    String text = String.join("\0", pod.uid(), reason, message);
    String digest = FileDigests.sha256(text).substring(0, DIGITS);
    return new EventBuilder()
        .withNewMetadata()
        .withName(cut(pod.name(), NAME_MAX) + "." + digest)
        .withNamespace(pod.namespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withType("Warning")
        .withReason(reason)
        .withAction("CreateContainer")
        .withNote(cut(message, NOTE_MAX))
        .withReportingController("eci.dev/agent")
        .withReportingInstance(cut(node, 128))
        .withNewRegarding()
        .withApiVersion("v1")
        .withKind("Pod")
        .withNamespace(pod.namespace())
        .withName(pod.name())
        .withUid(pod.uid())
        .endRegarding()
        .build();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
